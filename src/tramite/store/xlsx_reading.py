"""Read one sheet of an XLSX workbook: numbers where a whole column holds number cells, text elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import fastexcel
import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.findings import Finding
from tramite.store.raw import RawTable, match_columns
from tramite.store.xlsx_scan import ErrorCell, scan


def read_xlsx(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read the sheet that is named as the contract, or the only one; its first filled row names the columns.

    Raises:
        UnsafeInput: the workbook passes a limit. InputRefused: damaged, no such sheet, columns that do not match.
    """
    error_cells = scan(path, file=file)
    try:
        workbook = fastexcel.read_excel(path)
        sheet = _sheet(workbook.sheet_names, contract, file)
        text, first = _text(workbook, sheet)
        head = _header_row(text, file)
        below = text[head + 1 :]
        frame = pl.DataFrame(list(_columns(workbook, sheet, below, head + 1)))
    except fastexcel.FastExcelError as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    errors = [replace(c, column=c.column - first) for c in error_cells.get(sheet, ()) if c.row > head + 1]
    broken = {cell.column for cell in errors}
    header = [text[head, i] or ("" if below[:, i].count() or i in broken else None) for i in range(text.width)]
    matched, faults = match_columns(header, contract, file=file)
    if faults:
        raise InputRefused(faults)
    rows = pl.int_range(head + 2, text.height + 1, eager=True)
    filled = below.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    filled |= rows.is_in([cell.row for cell in errors])
    kept = frame.select(pl.nth(i).alias(name) for i, name in enumerate(matched) if name is not None)
    rows = rows.filter(filled)
    found = tuple(_findings(errors, matched, rows))
    return RawTable(
        contract=contract, file=file, frame=kept.filter(filled), rows=rows, decimal_mark=None, findings=found
    )


def _sheet(sheets: Sequence[str], contract: Contract, file: str) -> str:
    for name in sheets:
        if name.strip().lower() == contract.name:
            return name
    if len(sheets) == 1:
        return sheets[0]
    raise InputRefused([Fault(file, "wrong_sheet", value=", ".join(sheets), hint=contract.name)])


def _text(workbook: fastexcel.ExcelReader, sheet: str) -> tuple[pl.DataFrame, int]:
    """Return all rows of a sheet as text, and the place of its first column (A is 0): empty ones are left out."""
    loaded = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    text = loaded.to_polars()
    if not text.width:
        return text, 0
    stripped = pl.all().str.strip_chars()
    return text.select(pl.when(stripped != "").then(stripped)), loaded.available_columns()[0].absolute_index


def _header_row(text: pl.DataFrame, file: str) -> int:
    if text.width:
        filled = text.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        head = filled.arg_max()
        if head is not None and filled[head]:
            return head
    raise InputRefused([Fault(file, "empty_file")])


def _columns(workbook: fastexcel.ExcelReader, sheet: str, text: pl.DataFrame, skip: int) -> Iterator[pl.Series]:
    """Yield each column: as numbers if all its cells are number cells, else as text.

    As text, «1.234» may be a number cell or the Italian writing of 1234: only the type of the cells tells.
    """
    if text.is_empty():
        yield from text
        return
    empty: dict[int | str, fastexcel.DType] = {i: "string" for i in range(text.width) if not text[:, i].count()}
    inferred = workbook.load_sheet(
        sheet, header_row=None, skip_rows=skip, schema_sample_rows=None, dtypes=empty
    ).to_polars()
    for as_text, cells in zip(text, inferred, strict=True):
        flags = as_text.is_in(["true", "false"]).any()  # the reader counts these as 1 and 0
        numeric = cells.dtype.is_numeric() and not flags and len(cells) == len(as_text)
        yield cells if numeric and cells.count() == as_text.count() else as_text


def _findings(errors: Sequence[ErrorCell], matched: Sequence[str | None], rows: pl.Series) -> Iterator[Finding]:
    for index, name in enumerate(matched):
        texts = {cell.row: cell.text for cell in errors if cell.column == index}
        if name is not None and texts:
            shown = rows.replace_strict(texts, default=None, return_dtype=pl.String)
            yield from Finding.where(shown.is_not_null(), kind="spreadsheet_error", column=name, values=shown)
