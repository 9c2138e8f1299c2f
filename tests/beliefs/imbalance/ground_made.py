"""What the rules look at, put together from a few answers."""

from __future__ import annotations

from typing import Any

from tests.beliefs.said import Talks
from tests.beliefs.told_books import PERIOD, case, told
from tramite.beliefs.conflict.belief import conflict
from tramite.beliefs.imbalance.ground import ImbalanceGround
from tramite.beliefs.px.index import px_index
from tramite.kernel.estimate import Estimate

CASE = case("shops", "agents", "web", direct=("web",), draws=200)
SALES = {name: {"net_sales": 1000.0, "cm1": 200.0, "partner_margin": 300.0} for name in ("shops", "agents", "web")}


def ground(talks: Talks, **given: Any) -> ImbalanceGround:
    """Form the beliefs that rules rest on; beliefs of other rooms are given."""
    study, now = talks.study(CASE.method), told(SALES)
    px = px_index(study.responses, study.interviews, study.frame, bank=study.bank, method=study.method)
    believed = conflict(study, definition=CASE, now=now, before=told(SALES, PERIOD.previous()), px=px)
    parts: dict[str, Any] = {"study": study, "px": px, "conflict": believed, **given}
    return ImbalanceGround(CASE, now, **parts)


def known(value: float, half: float = 0.01, unit: Any = "share") -> Estimate:
    """Invent an estimate of another belief."""
    return Estimate(value, value - half, value + half, 0.9, 20, None, unit, "invented")
