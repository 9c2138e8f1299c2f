"""Find the best mix of what a case could do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tramite.decisions.allocation.case_allocation import CaseAllocation, allocate_case
from tramite.decisions.comparison import Comparison
from tramite.kernel.chance import Chance
from tramite.kernel.errors import CaseNotFound
from tramite.workflows.case import Case
from tramite.workflows.showings import note_results_shown


def allocate(
    case: Case,
    *,
    comparison: Comparison | None = None,
    progress: Callable[[str], None] = lambda step: None,
    when: datetime | None = None,
) -> CaseAllocation:
    """Find the best mix of the options in ``allocation.toml``, and the frontier of return and risk.

    Args:
        comparison: of the alternatives of the case, to be placed beside the frontier; none, unless given.
        progress: called with each of :data:`~tramite.decisions.allocation.allocate.STEPS` as it begins.
        when: it is shown, with its offset; now, unless given: the first showing of a wave is noted in the case.

    Raises:
        CaseNotFound: the case has no ``allocation.toml``.
    """
    made = allocated(case, comparison=comparison, progress=progress)
    note_results_shown(case.folder.path, case.study, verb="allocate", when=when)
    return made


def allocated(
    case: Case, *, comparison: Comparison | None = None, progress: Callable[[str], None] = lambda step: None
) -> CaseAllocation:
    """Find the mix as :func:`allocate` does, for a verb that notes itself that results are shown."""
    if case.allocation_plan is None:
        raise CaseNotFound("allocation_not_found", path=case.folder.path)
    return allocate_case(
        case.allocation_plan, statement=case.income_statement(),
        cut=case.statement_cut(("channel", "segment", "line")), beliefs=case.beliefs.all(),
        definition=case.definition, chance=Chance(case.definition.seed, case.method.draws),
        comparison=comparison, progress=progress,
    )  # fmt: skip
