from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk
from tests.store.ingest.when import NOW, WHO
from tramite.kernel.errors import InputRefused
from tramite.store import csv_reading
from tramite.store.ingest.ingesting import ingest
from tramite.store.ingest.mapping import as_mapping

SIDE_BY_SIDE = """
table = "receivables"
files = ["Crediti*"]
months = "%b-%y"

[currency]
column = "Valuta"
of.USD.rates = { "2024-01" = 0.9, "2024-02" = 0.8 }
of.GBP.rate = 1.2

[columns]
partner_id = "Cliente"
month = "@month"
amount = "@value"
"""


@pytest.fixture
def case(case: CaseOnDisk) -> CaseOnDisk:
    """Return a case with a mapping of months side by side, amounts in the currency of each row."""
    case.write("case.toml", DEFINITION)
    case.write("books/partners.csv", PARTNERS)
    case.write("books/products.csv", PRODUCTS)
    case.write("books/mapping/crediti.toml", SIDE_BY_SIDE)
    return case


def rows(case: CaseOnDisk) -> list[tuple[object, ...]]:
    frame = case.load().frame("receivables")
    return frame.sort("partner_id", "month").select("partner_id", "month", "amount").rows()


def test_months_side_by_side_stand_below_each_other(case: CaseOnDisk) -> None:
    file = case.write(
        "Crediti.csv", "Cliente;Valuta;gen-24;feb-24;Totale\nP001;EUR;100,00;;100,00\nP002;usd;10;20;30\n"
    )
    done = ingest(case.path, [file], who=WHO, when=NOW)[0].load
    assert (done.rows, done.kept, done.refused) == (3, 3, 0)
    assert rows(case) == [
        ("P001", date(2024, 1, 1), Decimal("100.0000")),
        ("P002", date(2024, 1, 1), Decimal("9.0000")),
        ("P002", date(2024, 2, 1), Decimal("16.0000")),
    ]


def test_a_workbook_is_read_alike(case: CaseOnDisk) -> None:
    header = ["Cliente", "Valuta", "gen-24", "feb-24"]
    file = case.write_sheets(
        "Crediti.xlsx", {"A": [header, ["P001", "EUR", 100, None], ["P002", "GBP", 10, 20.5]]}
    )
    ingest(case.path, [file], who=WHO, when=NOW)
    assert [(place, amount) for place, _, amount in rows(case)] == [
        ("P001", Decimal("100.0000")), ("P002", Decimal("12.0000")), ("P002", Decimal("24.6000")),
    ]  # fmt: skip


def test_a_value_that_is_no_number_or_has_no_rate_is_told_with_its_row(case: CaseOnDisk) -> None:
    file = case.write("Crediti.csv", "Cliente;Valuta;gen-24;feb-24\nP001;EUR;100,00;boh\nP002;JPY;10;\n")
    loaded = ingest(case.path, [file], who=WHO, when=NOW)[0]
    assert (loaded.load.kept, loaded.load.refused) == (1, 2)
    assert [(fault.kind, fault.row, fault.value) for fault in loaded.faults] == [
        ("not_a_number", 2, "boh"), ("no_rate", 3, "10"),
    ]  # fmt: skip


def test_a_file_without_months_is_refused(case: CaseOnDisk) -> None:
    file = case.write("Crediti.csv", "Cliente;Valuta;Saldo\nP001;EUR;100,00\n")
    with pytest.raises(InputRefused) as caught:
        ingest(case.path, [file], who=WHO, when=NOW)
    assert [fault.say() for fault in caught.value.faults] == [
        "'Crediti.csv': found '%b-%y', no column is named as a month written so; the file has: Cliente, "
        "Valuta, Saldo"
    ]


def test_a_mapping_of_months_tells_how_they_are_written() -> None:
    content = {"table": "receivables", "columns": {"partner_id": "C", "month": "@month", "amount": "@value"}}
    with pytest.raises(InputRefused) as caught:
        as_mapping(content, file="m.toml")
    assert {fault.kind for fault in caught.value.faults} == {"months_not_told"}


@pytest.mark.parametrize("currency", [{}, {"code": "USD", "column": "Valuta"}, {"column": "Valuta", "rate": 2}])
def test_a_currency_is_told_in_one_place(currency: dict[str, object]) -> None:
    content = {"table": "receivables", "currency": currency,
               "columns": {"partner_id": "C", "month": "M", "amount": "A"}}  # fmt: skip
    with pytest.raises(InputRefused):
        as_mapping(content, file="m.toml")


def test_a_file_in_pieces_is_read_alike(case: CaseOnDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"P00{1 + n % 2};EUR;{n};{n if n % 7 else 'x'}" for n in range(60)]
    found = []
    for size in (1 << 20, 250):
        monkeypatch.setattr(csv_reading, "BLOCK", size)
        file = case.write(f"{size}/Crediti.csv", "\n".join(["Cliente;Valuta;gen-24;feb-24", *lines]))
        done = ingest(case.path, [file], who=WHO, when=NOW)[0]
        found.append((done.load.rows, done.load.kept, done.load.refused, done.faults))
        case.path.joinpath("books/manifest.json").unlink()
    assert found[0][:3] == (120, 3, 117)  # the key of February of P001 is that of a row refused for its value
    assert {fault.kind for fault in found[0][3]} == {"not_a_number", "duplicate_key"}
    assert found[0] == found[1]
