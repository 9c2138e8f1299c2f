"""A study in hand: who was heard on each side, and what they said, one item or measure at a time or all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.estimation.answers import Answers, all_answers
from tramite.voices.estimation.item_values import RANGES, SCORE
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.side_table import side_measure, side_table
from tramite.voices.estimation.sides import Side, SideVoices, side_mirrored, sides_asked, voices_of
from tramite.voices.estimation.standing import standing_answers
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.waves import Wave

BOTH: tuple[SurveyWeighting, ...] = ("vote", "revenue")


class Study:
    """What was said. Tables are computed when first asked for, and kept.

    Attributes:
        responses, interviews: contracts of these names: the answers that stand today (``standing``).
        frame: contract FRAME.
        bank: items asked. simulated: true when a program made the answers.
        facts: contract FACTS, the statements of the quiz; ``None`` where there are none.
        late: interviews of the vendor whose guesses of a side do not count, as its results had been shown or
            were of another wave (``hearing.sealing``).
    """

    def __init__(
        self, responses: pl.DataFrame, interviews: pl.DataFrame, frame: pl.DataFrame,
        *, bank: ItemBank, method: Method, simulated: bool = False, facts: pl.DataFrame | None = None,
        late: Mapping[Side, Collection[str]] | None = None,
    ) -> None:  # fmt: skip
        self._ever = responses, interviews
        self.standing = standing_answers(responses, interviews, frame, method=method)
        self.responses, self.interviews = self.standing.responses, self.standing.interviews
        self.frame, self.bank = frame, bank
        self.method, self.simulated, self.facts = method, simulated, facts
        self.late: Mapping[Side, Collection[str]] = late or {}
        self._voices: dict[tuple[Side, Side | None], SideVoices] = {}
        self._tables: dict[tuple[str, Side, tuple[SurveyWeighting, ...]], MeasureTable] = {}

    @property
    def waves(self) -> tuple[Wave, ...]:
        """All waves, the earliest first."""
        return self.standing.waves

    def of(self, wave: Wave) -> Study:
        """Return the study of one wave alone."""
        responses, interviews = self._ever
        held = interviews.filter(pl.col("interview_id").is_in(list(wave.interview_ids)))
        return Study(
            responses, held, self.frame, bank=self.bank, method=self.method, simulated=self.simulated,
            facts=self.facts, late=self.late,
        )  # fmt: skip

    def table(
        self, item_id: str, side: Side | None = None, weightings: Sequence[SurveyWeighting] | None = None
    ) -> MeasureTable:
        """Estimate one item by channel, as a side answered it.

        Args:
            side: the first that the item asks, unless given.
            weightings: of partners: one vote each and by revenue, unless given. Others have one vote each.

        Raises:
            KeyError: the bank has no such item, or its scale is not averaged.
        """
        item = self.bank.item(item_id)
        chosen = side or sides_asked(item)[0]
        views = tuple(weightings or BOTH) if chosen == "partner" else ("vote",)
        place = (item_id, chosen, views)
        if place not in self._tables:
            guessing = side_mirrored(item, self.bank) if chosen == "vendor" else None
            self._tables[place] = side_table(
                self.responses, self.voices(chosen, guessing), item=item, bank=self.bank, method=self.method,
                weightings=views, simulated=self.simulated,
            )  # fmt: skip
        return self._tables[place]

    def measure(
        self,
        values: pl.DataFrame,
        measure: Measure,
        side: Side = "partner",
        *,
        guessing: Side | None = None,
        weightings: Sequence[SurveyWeighting] | None = None,
    ) -> MeasureTable:
        """Estimate a measure that is made of several answers, by channel.

        Args:
            values: ``interview_id``, ``key``, ``value``.
            side: who said it. guessing: the side that the vendor's people guess.
            weightings: of partners: one vote each and by revenue, unless given. Others have one vote each.
        """
        views = tuple(weightings or BOTH) if side == "partner" else ("vote",)
        return side_measure(
            values, self.voices(side, guessing), measure=measure, method=self.method, weightings=views,
            simulated=self.simulated,
        )  # fmt: skip

    def all(self) -> Answers:
        """Estimate what a dossier shows: of scores both views, of parts of an answer one vote each."""
        return all_answers(
            self.responses,
            bank=self.bank,
            method=self.method,
            table_of=self._shown,
            voices=self.voices,
            standing=self.standing,
        )

    def voices(self, side: Side, guessing: Side | None = None) -> SideVoices:
        """Return who was heard on a side; of the vendor's people, as they guess another one."""
        if (side, guessing) not in self._voices:
            late = list(self.late.get(guessing, ())) if guessing else []
            heard = self.interviews.filter(~pl.col("interview_id").is_in(late))
            self._voices[side, guessing] = voices_of(
                side, heard, self.frame, method=self.method, guessing=guessing
            )
        return self._voices[side, guessing]

    @property
    def independent(self) -> pl.DataFrame:
        """The interviews that may stand beside other sides: not those of the vendor's people who had seen what
        these said, as an echo is no second source."""
        late = {one for side in self.late.values() for one in side}
        return self.interviews.filter(~pl.col("interview_id").is_in(list(late)))

    def _shown(self, item: Item, side: Side) -> MeasureTable:
        return self.table(item.id, side, BOTH if RANGES[item.scale] == SCORE else ("vote",))
