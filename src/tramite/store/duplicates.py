"""Find rows whose key another row has: an earlier one of the same file, or one of another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.store.findings import Finding
from tramite.store.raw import RawTable
from tramite.store.values import Values, as_text

HOLDER = "held_by"  # of a table of taken keys: who has the key, in words


def duplicates(
    contract: Contract, columns: Mapping[str, Values], raw: RawTable, taken: pl.DataFrame | None
) -> Iterator[Finding]:
    """Find rows whose key an earlier row has; an empty part of a key is equal to another empty one.

    Args:
        columns: the values read. taken: keys of rows outside this file, and who holds them (:data:`HOLDER`).
    """
    names = [name for name in contract.key if name in columns]
    if not names:
        return
    found = _keyed(names, contract, columns, raw)
    again = found.filter(~found.select(pl.struct(names).is_first_distinct()).to_series())
    if not again.is_empty():
        first = found.join(again.select(names).unique(), on=names, how="semi", nulls_equal=True)
        first = first.unique(names, keep="first", maintain_order=True).rename({"__row": "__first"}).drop("__at")
        told = again.join(first, on=names, how="left", nulls_equal=True, maintain_order="left")
        yield _finding("duplicate_key", told["__at"], told["__first"].cast(pl.String), names, raw)
    if taken is not None and not taken.is_empty():
        absent = [pl.lit(None, taken.schema[name]).alias(name) for name in contract.key if name not in names]
        held = found.with_columns(absent).join(
            taken.unique(contract.key, keep="first", maintain_order=True),
            on=contract.key, how="inner", nulls_equal=True, maintain_order="left",
        )  # fmt: skip
        if not held.is_empty():
            yield _finding("duplicate_elsewhere", held["__at"], held[HOLDER], names, raw)


def _keyed(names: list[str], contract: Contract, columns: Mapping[str, Values], raw: RawTable) -> pl.DataFrame:
    """Return the key, position and row number of the rows whose key can be read."""
    keys = pl.DataFrame([columns[name].values.alias(name) for name in names])
    whole = pl.repeat(True, keys.height, eager=True)
    for name in names:  # a key that cannot be read is told as such
        if contract.by_name[name].required:
            whole &= keys[name].is_not_null()
        for problem in columns[name].problems:
            whole &= ~problem.mask.fill_null(False)
    return keys.with_columns(raw.rows.alias("__row")).with_row_index("__at").filter(whole)


def _finding(kind: str, at: pl.Series, hint: pl.Series, names: list[str], raw: RawTable) -> Finding:
    shown = raw.frame.select(pl.concat_str([as_given(raw.frame[n]).fill_null("") for n in names], separator=", "))
    return Finding(kind, ", ".join(names), at, shown.to_series().gather(at), hint)


def as_given(column: pl.Series) -> pl.Series:
    """Write a column as text, as near as can be to how it stands in its file."""
    return column if column.dtype == pl.String else as_text(column)
