"""Strata of the draw: who is certain, who was lost, and the others by channel, size and area."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import numpy as np
import polars as pl

from tramite.kernel.method import Method
from tramite.voices.sampling.certainty import certainty_units
from tramite.voices.sampling.classes import size_limits
from tramite.voices.sampling.side import SIDES, Side, side

CERTAIN = "certain"
_SIZES = {1: ("",), 2: ("small", "large"), 3: ("small", "medium", "large")}
_SUFFIX: Mapping[Side, str] = {"partner": "", "customer": "-customers", "vendor": "-staff"}


def stratify(frame: pl.DataFrame, *, sizes: Mapping[Side, int], method: Method) -> pl.DataFrame:
    """Give each unit of the books, and of a list, its stratum; what a person wrote stays.

    1. Certainty stratum of a side: the active units that :func:`certainty_units` takes on the larger of their
       shares of revenue and of potential.
    2. Lost units, and those who never bought, are strata of their own in each channel: asking only who stayed
       tells why one stays.
    3. The rest: by channel, by size (:func:`size_limits` on revenue) and, where there is room, by area. There is
       room for one size class for every ``cell_min`` interviews of the channel, and for one area in each class for
       twice as many, so that the minima leave something to share; the largest areas stand alone, the others
       together.

    Args:
        frame: contract FRAME. sizes: interviews of each side.

    Returns: the frame with ``stratum`` and ``side``, ``share`` (x, 0–1), ``certain``.
    Source: METHOD §4.2a–b.
    """
    known = frame.sort("unit_id").with_columns(side())  # sums must not depend on the order of rows
    share = pl.max_horizontal(_share("revenue"), _share("potential")).fill_null(0.0)
    known = known.with_columns(share.alias("share"), pl.lit(False).alias("certain"))
    parts = [
        _side_strata(part, its, sizes[its], method)
        for its in SIDES
        if (part := known.filter(pl.col("side") == its)).height
    ]
    return pl.concat(parts)


def _share(name: str) -> pl.Expr:
    size = pl.col(name).cast(pl.Float64).clip(lower_bound=0.0)
    return size / size.sum().over("side")


def _side_strata(units: pl.DataFrame, its: Side, n: int, method: Method) -> pl.DataFrame:
    automatic = pl.col("origin").is_in(["books", "list"]).fill_null(False)
    fixed, free = units.filter(~automatic), units.filter(automatic).sort("unit_id")
    stem = pl.col("channel_id") + _SUFFIX[its]
    if its == "vendor":
        return pl.concat([fixed, free.with_columns(stratum=stem)])
    silent = free.filter(pl.col("status") != "active").with_columns(
        stratum=stem + "-" + pl.col("status").replace({"non_buyer": "non-buyers"})
    )
    active = free.filter(pl.col("status") == "active")
    certain = pl.Series(certainty_units(active["share"].to_numpy(), n=n), dtype=pl.Boolean)
    large = active.filter(certain).with_columns(certain=pl.lit(True), stratum=stem + f"-{CERTAIN}")
    rest = active.filter(~certain)
    room = max(n - large.height, 0) * rest.height / max(units.height - large.height, 1)
    cells = [
        _cells(channel, str(name) + _SUFFIX[its], room * channel.height / rest.height / method.cell_min, method)
        for (name,), channel in rest.group_by("channel_id", maintain_order=True)
    ]
    return pl.concat([fixed, large, *cells, silent])


def _cells(channel: pl.DataFrame, stem: str, room: float, method: Method) -> pl.DataFrame:
    """Divide the active units of a channel by size and area; ``room`` is how many minima its interviews hold."""
    size = channel["revenue"].cast(pl.Float64).to_numpy()
    limits = () if np.isnan(size).any() else size_limits(size, classes=min(method.size_classes, int(room)))
    names = _SIZES.get(len(limits) + 1) or tuple(f"size-{number}" for number in range(1, len(limits) + 2))
    of_size = pl.Series(
        [names[int(place)] for place in np.searchsorted(limits, size, side="right")], dtype=pl.String
    )
    of_area = _areas(channel["area"], int(room / 2 / len(names)))
    parts = pl.DataFrame({"size": of_size, "area": of_area}).with_columns(pl.all().replace("", None))
    named = parts.select(
        pl.concat_str(pl.lit(stem), "size", "area", separator="-", ignore_nulls=True).alias("stratum")
    )
    return channel.with_columns(named["stratum"])


def _areas(areas: pl.Series, groups: int) -> pl.Series:
    """Name the area of each unit: the largest ones by name, the others together; empty where there is no room."""
    counts = areas.drop_nulls().value_counts().sort(["count", areas.name], descending=[True, False])
    if groups < 2 or counts.height < 2:
        return pl.repeat("", len(areas), dtype=pl.String, eager=True)
    alone = counts[areas.name].to_list()[
        : groups if counts.height <= groups and not areas.has_nulls() else groups - 1
    ]
    return pl.Series([slug(area) if area in alone else "other" for area in areas], dtype=pl.String)


def slug(text: str) -> str:
    """Write a name with lower-case letters, digits and hyphens only."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"
