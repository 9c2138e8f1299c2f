"""Strata of the population and the weight of each who answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.kernel.errors import Fault, InputRefused

SurveyWeighting = Literal["vote", "revenue", "potential"]
Key = tuple[str, str]
_KEYS = ["domain", "stratum"]
_SIZES = {  # ΣR and ΣR² of a stratum
    "vote": ("N", "N"),
    "revenue": ("revenue_total", "revenue_squares"),
    "potential": ("potential_total", "potential_squares"),
}


@dataclass(frozen=True, slots=True)
class Stratum:
    """One cell of the population: who is in it, who answered, and the sizes that a mean is weighted by.

    ``total`` and ``squares`` are ΣR and ΣR² of its population, ``heard`` is ΣδR of its answers.
    """

    domain: str
    name: str
    N: int
    n: int
    revenue: float
    total: float
    squares: float
    heard: float

    @property
    def key(self) -> Key:
        """Domain and name."""
        return (self.domain, self.name)

    @property
    def size(self) -> float:
        """Mean revenue of its units: what makes two strata alike."""
        return self.revenue / self.N


def strata_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Count the population by stratum and domain.

    A stratum that crosses domains is cut at their border, and each piece is a stratum: its size N_h is known
    from the frame, so that a domain is always a union of whole strata (post-stratification; Holt & Smith
    1979).

    Args:
        frame: one row per unit: ``unit_id``, ``domain``, ``stratum``, ``revenue`` (null: not known), and
            ``potential`` where means are to be weighted by it.

    Returns:
        ``domain``, ``stratum``, ``N``, ``revenue`` (known revenue of the stratum, currency of the case), and
        for the spread of revenue-weighted means ``revenue_total`` and ``revenue_squares``: ΣR and ΣR² of all
        its units, one of negative revenue counted as 0, one of unknown revenue like the mean of the known;
        the same of ``potential`` where the frame has it.
    """
    sizes = [name for name in ("revenue", "potential") if name in frame.columns]
    return (
        frame.group_by(_KEYS, maintain_order=True)  # threads would add in an order of their own
        .agg(
            pl.len().cast(pl.Int64).alias("N"),
            pl.col("revenue").cast(pl.Float64).sum(),
            *(_of_all(_size(name) ** power).alias(f"{name}_{sums}")
              for name in sizes for power, sums in ((1, "total"), (2, "squares"))),
        )
        .sort(_KEYS)
    )  # fmt: skip


def weigh(
    answers: pl.DataFrame, *, strata: pl.DataFrame, weighting: SurveyWeighting, enumerative: bool
) -> pl.DataFrame:
    """Give each who answered a weight, a size and a variance stratum.

    Weight d = δ·Σ_U R/Σ_s δR of the stratum, U its population, s those who **answered**, δ their weight in the
    draw (1 where all are alike): N_h/n_h with one vote each, and otherwise what makes the answers of a stratum
    carry the revenue (or potential) that the frame knows it has, however large those happen to be who answered
    (separate ratio; Cochran 1977, §6.10; ADR 13). Who did not answer is taken to be like those of the same
    stratum who did. A stratum in which nobody answered joins the one of its domain with the nearest mean
    revenue; a domain in which nobody answered stays out. Where one alone answered of several, the spread inside
    the stratum is not known: for the variance (not for the weight) it joins its nearest stratum, in its own
    domain if it can (collapsed strata; Cochran 1977, §5A.12; METHOD §3.2.2). Mean revenue comes from the frame,
    never from the answers: joining by likeness of answers would make the variance too small.

    Args:
        answers: one row per unit that answered: ``unit_id``, ``domain``, ``stratum`` and, unless weighted by
            vote, ``revenue`` or ``potential``; ``design`` (δ) where strata are classes of size.
        strata: as ``strata_of`` returns it.
        weighting: size R = 1 (``vote``), or revenue or potential, not below 0.
        enumerative: true where the finite-population correction will be used: a stratum of one, heard, is
            then known without sampling error and needs no partner.

    Returns:
        ``answers`` with ``weight`` (d), ``size`` (R), ``group`` (variance stratum), ``pool`` (strata whose
        spread is estimated together: by vote each alone, by size those of a domain), ``n_g`` and ``N_g`` (answers
        and population of the variance stratum), ``total_g`` and ``squares_g`` (ΣR and ΣR² of its population).

    Raises:
        InputRefused: someone answered who is in no stratum, or more answered than the stratum has.
    """
    sized = answers.with_columns(
        (pl.lit(1.0) if weighting == "vote" else _size(weighting)).alias("size"),
        (pl.col("design") if "design" in answers.columns else pl.lit(1.0)).alias("design"),
    )
    cells = _cells(sized, strata, _SIZES[weighting])
    homes = _homes(cells)
    joined = _joined(cells, homes)
    groups = _groups(joined, enumerative=enumerative)
    table = pl.DataFrame(
        [
            (*cell.key, _weight(joined[cell.key]), *groups[cell.key])
            for cell in cells
            if cell.n
        ],
        schema={"domain": pl.String, "stratum": pl.String, "weight": pl.Float64, "group": pl.Int64,
                "n_g": pl.Int64, "N_g": pl.Int64, "total_g": pl.Float64, "squares_g": pl.Float64},
        orient="row",
    )  # fmt: skip
    pool = pl.col("group") if weighting == "vote" else pl.col("domain").first().over("group").rank("dense")
    return sized.join(table, on=_KEYS, how="left", maintain_order="left").with_columns(
        pl.col("weight") * pl.col("design"), pool.cast(pl.Int64).alias("pool")
    )


