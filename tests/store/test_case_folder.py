from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.store.case_on_disk import CaseOnDisk
from tramite.kernel.errors import CaseNotFound
from tramite.store.case_folder import load_case

HEADER = ["document_id", "document_line", "date", "channel_id", "partner_id", "product_id", "units", "net_amount"]
CSV = (
    ";".join(HEADER) + "\n"
    "1001;1;31/01/2024;shops;P001;K1;2,5;1.234,56\n"
    "1002;1;01/02/2024;shops;P002;K1;3;-0,0001\n"
)  # fmt: skip
ROWS = [
    ["1001", 1, date(2024, 1, 31), "shops", "P001", "K1", 2.5, Decimal("1234.56")],
    ["1002", 1, date(2024, 2, 1), "shops", "P002", "K1", 3.0, Decimal("-0.0001")],
]


def test_the_same_table_is_equal_from_csv_xlsx_and_parquet(case: CaseOnDisk) -> None:
    path = case.write("books/sell_in.csv", CSV)
    from_csv = case.load()
    path.unlink()
    numbers = [[*row[:1], *row[1:7], float(str(row[7]))] for row in ROWS]
    path = case.write_sheets("books/sell_in.xlsx", {"any name": [HEADER, *numbers]})
    from_xlsx = case.load()
    path.unlink()
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(case.path / "books/sell_in.parquet")
    from_parquet = case.load()
    assert from_csv.frame("sell_in")["net_amount"].to_list() == [Decimal("1234.56"), Decimal("-0.0001")]
    assert_frame_equal(from_csv.frame("sell_in"), from_xlsx.frame("sell_in"))
    assert_frame_equal(from_csv.frame("sell_in"), from_parquet.frame("sell_in"))
    assert (from_csv.faults, from_xlsx.faults, from_parquet.faults) == ((), (), ())
    assert from_parquet.origins == {
        "partners": "books/partners.csv", "products": "books/products.csv", "sell_in": "books/sell_in.parquet",
    }  # fmt: skip


def test_number_cells_serve_as_ids(case: CaseOnDisk) -> None:
    case.write_sheets("books/products.xlsx", {"products": [["product_id"], [1001], [1002]]})
    (case.path / "books/products.csv").unlink()
    assert case.load().frame("products")["product_id"].to_list() == ["1001", "1002"]


def test_faults_of_all_files_are_told_at_once(case: CaseOnDisk) -> None:
    case.write("case.toml", "vendor = 'x'\ncurrency = 'EUR'\nas_of = 2024-12-31\nname = { en = 'a', it = 'b' }\n")
    case.write("books/partners.csv", "partner_id\nP001\n")
    case.write("books/products.xlsx", b"no workbook")
    (case.path / "books/products.csv").unlink()
    case.write("books/sellin.csv", CSV)
    case.write("books/frame.csv", "unit_id\n")
    case.write("voices/sample.txt", "unit_id\n")
    case.write("voices/interviews.csv", "")
    case.write("books/stock.csv", "month,partner_id,product_id,units\n2024-01,P001,K1,bad\n")
    case.write("books/stock.parquet", b"x")
    case.write("alternatives/close.toml", "a = ")
    assert case.refusal() == [
        "'case.toml', column 'channels': this setting is required",
        "'books/frame.csv': this table belongs in the folder voices/",
        "'books/sellin.csv': no table has this name; similar names: sell_in",
        "'books/stock.parquet': the same table is also in 'books/stock.csv'; expected one file for each table",
        "'voices/sample.txt': expected a file that ends in .parquet, .csv, .xlsx",
        "'books/partners.csv', column 'channel_id': this column is required and the file does not have it",
        "'books/products.xlsx': the file cannot be read as what its name says; it may be damaged or "
        "protected by a "
        "password: save it again",
        "'voices/interviews.csv': the file is empty; expected a first row with the names of the columns",
        "'alternatives/close.toml', row 1: expected valid TOML here; a quotation mark, bracket or equals "
        "sign may be "
        "missing",
    ]


def test_notes_hidden_files_mappings_and_instruments_are_left_alone(case: CaseOnDisk) -> None:
    for file in (
        "books/mapping/sap.toml",
        "books/notes.md",
        "books/.hidden",
        "books/~$sell_in.xlsx",
        "voices/instrument.xlsx",
    ):
        case.write(file, "x")
    assert set(case.load().tables) == {"partners", "products"}


def test_alternatives_are_read_by_the_name_of_their_file(case: CaseOnDisk) -> None:
    case.write("alternatives/close-web.toml", "[[levers]]\nkind = 'close-channel'\n")
    assert case.load().alternatives == {"close-web": {"levers": [{"kind": "close-channel"}]}}


def test_progress_hears_of_each_table(case: CaseOnDisk) -> None:
    heard: list[str] = []
    load_case(case.path, progress=heard.append)
    assert sorted(heard) == ["partners", "products"]


def test_refused_rows_are_counted_for_every_table(case: CaseOnDisk) -> None:
    case.write("books/sell_in.csv", CSV.replace("P002", "P999"))
    folder = case.load()
    assert {name: frame.height for name, frame in folder.refused.items()} == {
        "partners": 0,
        "products": 0,
        "sell_in": 1,
    }
    assert folder.frame("sell_in").height == 1


@pytest.mark.parametrize("content", [b"PAR1 not really PAR1", b"x"])
def test_a_damaged_parquet_file_is_told(case: CaseOnDisk, content: bytes) -> None:
    case.write("books/stock.parquet", content)
    assert case.refusal() == [
        "'books/stock.parquet': the file cannot be read as what its name says; it may be damaged or "
        "protected by a "
        "password: save it again"
    ]


def test_nested_columns_of_a_parquet_file_are_refused(case: CaseOnDisk) -> None:
    pl.DataFrame({"product_id": [["K1"]]}).write_parquet(case.path / "books/products.parquet")
    (case.path / "books/products.csv").unlink()
    assert case.refusal() == [
        "'books/products.parquet', column 'product_id': found 'List(String)', "
        "expected a column of plain values: text, numbers or dates"
    ]


def test_a_folder_without_definition_is_not_a_case(tmp_path: Path) -> None:
    with pytest.raises(CaseNotFound) as caught:
        load_case(tmp_path)
    assert caught.value.say() == (
        f"There is no case in '{tmp_path}': a case is a folder that holds case.toml. To begin one: "
        f"tramite new {tmp_path}"
    )
