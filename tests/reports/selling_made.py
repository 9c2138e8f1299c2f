"""How invented partners sell, through the real estimators: twelve dealers, eight depots, six colleagues."""

from __future__ import annotations

from typing import Any

from tests.beliefs.selling_voices import Colleague, Firm, study_of
from tramite.beliefs.paradigm.paradigm import paradigm
from tramite.beliefs.roles.roles import roles
from tramite.beliefs.selling.sell_mode import sell_mode
from tramite.books.joint_work import JointWork
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance

FIRMS = tuple(
    Firm(
        f"{channel[:6]}-{i}", channel, steps="jjppp" if i % 3 else "ppvvp", joint=5.0 * i,
        complement=10.0 * (i % 9), indispensable=60.0, access=10.0 * (i % 6),
        level="a" if channel == "dealers" and i < 6 else None,
        practices=("plan", "targets", "data") if i % 2 else ("visits",),
    )
    for channel, heard in (("dealers", 12), ("depots", 8))
    for i in range(heard)
)  # fmt: skip


def made_selling(definition: CaseDefinition, statement: IncomeStatement) -> dict[str, Any]:
    """Return the beliefs on selling, roles and paradigm, as ``Beliefs`` names them."""
    chance = Chance(definition.seed, 500)
    people = [Colleague(f"v{i}", "dealers", inhouse=3.0) for i in range(6)]
    study = study_of(FIRMS, people, silent={"dealers": 30, "depots": 20}, method=definition.method)
    mode = sell_mode(study, work=JointWork(), chance=chance)
    return {
        "selling": mode, "paradigm": paradigm(study),
        "roles": roles(study, statement, mode=mode, reach=None, definition=definition, chance=chance),
    }  # fmt: skip
