"""Read a Parquet file: its types are kept, and checked against the contract later."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused, UnsafeInput
from tramite.store.limits import MAX_ROWS
from tramite.store.raw import RawTable, match_columns
from tramite.store.values import as_text

_UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def read_parquet(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read the columns of a Parquet file. Row numbers are those it would have as a sheet: the first row is 2.

    Raises:
        UnsafeInput: too many rows. InputRefused: damaged, or its columns are not those of the contract.
    """
    try:
        header = list(pl.read_parquet_schema(path))
        height = int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
    except _UNREADABLE as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    if height > MAX_ROWS:
        raise UnsafeInput(
            [Fault(file, "too_many_rows", value=str(height), hint=str(MAX_ROWS))], key="unsafe_input"
        )
    matched, faults = match_columns(header, contract, file=file)
    if faults:
        raise InputRefused(faults)
    try:
        frame = pl.read_parquet(path, glob=False)
    except _UNREADABLE as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    frame.columns = [str(name) for name in matched]
    faults = [
        Fault(file, "column_type", column=name, value=str(dtype))
        for name, dtype in frame.schema.items()
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object)
    ]
    if faults:
        raise InputRefused(faults)
    texts = [column.name for column in frame if column.dtype in (pl.String, pl.Categorical, pl.Enum)]
    frame = frame.with_columns(as_text(frame[name]) for name in texts)
    rows = pl.int_range(2, frame.height + 2, eager=True)
    return RawTable(contract=contract, file=file, frame=frame, rows=rows, decimal_mark="point")
