"""Read a Parquet file: its types are kept, and checked against the contract later."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused, UnsafeInput
from tramite.store.limits import MAX_ROWS
from tramite.store.raw import RawTable, match_columns
from tramite.store.sheet import Sheet, as_contract, numbered
from tramite.store.values import as_text

_UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def read_parquet(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read a Parquet file whose columns are those of a contract.

    Raises:
        UnsafeInput: too many rows. InputRefused: damaged, or its columns are not those of the contract.
    """
    return as_contract(read_parquet_sheet(path, file=file, contract=contract), contract)


def read_parquet_sheet(path: Path, *, file: str, contract: Contract | None = None) -> Sheet:
    """Read a Parquet file under its own column names. The first row is 2, as it would be in a sheet.

    Args:
        contract: refuse the file by its names alone, before its values are read.

    Raises:
        UnsafeInput: too many rows. InputRefused: damaged, or columns of lists and the like.
    """
    header = _header(path, file)
    if contract is not None:
        _, faults = match_columns(header, contract, file=file)
        if faults:
            raise InputRefused(faults)
    try:
        frame = pl.read_parquet(path, glob=False)
    except _UNREADABLE as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    faults = [
        Fault(file, "column_type", column=name.strip().lower(), value=str(dtype))
        for name, dtype in frame.schema.items()
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object)
    ]
    if faults:
        raise InputRefused(faults)
    frame = numbered(frame)
    texts = [column.name for column in frame if column.dtype in (pl.String, pl.Categorical, pl.Enum)]
    frame = frame.with_columns(as_text(frame[name]) for name in texts)
    rows = pl.int_range(2, frame.height + 2, eager=True)
    return Sheet(file=file, header=tuple(header), frame=frame, rows=rows, decimal_mark="point")


def _header(path: Path, file: str) -> list[str]:
    try:
        header = list(pl.read_parquet_schema(path))
        height = int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
    except _UNREADABLE as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    if height > MAX_ROWS:
        raise UnsafeInput(
            [Fault(file, "too_many_rows", value=str(height), hint=str(MAX_ROWS))], key="unsafe_input"
        )
    return header
