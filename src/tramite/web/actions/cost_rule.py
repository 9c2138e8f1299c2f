"""Ask what an interview may cost before somebody is asked for one (METHOD §4.3)."""

from __future__ import annotations

from tramite.kernel.errors import TramiteError
from tramite.voices.sampling.mode import LADDER
from tramite.web.bridge.budget import study_gate
from tramite.web.models import SampledUnit, Study
from tramite.web.models.words import WORDS


class OverBudget(TramiteError):
    """The study costs more than it may, and nobody has said why."""

    http_status = 409


class TooDear(TramiteError):
    """An interview costs more than the respondent allows, and nobody has decided on it."""

    http_status = 409


def check_budget(study: Study) -> None:
    """Refuse to go on where the interviews cost more than the budget allows and nobody said why.

    Raises:
        OverBudget.
    """
    if not study_gate(study).open:
        raise OverBudget("over_budget", code=study.code)


def check_way(unit: SampledUnit, way: str | None) -> None:
    """Refuse a more personal way than the cost rule, or a person with a reason, chose for a unit (R26).

    Where the sample tells no reason of the rule there is nothing to hold it against; own people have no limit.

    Args:
        way: of the interview; ``None``: the one that was chosen.

    Raises:
        TooDear: also where the rule chose none, and nobody has decided yet.
    """
    if unit.mode_reason in (None, "vendor"):
        return
    if unit.mode is None:
        raise TooDear("way_undecided", unit=unit.unit_id)
    if way is not None and LADDER.index(way) < LADDER.index(unit.mode):
        raise TooDear("way_too_dear", unit=unit.unit_id, way=str(WORDS[unit.mode]))
