"""What goes together with each outcome, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.beliefs.drivers.partner_classes import PartnerClasses
from tramite.beliefs.px.validity import Outcome
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, Phrase, say

Quadrant = Literal["strengthen", "keep", "watch", "enough"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One predictor of an outcome.

    Attributes:
        share: of the R² of the outcome (LMG), 0–1. weight: the same by Johnson's weights.
        score: how partners rate it, 0–100, one vote each; ``None`` where it may not be shown.
        first: share of redraws of the firms in which it has the largest share.
        vif: variance inflation factor.
        quadrant: importance against score; ``None`` without a score.
        sure: whether the interval of the share leaves an equal share outside, so that the quadrant stands.
    """

    name: str
    share: Estimate
    weight: Estimate
    score: Estimate | None
    first: float
    vif: float
    quadrant: Quadrant | None
    sure: bool


@dataclass(frozen=True, slots=True)
class OutcomeDrivers:
    """What goes together with an outcome.

    Attributes:
        why: why nothing is told, as the catalogue says it; then there are no drivers.
        n: firms with an answer to everything. r2: share of the differences within channels that goes together with
            all predictors. adjusted: the same with chance taken out; ``None`` where not evaluable.
        p_value: of R² being chance.
        drivers: the largest share first.
        twins: pairs of predictors that go together so much that their shares cannot be told apart.
        level_with_first: those whose share may be as large as that of the first.
        condition: condition number of the predictors: above 30 they are nearly one (Belsley et al. 1980).
        grade: of what is told. sources: of the numbers that are no estimates.
    """

    outcome: Outcome
    n: int
    why: Phrase | None
    r2: float | None = None
    adjusted: float | None = None
    p_value: float | None = None
    drivers: tuple[Driver, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()
    level_with_first: tuple[str, ...] = ()
    condition: float | None = None
    grade: Grade = Grade.D
    sources: tuple[Source, ...] = ()

    def say(self, language: Language = "en") -> str:
        """Write the predictors with their shares, or why there are none."""
        if self.why is not None:
            return self.why.say(language)
        return "; ".join(
            f"{say(f'drivers.{one.name}', language)} {one.share.say(language)}" for one in self.drivers
        )


@dataclass(frozen=True, slots=True)
class Drivers:
    """What goes together with recommendation, continuity and growth, and the kinds of partners, if any."""

    outcomes: Mapping[Outcome, OutcomeDrivers]
    classes: PartnerClasses

    def to_frame(self) -> pl.DataFrame:
        """Return one row per outcome and predictor."""
        rows = [
            {"outcome": found.outcome, "predictor": one.name, **one.share.to_row(), "johnson": one.weight.value,
             "score": one.score and one.score.value, "first": one.first, "vif": one.vif, "quadrant": one.quadrant,
             "sure": one.sure}
            for found in self.outcomes.values()
            for one in found.drivers
        ]  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)

    def say(self, language: Language = "en") -> str:
        """Write a line per outcome."""
        return "\n".join(
            f"{say(f'relationship.outcome_{outcome}', language)}: {found.say(language)}"
            for outcome, found in self.outcomes.items()
        )

    def __str__(self) -> str:
        return self.say()
