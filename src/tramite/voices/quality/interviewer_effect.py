"""Does it matter who asks? The effect of interviewers on scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.quality.side_scores import OVERALL, SIDES, ScoredSide, side_scores
from tramite.voices.quality.variance_parts import intra_class

EffectReading = Literal["none", "chance", "effect"]


@dataclass(frozen=True, slots=True)
class InterviewerEffect:
    """Intra-class correlation of interviewers in one measure of one side.

    Attributes:
        measure: item id, or «all»: the mean of an interview's scores.
        value, lower, upper: share of the variance made by who asks, and its interval at ``level``.
        n, interviewers: answers, and who asked them: only those with enough interviews.
        workload: Σm²/n, mean interviews of an interviewer as an answer meets it.
        design_effect: 1 + (workload − 1)·ρ: how many times the variance of a mean is what it would be if all had
            been asked by different people.
        reading: ``effect`` above the threshold and beyond chance, ``chance`` above it but perhaps by chance.
    """

    side: ScoredSide
    measure: str
    value: float
    lower: float
    upper: float
    level: float
    n: int
    interviewers: int
    workload: float
    design_effect: float
    reading: EffectReading

    def __str__(self) -> str:
        return (
            f"{self.side} {self.measure}: {self.value:.3f} ({self.lower:.3f}–{self.upper:.3f}), n = {self.n}, "
            f"{self.interviewers} interviewers, design effect {self.design_effect:.2f}"
        )


def interviewer_effects(
    interviews: pl.DataFrame,
    responses: pl.DataFrame,
    frame: pl.DataFrame | None,
    *,
    bank: ItemBank,
    method: Method,
) -> tuple[InterviewerEffect, ...]:
    """Estimate the effect of interviewers on each score and on all together, of partners and of customers.

    ρ = σ_a²/(σ_a² + σ_e²) inside channel, respondent type and stratum (``variance_parts.intra_class``): that
    somebody worked in a channel of low scores does not pass for an effect. Where one interviewer alone worked a
    cell the two cannot be told apart, and that cell tells nothing. What remains may still be the territory.

    Args:
        frame: contract FRAME: strata of the draw.
        interviews: contract INTERVIEWS after decisions. Only interviewers with ``interviewer_min_each`` answers or
            more count, and only if they are ``interviewer_min`` or more.

    Source: Donner 1986; Kish 1962, 1965 (design effect); METHOD §4.6.

    Raises:
        InputRefused: an answer is off its scale.
    """
    return tuple(
        effect
        for side in SIDES
        for effect in _of_side(side_scores(interviews, responses, frame, bank=bank, side=side), side, method)
    )


def _of_side(scores: pl.DataFrame, side: ScoredSide, method: Method) -> Iterator[InterviewerEffect]:
    asked = scores.filter(pl.col("interviewer").is_not_null())
    parts = asked.partition_by("measure", as_dict=True)
    for key in sorted(parts, key=lambda key: (key[0] != OVERALL, key[0])):
        answers = parts[key]
        answers = answers.filter(pl.len().over("interviewer") >= method.interviewer_min_each)
        sizes = answers["interviewer"].value_counts()["count"].to_numpy().astype(np.float64)
        if len(sizes) < method.interviewer_min:
            continue
        found = intra_class(
            answers["value"].to_numpy(), groups=_numbers(answers["interviewer"]), cells=_numbers(answers["cell"]),
            level=method.interval_level,
        )  # fmt: skip
        if found is None:
            continue
        above = found.value > method.interviewer_icc
        workload = float((sizes**2).sum() / sizes.sum())
        yield InterviewerEffect(
            side, str(key[0]), found.value, found.lower, found.upper, method.interval_level, answers.height,
            len(sizes), workload, 1 + (workload - 1) * found.value,
            "none" if not above else "effect" if found.lower > 0 else "chance",
        )  # fmt: skip


def _numbers(names: pl.Series) -> np.typing.NDArray[np.int64]:
    return (names.rank("dense").cast(pl.Int64) - 1).to_numpy()
