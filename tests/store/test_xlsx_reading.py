from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.store.case_on_disk import CaseOnDisk
from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store.xlsx_reading import read_xlsx

STOCK = CONTRACTS["stock"]
HEADER = ["month", "partner_id", "product_id", "units"]


def test_read_xlsx_counts_rows_and_columns_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "stock.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Stock")
        sheet.write_row(2, 1, HEADER)
        sheet.write_row(4, 1, ["2024-01", "P001", 1001, 2.5])
        sheet.write_row(7, 1, ["2024-01", "P002", 1002, 3])
        sheet.write_formula(7, 4, "=1/0", None, "#DIV/0!")
    raw = read_xlsx(path, STOCK, file="stock.xlsx")
    assert raw.rows.to_list() == [5, 8]
    assert raw.frame.rows() == [("2024-01", "P001", 1001.0, 2.5), ("2024-01", "P002", 1002.0, None)]
    (finding,) = raw.findings
    assert (finding.kind, finding.column, finding.at.to_list(), finding.values.to_list()) == (
        "spreadsheet_error", "units", [1], ["#DIV/0!"],
    )  # fmt: skip


def test_an_error_cell_refuses_its_row_even_where_a_value_may_be_missing(case: CaseOnDisk) -> None:
    path = case.path / "books/stock.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("stock")
        sheet.write_row(0, 0, [*HEADER, "cost_amount"])
        sheet.write_row(1, 0, ["2024-01", "P001", "K1", 2, 10])
        sheet.write_row(2, 0, ["2024-02", "P001", "K1", 2])
        sheet.write_formula(2, 4, '=VLOOKUP(1,A:A,2)&"<"', None, "#N/A")
    assert case.faults() == [
        "'books/stock.xlsx', row 3, column 'cost_amount': found '#N/A', this cell holds an error of the "
        "spreadsheet; "
        "expected a value, or an empty cell"
    ]


def test_numbers_kept_as_text_are_read_only_if_they_are_clear(case: CaseOnDisk) -> None:
    rows = [
        [f"2024-0{n + 1}", "P001", "K1", units] for n, units in enumerate(["1.234,56", "1.234", 1.234, "12,5"])
    ]
    case.write_sheets("books/stock.xlsx", {"stock": [HEADER, *rows]})
    folder = case.load()
    assert folder.frame("stock")["units"].to_list() == [1234.56, 12.5]
    assert [(fault.row, fault.kind) for fault in folder.faults] == [
        (3, "ambiguous_number"),
        (4, "ambiguous_number"),
    ]


def test_a_truth_value_among_numbers_is_not_one(case: CaseOnDisk) -> None:
    case.write_sheets(
        "books/stock.xlsx", {"stock": [HEADER, ["2024-01", "P001", "K1", True], ["2024-02", "P001", "K1", 2]]}
    )
    assert [(fault.row, fault.value, fault.kind) for fault in case.load().faults] == [(2, "true", "not_a_number")]


def test_a_date_with_a_time_of_day_is_refused(case: CaseOnDisk) -> None:
    rows = [[datetime(2024, 1, 31), "P001", "K1", 1], [datetime(2024, 2, 1, 10, 30), "P001", "K1", 1]]  # noqa: DTZ001
    case.write_sheets("books/stock.xlsx", {"stock": [HEADER, *rows]})
    assert [(fault.row, fault.value, fault.kind) for fault in case.load().faults] == [
        (3, "2024-02-01 10:30:00", "not_a_month")
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut short", b"not a workbook at all"])
def test_read_xlsx_refuses_what_is_not_a_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputRefused) as caught:
        read_xlsx(path, STOCK, file="stock.xlsx")
    assert [fault.say() for fault in caught.value.faults] == [
        "'stock.xlsx': the file cannot be read as what its name says; it may be damaged or protected by "
        "a password: "
        "save it again"
    ]


def test_read_xlsx_refuses_an_empty_sheet(tmp_path: Path) -> None:
    path = tmp_path / "stock.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    with pytest.raises(InputRefused) as caught:
        read_xlsx(path, STOCK, file="stock.xlsx")
    assert [fault.kind for fault in caught.value.faults] == ["empty_file"]
