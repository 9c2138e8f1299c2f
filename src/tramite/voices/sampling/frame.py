"""The sampling frame: what the books know of each unit, beside what a person wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.method import Method

_MONEY = pl.Decimal(18, 4)
_TEXTS = ("role", "channel_id", "name", "area")
_FACTS = ("revenue", "contribution", "status")
_AUTOMATIC = "auto"  # until the strata are known; the contract wants a word


@dataclass(frozen=True, slots=True)
class FrameUpdate:
    """A frame brought up to date, and what changed.

    Attributes:
        frame: contract FRAME, rows that were there first and in their order.
        added: new units from the books. updated: units whose revenue, contribution or status changed.
        gone: units of an earlier frame that the books no longer list; they stay, as lost.
        by_hand: units that only a person listed.
    """

    frame: pl.DataFrame
    added: int
    updated: int
    gone: int
    by_hand: int


def update_frame(written: pl.DataFrame, units: Sequence[pl.DataFrame], *, method: Method) -> FrameUpdate:
    """Bring a frame up to date with the books; no row is lost.

    Of a unit that the books know, revenue, contribution and status are the books'. Role, channel, name, area and
    stratum stay as they stand in the frame; potential too, unless the row is the books' own. Of a row with the
    stratum ``auto`` the draw finds the stratum.

    Args:
        written: contract FRAME, as it stands; without rows if there is none.
        units: from the books: ``unit_id``, ``role``, ``channel_id``, ``name``, ``area``, ``revenue``,
            ``contribution``, ``category_sales``, ``status``.

    Raises:
        InputRefused: an id belongs to a partner and to a customer.
    """
    listed = _listed(units, written, method)
    by_list = pl.when(pl.col("stratum") == _AUTOMATIC).then(pl.lit("list"))
    known = written.with_columns(pl.coalesce("origin", by_list).alias("origin")).join(
        listed.rename(lambda name: name if name == "unit_id" else f"new_{name}"),
        on="unit_id", how="left", maintain_order="left",
    )  # fmt: skip
    found, own = pl.col("new_status").is_not_null(), (pl.col("origin") == "books").fill_null(False)
    potential = (
        pl.when(own)
        .then(pl.coalesce("new_potential", "potential"))
        .otherwise(pl.coalesce("potential", "new_potential"))
    )
    gone = ~found & own & (pl.col("status") != "lost") & pl.lit(listed.height > 0)
    updated = known.with_columns(
        *(pl.coalesce(name, f"new_{name}").alias(name) for name in _TEXTS),
        *(pl.when(found).then(f"new_{name}").otherwise(name).alias(name) for name in _FACTS),
        potential.alias("potential"), gone.alias("gone"),
    ).with_columns(pl.when("gone").then(pl.lit("lost")).otherwise("status").alias("status"))  # fmt: skip
    changed = pl.any_horizontal(
        pl.col(f"new_{name}").is_not_null() & pl.col(f"new_{name}").ne_missing(pl.col(name)) for name in _FACTS
    )
    fresh = listed.join(written, on="unit_id", how="anti", maintain_order="left").sort("unit_id")
    return FrameUpdate(
        frame=pl.concat([updated.select(written.columns), fresh.select(written.columns)]),
        added=fresh.height,
        updated=known.filter(found & changed).height,
        gone=updated.filter("gone").height,
        by_hand=known.filter(~found & ~own).height,
    )


def _listed(units: Sequence[pl.DataFrame], written: pl.DataFrame, method: Method) -> pl.DataFrame:
    columns = [*_TEXTS, *_FACTS, "potential", "stratum", "origin"]
    if not units:
        return written.clear().select("unit_id", *columns)
    both = pl.concat(units, how="vertical_relaxed").with_columns(
        pl.col("revenue", "contribution", "category_sales").cast(_MONEY)
    )
    twice = both.filter(pl.col("unit_id").is_duplicated())["unit_id"].unique().sort()
    if len(twice):
        raise InputRefused(Fault("books", "unit_twice", column="unit_id", value=unit) for unit in twice.head(20))
    return both.with_columns(
        _potential(method).alias("potential"), pl.lit(_AUTOMATIC).alias("stratum"), pl.lit("books").alias("origin")
    ).select("unit_id", *columns)


def _potential(method: Method) -> pl.Expr:
    """Return attainable sales: category sales × the share that one like unit in five already gives us.

    Like units are those of the channel that tell their category sales; fewer than ``cell_min`` tell nothing.
    Never below today's revenue (METHOD §3.10).
    """
    share = pl.col("revenue").cast(pl.Float64) / pl.col("category_sales").cast(pl.Float64)
    tells = pl.col("category_sales") > 0
    reached = pl.when(tells).then(share).clip(0.0, 1.0)
    attainable = reached.quantile(method.attainable_percentile, "linear").over("channel_id")
    enough = tells.sum().over("channel_id") >= method.cell_min
    potential = (attainable * pl.col("category_sales").cast(pl.Float64)).round(4).cast(_MONEY)
    return pl.when(tells & enough).then(pl.max_horizontal(potential, "revenue"))
