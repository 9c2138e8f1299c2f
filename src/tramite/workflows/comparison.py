"""Compare alternatives of a case with today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tramite.books.kpi_stock import dso
from tramite.decisions.compare import compare as simulate
from tramite.decisions.comparison import Comparison
from tramite.kernel.chance import Chance
from tramite.kernel.errors import CaseNotFound
from tramite.workflows.case import Case
from tramite.workflows.showings import note_results_shown

STAGES = ("read", "beliefs", "simulate")


def compare(
    case: Case, *names: str, draws: int | None = None, progress: Callable[[str], None] = lambda stage: None,
    when: datetime | None = None,
) -> Comparison:  # fmt: skip
    """Simulate today and the named alternatives (all of them, if none is named) on the same draws.

    Args:
        names: of files in ``alternatives/``, without ``.toml``.
        draws: number of draws; the setting ``draws`` of the case unless given.
        progress: called with each of :data:`STAGES` after the first as it begins.
        when: it is shown, with its offset; now, unless given. The first showing of a wave is noted in the case, as
            a comparison tells what customers and partners said (METHOD §2.5).

    Raises:
        CaseNotFound: the case has no alternative of that name.
    """
    found = simulated(case, *names, draws=draws, progress=progress)
    note_results_shown(case.folder.path, case.study, verb="compare", when=when)
    return found


def simulated(
    case: Case, *names: str, draws: int | None = None, progress: Callable[[str], None] = lambda stage: None
) -> Comparison:
    """Simulate as :func:`compare` does, for a verb that notes itself that results are shown."""
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
        days_outstanding=days_outstanding(case),
    )


def days_outstanding(case: Case) -> Mapping[str, float]:
    """Return how many days of net sales partners owe, by channel where the books tell (key figure «dso»)."""
    ground = case.ground()
    found = {channel.id: dso(ground, channel.id) for channel in case.definition.selling_channels}
    return {channel: days for channel, days in found.items() if days is not None}