def covered(answers: pl.DataFrame, *, strata: pl.DataFrame) -> int:
    """Return the population N that the answers stand for: all units of the domains in which someone answered."""
    heard = set(answers["domain"])
    return sum(N for domain, N in zip(strata["domain"], strata["N"], strict=True) if domain in heard)


def _size(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64).clip(lower_bound=0.0)


def _of_all(known: pl.Expr) -> pl.Expr:
    return known.mean().fill_null(0.0) * pl.len()


def _weight(cell: Stratum) -> float:
    return cell.total / cell.heard if cell.heard else 0.0


def _cells(answers: pl.DataFrame, strata: pl.DataFrame, sizes: tuple[str, str]) -> tuple[Stratum, ...]:
    counted = answers.group_by(_KEYS, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("n"), (pl.col("design") * pl.col("size")).sum().alias("heard")
    )
    rows = strata.join(counted, on=_KEYS, how="full", coalesce=True).sort(_KEYS).to_dicts()
    wrong = [row for row in rows if (row["n"] or 0) > (row["N"] or 0) or row["N"] <= 0]
    if wrong:
        raise InputRefused(
            Fault(
                "voices/frame",
                "more_answers_than_units",
                column="stratum",
                value=f"{row['domain']}, {row['stratum']}",
                hint=f"n = {row['n'] or 0}, N = {row['N'] or 0}",
            )
            for row in wrong
        )
    return tuple(
        Stratum(
            domain=row["domain"],
            name=row["stratum"],
            N=row["N"],
            n=row["n"] or 0,
            revenue=row["revenue"] or 0.0,
            total=row[sizes[0]],
            squares=row[sizes[1]],
            heard=row["heard"] or 0.0,
        )
        for row in rows
    )


def _homes(cells: Iterable[Stratum]) -> dict[Key, Key]:
    """Find for each stratum the one whose answers speak for it: itself, or the nearest of its domain."""
    homes: dict[Key, Key] = {}
    answered = [cell for cell in cells if cell.n]
    for cell in cells:
        near = [other for other in answered if other.domain == cell.domain]
        if cell.n:
            homes[cell.key] = cell.key
        elif near:
            homes[cell.key] = _nearest(cell, near).key
    return homes


def _joined(cells: Iterable[Stratum], homes: Mapping[Key, Key]) -> dict[Key, Stratum]:
    joined = {cell.key: cell for cell in cells if cell.n}
    for cell in cells:
        if not cell.n and cell.key in homes:
            joined[homes[cell.key]] = _union(joined[homes[cell.key]], cell)
    return joined


def _groups(joined: Mapping[Key, Stratum], *, enumerative: bool) -> dict[Key, tuple[int, int, int, float, float]]:
    """Join strata of one answer until none is left alone; return group and its sums by stratum."""
    members = [([cell.key], cell) for cell in joined.values()]
    lonely = _lonely(members, enumerative)
    while lonely is not None and len(members) > 1:
        keys, cell = members.pop(lonely)
        sampled = [other for _, other in members if other.n < other.N or not enumerative]
        pool = sampled or [other for _, other in members]
        near = _nearest(cell, [other for other in pool if other.domain == cell.domain] or pool)
        place = next(index for index, (_, other) in enumerate(members) if other is near)
        members[place] = (members[place][0] + keys, _union(near, cell))
        lonely = _lonely(members, enumerative)
    return {
        key: (group, cell.n, cell.N, cell.total, cell.squares)
        for group, (keys, cell) in enumerate(members)
        for key in keys
    }


def _lonely(members: list[tuple[list[Key], Stratum]], enumerative: bool) -> int | None:
    alone = (i for i, (_, cell) in enumerate(members) if cell.n == 1 and not (enumerative and cell.N == 1))
    return next(alone, None)


def _nearest(cell: Stratum, others: list[Stratum]) -> Stratum:
    return min(others, key=lambda other: (abs(other.size - cell.size), other.key))


def _union(first: Stratum, second: Stratum) -> Stratum:
    return Stratum(
        first.domain, first.name, first.N + second.N, first.n + second.n, first.revenue + second.revenue,
        first.total + second.total, first.squares + second.squares, first.heard + second.heard,
    )  # fmt: skip
