"""Differences between domains, sides and waves, and between large partners and all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl
from scipy.special import stdtr, stdtrit

from tramite.voices.disclosure.screening import PRINTED_DECIMALS
from tramite.voices.estimation.heard import Heard, hear
from tramite.voices.estimation.means import SurveyMean, SurveyWeighting, stratified_mean


@dataclass(frozen=True, slots=True)
class Difference:
    """Second less first.

    Attributes:
        value: in the unit of the means; ``None`` if one of them is not known.
        standard_error, df, lower, upper: ``None`` where the answers cannot tell the spread.
        p_value: two-sided, of no difference; ``None`` without standard error.
        n: answers of the side with fewer: what disclosure control and reading levels go by.
        paired: the same firms, heard twice.
    """

    value: float | None
    standard_error: float | None
    df: float | None
    lower: float | None
    upper: float | None
    p_value: float | None
    n: int
    paired: bool = False

    def __str__(self) -> str:
        if self.value is None:
            return f"n.d., n = {self.n}"
        spread = "" if self.standard_error is None else f" (se {self.standard_error:.4g})"
        return f"{self.value:+.4g}{spread}, n = {self.n}"


def printed(difference: Difference, unit: Literal["points", "share"]) -> Difference:
    """Return a difference as it leaves, with the printed digits only (``disclosure.screening.release``)."""
    ends = (difference.value, difference.lower, difference.upper)
    value, lower, upper = (None if end is None else round(end, PRINTED_DECIMALS[unit]) for end in ends)
    return replace(difference, value=value, lower=lower, upper=upper)


def difference_of_means(first: SurveyMean, second: SurveyMean, *, level: float) -> Difference:
    """Compare two means of different respondents: channels, or a partner's side and the vendor's (mirrors).

    V = V₁ + V₂, with Welch's degrees of freedom V²/(V₁²/df₁ + V₂²/df₂); a side heard in full adds none.

    Source: Welch 1947; METHOD §3.2.2, §3.7.
    """
    n = min(first.n, second.n)
    if first.value is None or second.value is None:
        return _unknown(n)
    value = second.value - first.value
    if first.standard_error is None or second.standard_error is None:
        return Difference(value, None, None, None, None, None, n)
    parts = [
        (mean.standard_error**2, mean.df)
        for mean in (first, second)
        if mean.standard_error and mean.df is not None
    ]
    V = sum(part for part, _ in parts)
    if not V:
        return Difference(value, 0.0, None, value, value, None, n)
    df = V**2 / sum(part**2 / df for part, df in parts)
    return _by_t(value, math.sqrt(V), df, level, n)


def difference_of_shares(first: SurveyMean, second: SurveyMean, *, level: float) -> Difference:
    """Compare two shares of different respondents.

    Each end squares the distances of the single intervals, so that it is right at 0% and 100% too:
    lower = d − √((p̂₂ − l₂)² + (u₁ − p̂₁)²), upper = d + √((u₂ − p̂₂)² + (p̂₁ − l₁)²).

    Args:
        first, second: as ``shares.stratified_share`` returns them, at the same ``level``.

    Source: Newcombe 1998, method 10; Zou & Donner 2008; METHOD §3.2.
    """
    found = difference_of_means(first, second, level=level)
    ends = (first.lower, first.upper, second.lower, second.upper)
    if found.value is None or first.value is None or second.value is None or None in ends:
        return Difference(found.value, found.standard_error, found.df, None, None, None, found.n)
    l1, u1, l2, u2 = (float(end) for end in ends if end is not None)
    return Difference(
        found.value, found.standard_error, found.df,
        found.value - math.hypot(second.value - l2, u1 - first.value),
        found.value + math.hypot(u2 - second.value, first.value - l1), found.p_value, found.n,
    )  # fmt: skip


def change_between_waves(
    first: pl.DataFrame,
    second: pl.DataFrame,
    *,
    strata: pl.DataFrame,
    weighting: SurveyWeighting,
    level: float,
    enumerative: bool = True,
) -> Difference:
    """Compare two waves on the firms that answered both: the mean of each firm's change (paired t).

    Args:
        first: answers of the earlier wave: ``unit_id``, ``value``.
        second: of the later one, as ``means.stratified_mean`` takes them; the weights are its own.
        strata, weighting, level, enumerative: as there.

    Source: METHOD §4.8.

    Raises:
        InputRefused: more answered than a stratum has.
    """
    earlier = first.select("unit_id", pl.col("value").alias("_before"))
    both = second.join(earlier, on="unit_id", how="inner", maintain_order="left")
    change = both.with_columns(pl.col("value") - pl.col("_before")).drop("_before")
    mean = stratified_mean(change, strata=strata, weighting=weighting, level=level, enumerative=enumerative)
    if mean.value is None:
        return _unknown(0, paired=True)
    p_value = _p_value(mean.value, mean.standard_error, mean.df)
    return Difference(mean.value, mean.standard_error, mean.df, mean.lower, mean.upper, p_value, mean.n, True)


def gap_of_large_units(
    answers: pl.DataFrame,
    *,
    strata: pl.DataFrame,
    weighting: SurveyWeighting,
    level: float,
    enumerative: bool = True,
) -> Difference:
    """Estimate the mean by revenue (or potential) less the one by vote: positive = large partners fare better.

    Args:
        answers, strata, level, enumerative: as in ``means.stratified_mean``; only answers of known size count.
        weighting: ``revenue`` or ``potential``.

    Source: METHOD §3.2.1.

    Raises:
        InputRefused: more answered than a stratum has.
    """
    known = answers.filter(pl.col("value").is_not_null() & (pl.col(weighting) > 0))
    sized = hear(known, strata=strata, weighting=weighting, enumerative=enumerative)
    votes = hear(known, strata=strata, weighting="vote", enumerative=enumerative)
    return gap_of_views(sized, votes, level=level, enumerative=enumerative)


def gap_of_views(sized: Heard, votes: Heard, *, level: float, enumerative: bool) -> Difference:
    """Compare two means of the same answers: by size, in whatever classes, less by vote.

    The spread is that of Σ c_i·y_i, c = p(size) − p(vote). In each stratum of the draw the larger of
    n/(n − 1)·Σ(e − ē)² and s²·Σ(c − c̄)² counts, e_i = p_i(y_i − ȳ) by size less by vote (why the larger: ADR 7),
    times 1 − n_h/N_h on today's population.

    Args:
        sized, votes: the same answers, weighed by size and by the strata of the draw; who has no size has no
            part in the first.
        level, enumerative: as in ``means.stratified_mean``.

    Source: METHOD §3.2.1.
    """
    if not sized.n:
        return _unknown(0)
    value = sized.mean() - votes.mean()
    by_size = sized.drawn.select("unit_id", pl.col("share").alias("_size"))
    table = votes.drawn.join(by_size, on="unit_id", how="left", maintain_order="left").with_columns(
        pl.col("_size").fill_null(0.0)
    )
    strata_parts = _gap_parts(table, enumerative)
    if sized.census:
        return Difference(value, 0.0, None, value, value, None, sized.n)
    if not strata_parts.height or strata_parts["n_g"].min() == 1 or strata_parts["V"].sum() <= 0:
        return Difference(value, None, None, None, None, None, sized.n)
    parts, n = strata_parts["V"].to_numpy(), strata_parts["n_g"].to_numpy()
    df = float(parts.sum() ** 2 / (parts**2 / (n - 1)).sum())
    return _by_t(value, math.sqrt(parts.sum()), df, level, sized.n)


def _gap_parts(table: pl.DataFrame, enumerative: bool) -> pl.DataFrame:
    p, v, y, n = pl.col("_size"), pl.col("share"), pl.col("value"), pl.len()
    whole = pl.when(p.sum() > 0).then((p * y).sum() / p.sum()).otherwise(y)
    e = p * (y - whole) - v * (y - (v * y).sum() / v.sum())
    c = p - v
    robust = ((e - e.mean()) ** 2).sum() * n / (n - 1)
    model = y.var(ddof=1) * ((c - c.mean()) ** 2).sum()
    left = 1 - pl.col("n_g").first() / pl.col("N_g").first() if enumerative else pl.lit(1.0)
    grouped = table.group_by("group", maintain_order=True).agg(
        pl.col("n_g", "N_g").first(), (pl.max_horizontal(robust, model) * left).alias("V")
    )
    return grouped.filter(pl.col("n_g") < pl.col("N_g")) if enumerative else grouped


def _by_t(value: float, error: float, df: float, level: float, n: int) -> Difference:
    margin = float(stdtrit(df, (1 + level) / 2)) * error
    return Difference(value, error, df, value - margin, value + margin, _p_value(value, error, df), n)


def _p_value(value: float, error: float | None, df: float | None) -> float | None:
    return None if not error or df is None else float(2 * stdtr(df, -abs(value) / error))


def _unknown(n: int, *, paired: bool = False) -> Difference:
    return Difference(None, None, None, None, None, None, n, paired)
