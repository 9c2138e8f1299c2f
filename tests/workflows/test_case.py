from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk
from tramite.store.ingest.partitions import Partitions
from tramite.workflows.case import open_case
from tramite.workflows.ingest import ingest_files

HEADER = "document_id,document_line,date,channel_id,partner_id,product_id,units,net_amount\n"
ROWS = (
    "F1,1,2024-03-05,shops,P001,K1,2,10.25\nF1,2,2024-03-05,shops,P002,K1,1,5\nF2,1,2024-04-01,shops,P001,K1,1,7\n"
)


def test_ingested_rows_give_the_statement_of_a_single_file(tmp_path: Path) -> None:
    case = CaseOnDisk(tmp_path / "case")
    case.write("case.toml", DEFINITION)
    case.write("books/partners.csv", PARTNERS)
    case.write("books/products.csv", PRODUCTS)
    sales = case.write("books/sell_in.csv", HEADER + ROWS)
    expected = open_case(case.path).income_statement()
    moved = sales.rename(tmp_path / "sell_in.csv")
    ingest_files(case.path, [moved], who="giulia", when=datetime(2024, 7, 1, tzinfo=UTC))
    opened = open_case(case.path)
    assert isinstance(opened.tables["sell_in"], Partitions)
    assert opened.income_statement().cells == expected.cells
    assert opened.income_statement().amount("shops", "net_sales") == 22.25

    case.write("books/partners.csv", "partner_id,channel_id\nP001,shops\n")
    without = open_case(case.path)
    assert len(without.tables["sell_in"]) == 2
    assert without.income_statement().amount("shops", "net_sales") == 17.25
