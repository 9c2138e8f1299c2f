"""Does it matter how one is asked? Differences between modes of interview, among people alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import polars as pl
from scipy.special import stdtrit

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.quality.side_scores import OVERALL, SIDES, ScoredSide, side_scores

MODES: Final = ("in_person", "video", "phone", "self", "sheet")  # the most personal first


@dataclass(frozen=True, slots=True)
class ModeEffect:
    """Mean of ``other`` less mean of ``mode``, in points of 0–100, inside channel, respondent type and stratum.

    Attributes:
        measure: item id, or «all»: the mean of an interview's scores.
        n, n_other: answers of each mode in the cells where both were used. cells: how many these are.
        beyond_chance: the interval does not hold 0.
    """

    side: ScoredSide
    measure: str
    mode: str
    other: str
    value: float
    lower: float
    upper: float
    level: float
    n: int
    n_other: int
    cells: int

    @property
    def beyond_chance(self) -> bool:
        """Whether 0 is outside the interval."""
        return self.lower > 0 or self.upper < 0

    def __str__(self) -> str:
        return (
            f"{self.side} {self.measure}: {self.other} − {self.mode} {self.value:+.1f} "
            f"({self.lower:+.1f} to {self.upper:+.1f}), n = {self.n} and {self.n_other}"
        )


def mode_effects(
    interviews: pl.DataFrame,
    responses: pl.DataFrame,
    frame: pl.DataFrame | None,
    *,
    bank: ItemBank,
    method: Method,
) -> tuple[ModeEffect, ...]:
    """Compare modes of interview with one another, score by score and on all together.

    Only cells (channel × respondent type × stratum of the draw) in which both modes were used count: where all
    large partners were asked in person, size and mode cannot be told apart. With v_c = n₁n₂/(n₁ + n₂) of a cell,
    d = Σ v_c(ȳ₂ − ȳ₁)/Σ v_c: the coefficient of the mode beside fixed cells, by least squares. s² is the variance
    left inside modes and cells, d ± t·s/√Σv_c with n − 2·cells degrees of freedom. Modes are not drawn by lot: a
    difference may still be that of the people.

    Args:
        frame: contract FRAME: strata of the draw.
        interviews: contract INTERVIEWS after decisions. A pair of modes needs ``mode_min_n`` answers each.

    Source: METHOD §4.4.

    Raises:
        InputRefused: an answer is off its scale.
    """
    return tuple(
        effect
        for side in SIDES
        for effect in _of_side(side_scores(interviews, responses, frame, bank=bank, side=side), side, method)
    )


def _of_side(scores: pl.DataFrame, side: ScoredSide, method: Method) -> Iterator[ModeEffect]:
    parts = scores.partition_by("measure", as_dict=True)
    for key in sorted(parts, key=lambda key: (key[0] != OVERALL, key[0])):
        for mode, other in combinations(MODES, 2):
            found = _compared(parts[key], mode, other, method)
            if found is not None:
                value, margin, n, n_other, cells = found
                yield ModeEffect(
                    side, str(key[0]), mode, other, value, value - margin, value + margin, method.interval_level,
                    n, n_other, cells,
                )  # fmt: skip


def _compared(
    answers: pl.DataFrame, mode: str, other: str, method: Method
) -> tuple[float, float, int, int, int] | None:
    means = (
        answers.filter(pl.col("mode").is_in([mode, other]))
        .group_by("cell", "mode")
        .agg(
            pl.len().cast(pl.Int64).alias("n"), pl.col("value").sort().mean().alias("mean"),
            ((pl.col("value").sort() - pl.col("value").sort().mean()) ** 2).sum().alias("squares"),
        )
        .sort("cell", "mode")
    )  # fmt: skip
    first, second = (means.filter(pl.col("mode") == name).drop("mode") for name in (mode, other))
    both = first.join(second, on="cell", how="inner", suffix="_other").sort("cell")
    n, n_other = int(both["n"].sum()), int(both["n_other"].sum())
    free = n + n_other - 2 * both.height
    if min(n, n_other) < method.mode_min_n or free < 1:
        return None
    v = both["n"] * both["n_other"] / (both["n"] + both["n_other"])
    value = float((v * (both["mean_other"] - both["mean"])).sum()) / float(v.sum())
    s2 = float((both["squares"] + both["squares_other"]).sum()) / free
    margin = float(stdtrit(free, (1 + method.interval_level) / 2)) * math.sqrt(s2 / float(v.sum()))
    return value, margin, n, n_other, both.height
