"""Write a table as the file that a person asks for: CSV, Excel or Parquet, by the name's ending."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polars as pl
import xlsxwriter

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.outputs import disarmed, save_bytes

EXCEL_ROWS = 1_048_575  # below the header
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def save_export(path: Path, frame: pl.DataFrame) -> Path:
    """Write a table; text that a spreadsheet would run as a formula is disarmed. Returns the path.

    Raises:
        InputRefused: the ending is none of .csv, .xlsx, .parquet, or the table has more rows than Excel takes.
        TramiteError: the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        raise InputRefused([Fault(path.name, "unknown_format", hint=", ".join(_WRITERS))])
    if suffix == ".xlsx" and frame.height > EXCEL_ROWS:
        raise InputRefused([Fault(path.name, "too_many_rows", value=str(frame.height), hint=str(EXCEL_ROWS))])
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return save_bytes(path, _WRITERS[suffix](frame.with_columns(disarmed(name) for name in texts)))


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv(include_bom=True).encode()


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _xlsx(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _SAFE) as book:
        frame.write_excel(book, autofit=True, freeze_panes=(1, 0))
    return buffer.getvalue()


_WRITERS: dict[str, Callable[[pl.DataFrame], bytes]] = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
