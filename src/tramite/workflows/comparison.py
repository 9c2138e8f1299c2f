"""Compare alternatives of a case with today."""

from __future__ import annotations

from collections.abc import Callable

from tramite.decisions.compare import compare as simulate
from tramite.decisions.comparison import Comparison
from tramite.kernel.chance import Chance
from tramite.kernel.errors import CaseNotFound
from tramite.workflows.case import Case

STAGES = ("read", "beliefs", "simulate")


def compare(
    case: Case, *names: str, draws: int | None = None, progress: Callable[[str], None] = lambda stage: None
) -> Comparison:
    """Simulate today and the named alternatives (all of them, if none is named) on the same draws.

    Args:
        names: of files in ``alternatives/``, without ``.toml``.
        draws: number of draws; the setting ``draws`` of the case unless given.
        progress: called with each of :data:`STAGES` after the first as it begins.

    Raises:
        CaseNotFound: the case has no alternative of that name.
    """
    chosen = []
    for name in names or tuple(case.alternatives):
        if name not in case.alternatives:
            known = ", ".join(case.alternatives)
            raise CaseNotFound("alternative_not_found", name=name, known=known, path=case.folder.path)
        chosen.append(case.alternatives[name])
    progress("beliefs")
    beliefs = case.beliefs.all()
    progress("simulate")
    return simulate(
        chosen,
        statement=case.income_statement(),
        cut=case.statement_cut(("channel", "segment", "line")),
        beliefs=beliefs,
        definition=case.definition,
        chance=Chance(case.definition.seed, draws or case.method.draws),
    )
