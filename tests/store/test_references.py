from __future__ import annotations

from tests.store.case_on_disk import CaseOnDisk
from tramite.kernel.tables import CONTRACTS
from tramite.store.references import reading_order

STOCK = "month,partner_id,product_id,units\n"


def test_reading_order_puts_each_table_after_those_it_refers_to() -> None:
    order = reading_order()
    assert sorted(order) == sorted(CONTRACTS)
    for name, contract in CONTRACTS.items():
        for column in contract.columns:
            if column.refers_to and not column.refers_to.startswith("case."):
                assert order.index(column.refers_to.split(".")[0]) < order.index(name)


def test_a_row_that_points_to_a_refused_row_says_so(case: CaseOnDisk) -> None:
    case.write("books/partners.csv", "partner_id,channel_id\nP001,shops\nP002,shop\n")
    case.write("books/stock.csv", STOCK + "2024-01,P001,K1,1\n2024-01,P002,K1,1\n")
    folder = case.load()
    assert folder.frame("stock")["partner_id"].to_list() == ["P001"]
    assert [fault.say() for fault in folder.faults] == [
        "'books/partners.csv', row 3, column 'channel_id': found 'shop', "
        "expected a value that is in case.channels (web, shops)",
        "'books/stock.csv', row 3, column 'partner_id': found 'P002', this row exists in partners.partner_id, "
        "but was refused there; correct it there first",
    ]


def test_a_reference_to_a_table_that_is_not_there_is_not_checked(case: CaseOnDisk) -> None:
    (case.path / "books/partners.csv").unlink()
    case.write("books/stock.csv", STOCK + "2024-01,anyone,K1,1\n")
    assert case.load().frame("stock")["partner_id"].to_list() == ["anyone"]


def test_a_reference_to_a_table_without_rows_is_refused(case: CaseOnDisk) -> None:
    case.write("books/partners.csv", "partner_id,channel_id\n")
    case.write("books/stock.csv", STOCK + "2024-01,P001,K1,1\n")
    assert [(fault.kind, fault.hint) for fault in case.load().faults] == [
        ("unknown_reference", "partners.partner_id")
    ]


def test_near_values_are_told_by_writing_then_by_likeness(case: CaseOnDisk) -> None:
    case.write("books/partners.csv", "partner_id,channel_id\nP-0012,shops\nROSSI,shops\n")
    case.write("books/stock.csv", STOCK + "2024-01,p12,K1,1\n2024-01,ROSSO,K1,1\n2024-01,XYZ,K1,1\n")
    assert [fault.hint for fault in case.load().faults] == [
        "partners.partner_id (P-0012?)", "partners.partner_id (ROSSI?)", "partners.partner_id",
    ]  # fmt: skip
