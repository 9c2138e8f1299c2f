"""Find rows whose key another row has: an earlier one of the same file, or one of another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from tramite.kernel.contracts import Contract
from tramite.store.columns import DTYPES
from tramite.store.findings import Finding
from tramite.store.raw import RawTable
from tramite.store.values import Values, as_text
from tramite.store.walk import Walk, hashes_of

HOLDER = "held_by"  # of a table of taken keys: who has the key, in words


def duplicates(contract: Contract, columns: Mapping[str, Values], raw: RawTable, walk: Walk) -> Iterator[Finding]:
    """Find rows whose key an earlier row has; an empty part of a key is equal to another empty one.

    Only rows whose key has the hash of another are compared; a walk over pieces learns these hashes first.

    Args:
        columns: the values read. walk: knows the rows before these, and the keys of rows outside this file.
    """
    names = [name for name in contract.key if name in columns]
    if not names:
        return
    keyed = _keyed(names, contract, columns, raw)
    hashes = hashes_of(keyed, contract.key)
    suspects = walk.note(hashes)
    if not len(suspects):
        return
    found = keyed.filter(pl.Series(np.isin(hashes, suspects)))
    firsts = found.select(*contract.key, pl.col("__row").alias("__first"))
    firsts = firsts if walk.seen is None else pl.concat([walk.seen, firsts])
    walk.seen = firsts.unique(contract.key, keep="first", maintain_order=True)
    told = found.join(walk.seen, on=contract.key, how="left", nulls_equal=True, maintain_order="left")
    told = told.filter(pl.col("__row") != pl.col("__first"))
    if not told.is_empty():
        yield _finding("duplicate_key", told["__at"], told["__first"].cast(pl.String), names, raw)
    if walk.taken is not None:
        if walk.held is None:
            walk.held = walk.taken.rows(suspects).unique(contract.key, keep="first", maintain_order=True)
        held = found.join(walk.held, on=contract.key, how="inner", nulls_equal=True, maintain_order="left")
        if not held.is_empty():
            yield _finding("duplicate_elsewhere", held["__at"], held[HOLDER], names, raw)


def _keyed(names: list[str], contract: Contract, columns: Mapping[str, Values], raw: RawTable) -> pl.DataFrame:
    """Return the key, position and row number of the rows whose key can be read."""
    parts = [
        columns[name].values.alias(name)
        if name in names
        else pl.repeat(None, len(raw.rows), dtype=DTYPES[contract.by_name[name].kind], eager=True).alias(name)
        for name in contract.key
    ]
    unreadable = [problem.mask.fill_null(False) for name in names for problem in columns[name].problems]
    unreadable += [columns[name].values.is_null() for name in names if contract.by_name[name].required]
    keys = pl.DataFrame([*parts, raw.rows.alias("__row")]).with_row_index("__at")
    unreadable = [mask for mask in unreadable if mask.any()]  # a key that cannot be read is told as such
    return keys.filter(~pl.any_horizontal(unreadable)) if unreadable else keys


def _finding(kind: str, at: pl.Series, hint: pl.Series, names: list[str], raw: RawTable) -> Finding:
    given = raw.frame.select(names)[at]
    shown = given.select(pl.concat_str([as_given(given[n]).fill_null("") for n in names], separator=", "))
    return Finding(kind, ", ".join(names), at, shown.to_series(), hint)


def as_given(column: pl.Series) -> pl.Series:
    """Write a column as text, as near as can be to how it stands in its file."""
    return column if column.dtype == pl.String else as_text(column)
