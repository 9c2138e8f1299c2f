"""Read the sheets of an XLSX workbook: numbers where a whole column holds number cells, text elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import fastexcel
import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.findings import Finding
from tramite.store.names import plain
from tramite.store.raw import RawTable
from tramite.store.sheet import HEADER_WITHIN, Layout, Sheet, as_contract, header_place, numbered
from tramite.store.xlsx_scan import ErrorCell, scan


def read_xlsx(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read the table of a contract; raises as :func:`read_xlsx_table`, and for columns that do not match."""
    return as_contract(read_xlsx_table(path, contract, file=file), contract)


def read_xlsx_table(path: Path, contract: Contract, *, file: str) -> Sheet:
    """Read the sheet that is named as the contract, or the only one; its first filled row names the columns.

    Raises:
        UnsafeInput: the workbook passes a limit. InputRefused: damaged, no such sheet, an empty one.
    """
    error_cells = scan(path, file=file)
    names = list(error_cells)
    named = next((name for name in names if name.strip().lower() == contract.name), None)
    if named is None and len(names) != 1:
        raise InputRefused([Fault(file, "wrong_sheet", value=", ".join(names), hint=contract.name)])
    layout = Layout(names=frozenset(map(plain, contract.by_name)))
    return _read_sheet(path, named or names[0], error_cells, layout, file)


def read_xlsx_sheets(path: Path, layout: Layout, *, file: str) -> list[Sheet]:
    """Read the sheets of a workbook whose name fits the pattern of ``layout``, under their own column names.

    Raises:
        UnsafeInput: the workbook passes a limit. InputRefused: damaged, no such sheet, an empty one.
    """
    error_cells = scan(path, file=file)
    names = [name for name in error_cells if layout.sheet is None or fnmatchcase(name.strip(), layout.sheet)]
    if not names or (layout.sheet is None and len(names) > 1):
        raise InputRefused([Fault(file, "choose_sheet", hint=", ".join(error_cells))])
    return [
        _read_sheet(path, name, error_cells, layout, file if layout.sheet is None else f"{file} [{name}]")
        for name in names
    ]


def _read_sheet(
    path: Path, name: str, error_cells: Mapping[str, Sequence[ErrorCell]], layout: Layout, file: str
) -> Sheet:
    try:
        workbook = fastexcel.read_excel(path)
        text, first = _text(workbook, name)
        head = _header_row(text, layout, file)
        below = text[head + 1 :]
        frame = pl.DataFrame(list(_columns(workbook, name, below, head + 1)))
    except fastexcel.FastExcelError as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    errors = [replace(c, column=c.column - first) for c in error_cells.get(name, ()) if c.row > head + 1]
    broken = {cell.column for cell in errors}
    rows = pl.int_range(head + 2, text.height + 1, eager=True)
    filled = below.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    filled |= rows.is_in([cell.row for cell in errors])
    rows = rows.filter(filled)
    return Sheet(
        file=file,
        header=tuple(
            text[head, i] or ("" if below[:, i].count() or i in broken else None) for i in range(text.width)
        ),
        frame=numbered(frame).filter(filled),
        rows=rows,
        decimal_mark=None,
        findings=tuple(_findings(errors, text.width, rows)),
    )


def _text(workbook: fastexcel.ExcelReader, sheet: str) -> tuple[pl.DataFrame, int]:
    """Return all rows of a sheet as text, and the place of its first column (A is 0): empty ones are left out."""
    loaded = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    text = loaded.to_polars()
    if not text.width:
        return text, 0
    stripped = pl.all().str.strip_chars()
    return text.select(pl.when(stripped != "").then(stripped)), loaded.available_columns()[0].absolute_index


def _header_row(text: pl.DataFrame, layout: Layout, file: str) -> int:
    if text.width:
        filled = text.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        head = filled.arg_max()
        if head is not None and filled[head]:
            place = header_place(text[: head + HEADER_WITHIN].rows(), layout)
            if place >= text.height or not filled[place]:
                raise InputRefused([Fault(file, "no_header", place + 1)])
            return place
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


def _findings(errors: Sequence[ErrorCell], width: int, rows: pl.Series) -> Iterator[Finding]:
    for place in range(width):
        texts = {cell.row: cell.text for cell in errors if cell.column == place}
        if texts:
            shown = rows.replace_strict(texts, default=None, return_dtype=pl.String)
            yield from Finding.where(
                shown.is_not_null(), kind="spreadsheet_error", column=str(place), values=shown
            )
