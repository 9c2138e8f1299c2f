"""The answers that a number is made of, each with the share of the weight that it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tramite.voices.estimation.strata import SurveyWeighting, covered, weigh


@dataclass(frozen=True, slots=True)
class Heard:
    """Who answered and carries weight.

    Attributes:
        drawn: one row per unit, as ``strata.weigh`` returns it, with ``carried`` (w = d·R) and ``share``
            (p = w/Σw).
        N: units they stand for.
        census: everybody was heard and the statement is about them: no sampling error.
    """

    drawn: pl.DataFrame
    N: int
    census: bool

    @property
    def n(self) -> int:
        """Answers that carry weight."""
        return self.drawn.height

    @property
    def units(self) -> tuple[str, ...]:
        """Who they are."""
        return tuple(self.drawn["unit_id"])

    @property
    def weight(self) -> float:
        """Σw: units (vote) or money (revenue, potential) that the answers stand for."""
        return float(self.drawn["carried"].sum())

    @property
    def effective_n(self) -> float:
        """(Σw)²/Σw²: answers of equal weight that would tell as much (Kish 1965; METHOD §3.2.6)."""
        carried = self.drawn["carried"].to_numpy()
        return float(carried.sum() ** 2 / (carried**2).sum()) if self.n else 0.0

    @property
    def largest_share(self) -> float:
        """Weight of the heaviest answer, as a share of all."""
        carried = self.drawn["carried"].to_numpy()
        return float(carried.max() / carried.sum()) if self.n else 0.0

    def saying(self, said: Mapping[str, float]) -> Heard:
        """Return the same people with another answer, by unit."""
        values = pl.Series("value", [said[unit] for unit in self.drawn["unit_id"]], dtype=pl.Float64)
        drawn = self.drawn.clone().replace_column(self.drawn.get_column_index("value"), values)
        return replace(self, drawn=drawn)

    def mean(self, column: str = "value") -> float:
        """Return Σ p·y of a column."""
        carried = self.drawn["carried"].to_numpy()
        values = self.drawn[column].to_numpy().astype(np.float64)
        return float(carried @ values / carried.sum())


def hear(answers: pl.DataFrame, *, strata: pl.DataFrame, weighting: SurveyWeighting, enumerative: bool) -> Heard:
    """Keep the answers that carry weight, and say how much each does.

    A unit whose size is not known has no place in a mean weighted by size; one of no (or negative) size has
    weight 0.

    Args:
        answers: one row per unit: ``unit_id``, ``domain``, ``stratum``, ``value`` (null: no answer) and, where
            weighted by it, ``revenue`` or ``potential`` (null: not known).
        strata: population, as ``strata_of`` returns it, of the same domains.
        enumerative: whether the statement is about today's population (METHOD §3.2.3).

    Raises:
        InputRefused: more answered than a stratum has.
    """
    known = pl.col("value").is_not_null()
    known = known if weighting == "vote" else known & pl.col(weighting).is_not_null()
    answered = answers.filter(known)
    N = covered(answered, strata=strata)
    sized = answered if weighting == "vote" else answered.filter(pl.col(weighting) > 0)
    drawn = weigh(sized, strata=strata, weighting=weighting, enumerative=enumerative)
    drawn = drawn.with_columns((pl.col("weight") * pl.col("size")).alias("carried"))
    drawn = drawn.filter(pl.col("carried") > 0)
    shares = pl.col("carried") / pl.col("carried").sum()
    return Heard(drawn.with_columns(shares.alias("share")), N, enumerative and 0 < N == answered.height)
