"""Read one file of a case: check its size, then read it as what its name says."""

from __future__ import annotations

from pathlib import Path

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.store.csv_reading import read_csv, read_csv_sheet
from tramite.store.limits import check_size
from tramite.store.parquet_reading import read_parquet, read_parquet_sheet
from tramite.store.raw import RawTable
from tramite.store.sheet import Layout, Sheet
from tramite.store.xlsx_reading import read_xlsx, read_xlsx_sheets

READERS = {".parquet": read_parquet, ".csv": read_csv, ".xlsx": read_xlsx}


def read_table(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read the rows of a file, without looking at their values.

    Args:
        path: ends in one of :data:`READERS`. contract: the table that the file should hold.
        file: name of the file, as a person knows it.

    Raises:
        UnsafeInput: it must not even be opened. InputRefused: all faults of the file as a whole.
        TramiteError: it cannot be opened.
    """
    try:
        check_size(path, file=file)
        return READERS[path.suffix.lower()](path, contract, file=file)
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error


def read_sheets(path: Path, layout: Layout, *, file: str) -> list[Sheet]:
    """Read a file of somebody else under its own column names: a sheet, or several of a workbook.

    Args:
        path: ends in one of :data:`READERS`. layout: where the table stands. file: as a person knows it.

    Raises:
        UnsafeInput: it must not even be opened. InputRefused: all faults of the file as a whole.
        TramiteError: it cannot be opened.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise InputRefused([Fault(file, "unknown_format", hint=", ".join(READERS))])
    try:
        check_size(path, file=file)
        if suffix == ".xlsx":
            return read_xlsx_sheets(path, layout, file=file)
        return [
            read_csv_sheet(path, layout, file=file) if suffix == ".csv" else read_parquet_sheet(path, file=file)
        ]
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error
