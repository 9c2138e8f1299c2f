"""A number with its uncertainty, its ground and its grade."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.figures import Unit, figure
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, Sayable, say, spoken

Weighting = Literal["vote", "revenue", "potential", "none"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with interval, sample and population size, unit, method, weighting, grade and evidence.

    Attributes:
        value, lower, upper: in ``unit``; ``None`` is not known («n.d.»), never zero.
        level: probability of the interval, 0–1.
        n, N: who answered, and how many they stand for (``None``: not a population).
        method: how it was computed, in few words, with its METHOD section.
    """

    value: float | None
    lower: float | None
    upper: float | None
    level: float
    n: int
    N: int | None
    unit: Unit
    method: str | Sayable
    weighting: Weighting = "none"
    grade: Grade = Grade.D
    evidence: tuple[Source, ...] = ()
    currency: str = "EUR"

    @classmethod
    def of_draws(
        cls,
        draws: NDArray[np.float64],
        *,
        level: float,
        unit: Unit,
        method: str | Sayable,
        grade: Grade,
        n: int = 0,
        evidence: tuple[Source, ...] = (),
        currency: str = "EUR",
    ) -> Estimate:
        """Summarise draws: mean, and the central interval of probability ``level``."""
        lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
        return cls(
            value=float(draws.mean()), lower=float(lower), upper=float(upper), level=level, n=n, N=None,
            unit=unit, method=method, grade=grade, evidence=evidence, currency=currency,
        )  # fmt: skip

    def say(self, language: Language = "en") -> str:
        """Write it as a person would: value, interval, sample, grade."""
        if self.value is None:
            return say("figures.missing", language)
        text = figure(self.value, self.unit, language, self.currency)
        if self.lower is not None and self.upper is not None:
            low, high = (figure(x, self.unit, language, self.currency) for x in (self.lower, self.upper))
            text = say("figures.interval", language, value=text, low=low, high=high, level=f"{self.level:.0%}")
        if self.n and self.N is not None:
            text += say("figures.n_of_N", language, n=self.n, N=self.N)
        elif self.n:
            text += say("figures.n", language, n=self.n)
        return text + say("figures.grade", language, grade=self.grade.value)

    def __str__(self) -> str:
        return self.say()

    def to_row(self) -> dict[str, object]:
        """Return a flat row for a table: evidence in words."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        row["method"] = spoken(self.method)
        row["grade"] = self.grade.value
        row["evidence"] = "; ".join(source.say() for source in self.evidence)
        return row
