"""From a frame to a sample: sizes, strata, allocation, draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.sampling.allocation import allocate
from tramite.voices.sampling.draw import in_random_order
from tramite.voices.sampling.side import SIDES, Side, side
from tramite.voices.sampling.size import margin_of, sample_size
from tramite.voices.sampling.strata import stratify

Basis = Literal["last_wave", "revenue", "default"]


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """All that a draw depends on beside the frame: with both, anybody draws the same sample again.

    Attributes:
        seed: of the random numbers.
        sizes: interviews asked for, by side; a side without one gets the size that its margin needs.
        spreads: standard deviation of scores in the last wave, by side and channel.
    """

    seed: int
    method: Method
    sizes: Mapping[Side, int]
    spreads: Mapping[tuple[Side, str], float]


@dataclass(frozen=True, slots=True)
class StratumPlan:
    """One stratum: units N_h, interviews n_h, S_h, and revenue of all and of the drawn (``None``: n.d.)."""

    name: str
    side: Side
    certain: bool
    N: int
    n: int
    spread: float
    revenue: float | None
    drawn_revenue: float | None


@dataclass(frozen=True, slots=True)
class SidePlan:
    """One side of the market.

    Attributes:
        N: units. n: drawn. needed: by the margin, or asked for; ``n`` is larger where minima need more.
        by_margin: whether ``needed`` comes from the margin.
        basis: what S_h comes from. margin: half width that n gives for one number of the whole side, points.
    """

    side: Side
    N: int
    n: int
    needed: int
    by_margin: bool
    basis: Basis
    margin: float | None


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """A drawn sample.

    Attributes:
        frame: contract FRAME with its strata.
        ordered: everyone, in the random order of their stratum: ``unit_id``, ``role``, ``channel_id``, ``name``,
            ``stratum``, ``place`` (in the random order of the stratum), ``informants``, ``certain``, ``side``,
            ``status``, ``revenue``, ``contribution``.
        drawn: of these, who is to be interviewed. reserve: those who come next.
    """

    frame: pl.DataFrame
    ordered: pl.DataFrame
    drawn: pl.DataFrame
    reserve: pl.DataFrame
    strata: tuple[StratumPlan, ...]
    sides: tuple[SidePlan, ...]


def design_sample(frame: pl.DataFrame, *, request: SampleRequest) -> SampleDesign:
    """Stratify a frame, share the interviews among strata and draw.

    Args:
        frame: contract FRAME, in any order of rows.

    Source: METHOD §4.2.
    """
    method = request.method
    counts = dict(frame.select(side()).group_by("side").len().rows())
    needed = {its: _needed(counts.get(its, 0), request.sizes.get(its), method) for its in SIDES}
    units = stratify(frame, sizes=needed, method=method)
    strata = _strata(units)
    plans = {its: _allocated(strata.filter(pl.col("side") == its), its, needed[its], request) for its in SIDES}
    sizes = pl.DataFrame(
        [(its, name, n) for its in SIDES for name, n in plans[its][0].items()],
        schema={"side": pl.String, "stratum": pl.String, "wanted": pl.Int64}, orient="row",
    )  # fmt: skip
    ordered = _ordered(units, request).join(sizes, on=["side", "stratum"], maintain_order="left")
    place, wanted = pl.col("place"), pl.col("wanted")
    drawn = ordered.filter(place <= wanted).drop("wanted")
    left = ordered.filter((place > wanted) & (place <= wanted * (1 + method.reserve_factor))).drop("wanted")
    return SampleDesign(
        frame=frame.drop("stratum").join(units.select("unit_id", "stratum"), on="unit_id", maintain_order="left")
        .select(frame.columns),
        ordered=ordered.drop("wanted"),
        drawn=drawn,
        reserve=left,
        strata=_plans(strata, drawn, plans),
        sides=tuple(
            SidePlan(
                its, counts[its], n, needed[its], its not in request.sizes, plans[its][1],
                margin_of(n, counts[its], spread=method.score_spread, level=method.sample_level),
            )
            for its in SIDES
            if counts.get(its) and (n := drawn.filter(pl.col("side") == its).height) is not None
        ),
    )  # fmt: skip


def _needed(N: int, asked: int | None, method: Method) -> int:
    if asked is not None:
        return min(asked, N)
    return sample_size(N, spread=method.score_spread, margin=method.score_margin, level=method.sample_level)


def _strata(units: pl.DataFrame) -> pl.DataFrame:
    """Count each stratum: ``N``, revenue and its spread (0 in a stratum of one)."""
    revenue = pl.col("revenue").cast(pl.Float64)
    return (
        units.sort("unit_id")
        .group_by("side", "stratum", maintain_order=True)  # threads would add in an order of their own
        .agg(
            pl.len().cast(pl.Int64).alias("N"), pl.col("certain").all(), pl.col("channel_id").min(),
            revenue.std().fill_null(0.0).alias("spread"), revenue.is_null().any().alias("unknown"),
            revenue.sum().alias("revenue"), (pl.col("status") == "active").any().alias("active"),
        )
        .sort(pl.col("side").replace_strict({its: str(place) for place, its in enumerate(SIDES)}), "stratum")
    )  # fmt: skip


def _allocated(
    strata: pl.DataFrame, its: Side, needed: int, request: SampleRequest
) -> tuple[dict[str, int], Basis, dict[str, float]]:
    certain, rest = strata.filter("certain"), strata.filter(~pl.col("certain"))
    spreads, basis = _spreads(rest, its, request)
    given = allocate(
        rest["N"].to_list(), spreads, n=needed - int(certain["N"].sum()), minimum=request.method.cell_min
    )
    sizes = dict(certain.select("stratum", "N").rows()) | dict(zip(rest["stratum"], given, strict=True))
    return sizes, basis, dict(zip(rest["stratum"], spreads, strict=True))


def _spreads(rest: pl.DataFrame, its: Side, request: SampleRequest) -> tuple[list[float], Basis]:
    """Choose S_h: the answers of the last wave, else the spread of revenue, else one default for all."""
    default = request.method.score_spread
    channels = rest["channel_id"].to_list()
    if any((its, channel) in request.spreads for channel in channels):
        return [request.spreads.get((its, channel), default) for channel in channels], "last_wave"
    active = rest.filter("active")
    if not active["unknown"].any() and (active["spread"] > 0).any():
        return rest["spread"].to_list(), "revenue"
    return [default] * rest.height, "default"


def _ordered(units: pl.DataFrame, request: SampleRequest) -> pl.DataFrame:
    of_revenue = pl.col("revenue").cast(pl.Float64).clip(lower_bound=0.0)
    two = (of_revenue / of_revenue.sum().over("side") > request.method.two_informants_share).fill_null(False)
    return (
        in_random_order(units, seed=request.seed)
        .with_columns(
            (two & (pl.col("side") != "vendor")).cast(pl.Int64).add(1).alias("informants"),
        )
        .select(
            "unit_id", "role", "channel_id", "name", "stratum", "place", "informants", "certain", "side", "status",
            "revenue", "contribution",
        )
    )  # fmt: skip


def _plans(
    strata: pl.DataFrame, drawn: pl.DataFrame, plans: Mapping[Side, tuple[dict[str, int], Basis, dict[str, float]]]
) -> tuple[StratumPlan, ...]:
    heard = drawn.group_by("side", "stratum").agg(pl.col("revenue").cast(pl.Float64).sum()).rows()
    revenue = {(its, name): amount for its, name, amount in heard}
    return tuple(
        StratumPlan(
            name=row["stratum"],
            side=row["side"],
            certain=row["certain"],
            N=row["N"],
            n=plans[row["side"]][0][row["stratum"]],
            spread=plans[row["side"]][2].get(row["stratum"], 0.0),
            revenue=None if row["unknown"] else row["revenue"],
            drawn_revenue=None if row["unknown"] else revenue.get((row["side"], row["stratum"]), 0.0),
        )
        for row in strata.iter_rows(named=True)
    )
