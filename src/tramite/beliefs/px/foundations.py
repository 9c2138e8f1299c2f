"""The foundations of the relationship, apart from the PX index: trust, fairness, dependence and the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tramite.beliefs.px.firms import FOUNDATIONS
from tramite.kernel.wording import Language, say
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import Study

RISK = "dependence"  # the one of which a high score is no merit


@dataclass(frozen=True, slots=True)
class Foundations:
    """Foundation → its table by channel and weighting, of those that somebody answered.

    Scores 0–100, high is good: ``pressure`` and ``tension`` say how far they are absent. ``dependence`` is a risk:
    100 = the partner could not replace us within a year.
    """

    tables: Mapping[str, MeasureTable]

    @property
    def channels(self) -> tuple[str, ...]:
        """Channels of partners, «all» last."""
        return tuple(dict.fromkeys(cell.domain for table in self.tables.values() for cell in table.cells))

    def cell(self, foundation: str, channel_id: str, weighting: SurveyWeighting = "vote") -> MeasureCell:
        """Return one number; ``KeyError`` if there is none."""
        return self.tables[foundation].cell(channel_id, "", weighting)

    def lowest(self, channel_id: str) -> tuple[str, ...]:
        """Return the lowest foundation of a channel, one vote each, and those that may be as low.

        These are those whose interval holds its value. Dependence is left out: it is no merit, so that a low one
        is no weakness. Empty if fewer than two are shown.
        """
        cells = {name: self.cell(name, channel_id).estimate for name in self.tables if name != RISK}
        shown = {name: estimate.value for name, estimate in cells.items() if estimate.value is not None}
        if len(shown) < 2:
            return ()
        least = min(shown.values())
        ends = {name: shown[name] if cells[name].lower is None else cells[name].lower for name in shown}
        return tuple(
            sorted((name for name in shown if (ends[name] or 0.0) <= least), key=lambda name: shown[name])
        )

    def to_frame(self) -> pl.DataFrame:
        """Return one row per number."""
        frames = [table.to_frame().with_columns(measure=pl.lit(name)) for name, table in self.tables.items()]
        return pl.concat(frames, how="vertical_relaxed")

    def say(self, language: Language = "en") -> str:
        """Write a line per foundation, all channels together, one vote each."""
        return "\n".join(
            f"{say(f'relationship.{name}', language)}: {table.cell('all', '', 'vote').say(language)}"
            for name, table in self.tables.items()
        )

    def __str__(self) -> str:
        return self.say()


def relationship_foundations(study: Study) -> Foundations | None:
    """Estimate the foundations by channel, one vote each and by revenue; never part of the PX index.

    One item each, so that they are read as indicators: nothing is known of their reliability (METHOD §2.8).

    Returns: ``None`` where no partner answered any.
    Source: METHOD §3.1.1 (reversed items), §3.1.4.
    """
    tables = {name: study.table(item, "partner") for name, item in FOUNDATIONS.items() if item in study.bank}
    answered = {name: table for name, table in tables.items() if table.cells}
    return Foundations(answered) if answered else None
