"""The values of a column once read, and what could not be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Problem:
    """Rows whose value cannot be read: ``kind`` of fault, boolean mask, and what fills its sentence."""

    kind: str
    mask: pl.Series
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """A column in the type of its contract: null where nothing stood, or where a problem is told."""

    values: pl.Series
    problems: tuple[Problem, ...] = ()

    def after(self, problems: Iterable[Problem]) -> Values:
        """Put other problems before these."""
        return Values(self.values, (*problems, *self.problems))

    @classmethod
    def refusing(cls, column: pl.Series, problem: Problem, dtype: pl.DataType) -> Values:
        """Return a column of which nothing can be read."""
        return cls(pl.repeat(None, len(column), dtype=dtype, eager=True), (problem,))


@dataclass(frozen=True, slots=True)
class Different:
    """The different values of a column, for what is dear to read and comes again and again.

    Attributes:
        text: each value once; no null is among them. places: for each row, where its value is; null where none is.
        counts: how many rows hold each value.
    """

    text: pl.Series
    places: pl.Series
    counts: pl.Series

    @classmethod
    def of(cls, text: pl.Series) -> Self:
        """Find the different values of a column of text."""
        encoded = pc.dictionary_encode(text.to_arrow())
        different, places = pl.Series(encoded.dictionary, dtype=pl.String), pl.Series(encoded.indices)
        return cls(different, places, pl.Series(np.bincount(places.drop_nulls(), minlength=len(different))))

    def spread(self, read: Values) -> Values:
        """Give what was read of each different value to the rows that hold it."""
        problems = (Problem(p.kind, self._told(p.mask), p.hint) for p in read.problems)
        return Values(read.values.gather(self.places), tuple(problems))

    def _told(self, mask: pl.Series) -> pl.Series:
        if not mask.any():
            return pl.repeat(False, len(self.places), eager=True)
        return mask.gather(self.places).fill_null(False)


def without(values: pl.Series, *masks: pl.Series) -> pl.Series:
    """Put null where any of the masks is true."""
    keep = pl.repeat(True, len(values), eager=True)
    for mask in masks:
        keep &= ~mask.fill_null(False)
    return values.zip_with(keep, pl.repeat(None, len(values), dtype=values.dtype, eager=True))


def as_text(column: pl.Series) -> pl.Series:
    """Write a column as text, stripped, empty as null: whole numbers without decimals («1001», not «1001.0»)."""
    if column.dtype.is_float():
        finite = column.fill_nan(None)
        whole = (finite == finite.round(0)) & (finite.abs() < 2.0**53)
        digits = without(finite, ~whole).cast(pl.Int64).cast(pl.String)
        return digits.zip_with(whole.fill_null(True), finite.cast(pl.String))
    if column.dtype != pl.String:
        column = column.cast(pl.String, strict=False)
    stripped = column.str.strip_chars()
    return without(stripped, stripped == "")
