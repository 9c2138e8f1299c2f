"""Conflict and cannibalisation of a case: how much, where it matters, what it does to margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tramite.beliefs.conflict.levels import (
    ConflictLevel,
    Kind,
    clash_table,
    conflict_levels,
    gone_table,
    vendor_guesses,
)
from tramite.beliefs.conflict.mix import MixShift, mix_shifts
from tramite.beliefs.conflict.moved import MovedSpend, moved_by_voices, moved_in_books
from tramite.beliefs.conflict.priority import Priority, priorities
from tramite.beliefs.px.result import PxResult
from tramite.books.cannibalisation import Cannibalisation
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.voices.disclosure.confidentiality import Reader
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import Study


@dataclass(frozen=True, slots=True)
class ConflictBelief:
    """What is held true of conflict.

    Attributes:
        levels: by conflict, channel («all» last) and view.
        guesses: what the vendor's people think that partners feel, of what they were asked: PP04, PR07, PW04.
        priorities: by conflict and channel, the heaviest first.
        clashes: how often partners met another of our channels, and what came of it.
        moved: spending between our channels, of the books and of the voices apart; never added.
        mix: channels that customers use and want.
        seen: what happened to customers with several channels (CX06).
        gone: share of opportunities that nobody of ours won where two of our channels met; ``None`` if not asked.
        for_clean_team: whether co-opetition was asked, and is not here because of who reads.
    """

    levels: tuple[ConflictLevel, ...]
    guesses: Mapping[tuple[Kind, str], MeasureCell]
    priorities: tuple[Priority, ...]
    clashes: MeasureTable
    moved: tuple[MovedSpend, ...]
    mix: tuple[MixShift, ...]
    seen: MeasureTable
    for_clean_team: bool
    gone: MeasureTable | None = None

    def level(self, kind: Kind, channel_id: str, weighting: SurveyWeighting = "vote") -> ConflictLevel:
        """Return one level; ``KeyError`` if there is none."""
        for one in self.levels:
            if (one.kind, one.channel_id, one.weighting) == (kind, channel_id, weighting):
                return one
        raise KeyError((kind, channel_id, weighting))


def conflict(
    study: Study,
    *,
    definition: CaseDefinition,
    now: IncomeStatement,
    before: IncomeStatement,
    cannibalised: Sequence[Cannibalisation] = (),
    px: PxResult | None = None,
    reader: Reader = "vendor",
) -> ConflictBelief | None:
    """Believe how much conflict there is between channels, with partners and inside, and what it costs.

    Args:
        now, before: income statement of the last twelve months and of those before.
        cannibalised: what the books show between channels that share customers.
        px: to tell tension that does good. reader: who will read it (METHOD §4.10).

    Returns: ``None`` if nobody answered any of its items.
    Source: METHOD §3.8, §5.3.
    """
    levels, clashes = conflict_levels(study, reader=reader), clash_table(study)
    seen, mix = study.table("CX06", "customer"), mix_shifts(study)
    if not levels and not mix and not seen.cells:
        return None
    chance = Chance(definition.seed, definition.method.draws)
    apart = reader == "vendor" and _answered(study, "PW03")
    return ConflictBelief(
        levels, vendor_guesses(study),
        priorities(levels, definition=definition, now=now, before=before, px=px), clashes,
        (*moved_in_books(cannibalised, statement=now, definition=definition),
         *moved_by_voices(clashes, statement=now, definition=definition, chance=chance)),
        mix, seen, apart, gone_table(study),
    )  # fmt: skip


def _answered(study: Study, item: str) -> bool:
    said = study.responses.filter((study.responses["item_id"] == item) & study.responses["missing"].is_null())
    return said.height > 0
