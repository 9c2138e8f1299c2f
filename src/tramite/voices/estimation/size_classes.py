"""Classes of size across the strata of a domain, so that answers speak for units of like size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Sizes = NDArray[np.float64]


def cut_by_size(people: pl.DataFrame, *, heard: Sequence[str], by: str, least: int) -> pl.DataFrame:
    """Put the units of each domain into classes of size with enough answers in each.

    The open strata of a domain (not heard in full) are taken together and cut where their size halves, or as
    near as leaves ``least`` answers on each side, and the parts again in the same way. A large unit that
    nobody heard is then spoken for by others of its size, whatever stratum it was drawn from, and it matters
    less whether large or small ones happened to answer (post-stratification; Holt & Smith 1979). Strata heard
    in full stay as they are. Sizes come from the frame: the cut knows who answered, not what.

    Args:
        people: one row per unit: ``unit_id``, ``domain``, ``stratum`` of the draw, and the size.
        heard: units that answered.
        by: column of the size (``revenue``, ``potential``); one that is not known counts as the mean of its
            stratum.
        least: answers on each side of a cut (the method's ``size_class_min``).

    Returns: ``people``, same order, ``stratum`` replaced by the class («#1» is the smallest) and ``design`` added:
    the weight N_h/n_h of the draw, which stays within the class (1.0 where nobody was heard).

    Source: METHOD §3.2.1–2; ADR 13, with the study of coverage.
    """
    keys = ["domain", "stratum"]
    size = pl.col(by).cast(pl.Float64).clip(lower_bound=0.0)
    table = people.with_row_index("_row").with_columns(
        size.fill_null(size.mean().over(keys)).fill_null(0.0).alias("_size"),
        pl.col("unit_id").is_in(list(heard)).alias("_heard"),
    )
    answered = pl.col("_heard").sum().over(keys)
    table = table.with_columns(
        pl.when(answered > 0).then(pl.len().over(keys) / answered).otherwise(1.0).alias("design"),
        (answered < pl.len().over(keys)).alias("_open"),
    )
    carries = pl.col("_heard") & pl.col(by).is_not_null() & (pl.col("_size") > 0)
    named = [_classes(part, least) for part in table.with_columns(carries.alias("_heard")).partition_by("domain")]
    return pl.concat(named).sort("_row").drop("_row", "_size", "_heard", "_open") if named else (
        people.with_columns(pl.lit(1.0).alias("design"))
    )  # fmt: skip


def _classes(domain: pl.DataFrame, least: int) -> pl.DataFrame:
    open_units = domain.filter("_open")
    bounds = _bounds(open_units["_size"].to_numpy(), open_units.filter("_heard")["_size"].to_numpy(), least)
    place = pl.Series(np.searchsorted(np.array(bounds), domain["_size"].to_numpy()) + 1)
    return domain.with_columns(
        pl.when("_open").then(pl.format("#{}", place)).otherwise("stratum").alias("stratum")
    )


def _bounds(sizes: Sizes, heard: Sizes, least: int) -> list[float]:
    """Return the sizes at which to cut, ascending; a unit as large as a bound falls below it."""
    cut = _cut(np.sort(sizes), np.sort(heard), least) if 2 * least <= len(heard) < len(sizes) else None
    if cut is None:
        return []
    low, high = sizes <= cut, sizes > cut
    return [
        *_bounds(sizes[low], heard[heard <= cut], least), cut, *_bounds(sizes[high], heard[heard > cut], least)
    ]  # fmt: skip


def _cut(sizes: Sizes, heard: Sizes, least: int) -> float | None:
    """Find the bound nearest to half of the size, between two answers of unlike size."""
    middle = sizes[np.searchsorted(np.cumsum(sizes), sizes.sum() / 2)]
    places = np.arange(least, len(heard) - least + 1)
    places = places[heard[places - 1] < heard[places]]
    if not len(places):
        return None
    place = places[np.abs(places - np.searchsorted(heard, middle)).argmin()]
    return float((heard[place - 1] + heard[place]) / 2)
