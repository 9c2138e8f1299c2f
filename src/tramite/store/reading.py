"""Read one file of a case: check its size, then read it as what its name says."""

from __future__ import annotations

from pathlib import Path

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.store.csv_reading import CsvFile, contract_layout, open_csv, read_csv
from tramite.store.limits import check_size
from tramite.store.parquet_reading import ParquetFile, open_parquet, read_parquet
from tramite.store.raw import RawTable
from tramite.store.sheet import Layout, Sheet, SheetPieces, WholeSheet
from tramite.store.xlsx_reading import read_xlsx, read_xlsx_sheets, read_xlsx_table

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
    """Read a file of somebody else whole, under its own column names: a sheet, or several of a workbook.

    Args, raises: as :func:`open_sheets`.
    """
    return [_whole(pieces) for pieces in open_sheets(path, layout, file=file)]


def _whole(pieces: SheetPieces) -> Sheet:
    if isinstance(pieces, CsvFile):
        return next(pieces.sheets(size=pieces.source.size))[0]
    if isinstance(pieces, ParquetFile):
        return next(pieces.sheets(rows=max(pieces.rows, 1)))[0]
    return next(pieces.sheets())[0]


def open_sheets(path: Path, layout: Layout, *, file: str) -> list[SheetPieces]:
    """Open a file of somebody else, to be read piece by piece: a sheet, or several of a workbook.

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
            return [WholeSheet(sheet) for sheet in read_xlsx_sheets(path, layout, file=file)]
        return [open_csv(path, layout, file=file) if suffix == ".csv" else open_parquet(path, file=file)]
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error


def open_table(path: Path, contract: Contract, *, file: str) -> SheetPieces:
    """Open a file whose columns are those of a contract, to be read piece by piece.

    Args, raises: as :func:`read_table`.
    """
    try:
        check_size(path, file=file)
        if path.suffix.lower() == ".xlsx":
            return WholeSheet(read_xlsx_table(path, contract, file=file))
        if path.suffix.lower() == ".csv":
            return open_csv(path, contract_layout(contract), file=file)
        return open_parquet(path, file=file, contract=contract)
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error
