"""What a file means does not depend on where it is cut, nor on whether its values read at sight."""

from __future__ import annotations

import csv
import tempfile
from decimal import Decimal
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk
from tests.store.ingest.when import NOW, WHO
from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store import csv_lines, csv_reading, number_values
from tramite.store.ingest.ingesting import ingest
from tramite.store.ingest.manifest import read_manifest
from tramite.store.ingest.partitions import open_partitions
from tramite.store.ingest.refusals import read_reasons, read_refused

HEADER = ["document_id", "document_line", "date", "channel_id", "partner_id", "product_id", "units", "net_amount"]
NAMES = ["Doc", "Riga", "Data", "Canale", "Partner", "Articolo", "Pz", "Netto"]
MAPPING = """
table = "sell_in"
files = ["theirs*.csv"]
currency = {{ code = "{code}"{rates} }}
sign = {{ column = "Canale", negative = ["web"] }}
[columns]
document_id = {{ from = "Doc", fill = true, prefix = "R-" }}
document_line = "Riga"
date = {date}
channel_id = "Canale"
partner_id = {{ from = "Partner", fill = true }}
product_id = "Articolo"
units = "Pz"
net_amount = {{ from = "Netto", factor = 1000 }}
[[skip]]
column = "Articolo"
begins = ["Tot"]
"""
PLAIN_MAPPING = MAPPING.format(code="EUR", rates="", date='"Data"')
HEADER_PLACE = [column.name for column in CONTRACTS["sell_in"].columns].index("net_amount")
DOCUMENTS = {
    "clean": st.integers(1, 60).map(str),
    "dirty": st.sampled_from(["1", "2", "3", "", " 1", "x y", 'a "b"', "tw\no", "７"]),
}
LINES = {"clean": st.just("1"), "dirty": st.sampled_from(["1", "2", "1", "2.0", "", "+3", "0", "1,5"])}
DATES = {
    "clean": st.just("2024-01-05"),
    "day": st.sampled_from(["05/01/2024", "5/2/2024", "13/02/2024", "31/02/2024", "2024-01-05", "", "01/13/2024"]),
    "iso": st.sampled_from(["2024-01-05", "2024-02-29", "2023-02-29", "2024-01-05 00:00:00", "05/01/2024"]),
    "hostile": st.sampled_from(
        [
            "2024-01-05",
            "2024-02-30",
            "2024-01-05 10:30",
            "20240105",
            "2024-1-5",
            "2024- 1-05",
            " 2024-01-05",
            "٢٠٢٤-01-05",
        ]
    ),
}
CHANNELS = {"clean": st.just("shops"), "dirty": st.sampled_from(["shops", "shops", "web", "Shops", ""])}
PARTNERS_OF = {"clean": st.just("P001"), "dirty": st.sampled_from(["P001", "P001", "P002", "p-2", "", "P003 "])}
PRODUCTS_OF = {"clean": st.just("K1"), "dirty": st.sampled_from(["K1", "K1", "K7", "", "Totale", "#N/A"])}
NUMBERS = {
    "comma": st.sampled_from(["1", "1,5", "-2,25", "1.234", "1.234,50", "0,125", "", "12.5", "x", "\u22123"]),
    "point": st.sampled_from(["1", "1.5", "-2.25", "1,234", "1,234.50", "0.125", "12345", "12,5", "1e3", "９"]),
    "plain": st.sampled_from(["1", "20", "-3", "400000"]),
    "thousands": st.sampled_from(["1.234", "5", "2.000", "12,5"]),
    "hostile": st.sampled_from(
        [
            "1e5",
            "1.2e-1",
            " 12",
            "1_000",
            "１２",
            "0x1F",
            "nan",
            "inf",
            "",
            "NULL",
            '"7"',
            "1.23456",
            "1.23450",
            "+5",
            "007",
            ".5",
            "5.",
            "-0",
            "99999999999999",
            "99999999999999.9999",
            "100000000000000",
            "9223372036854775808",
        ]
    ),
    "nearly": st.sampled_from(["12.50"] * 40 + ["7"] * 40 + ["1e5", "12.345", "+.5", "5.e1", "1.99995"]),
}


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Draw the rows of a file, in some way of writing, with dirt."""
    kinds = (DOCUMENTS, LINES, DATES, CHANNELS, PARTNERS_OF, PRODUCTS_OF, NUMBERS, NUMBERS)
    row = st.tuples(*(kind[draw(st.sampled_from(sorted(kind)))] for kind in kinds)).map(list)
    damaged = st.one_of(
        *[row] * 6, row.map(lambda each: each[:5]), row.map(lambda each: [*each, "more"]), st.just([])
    )
    return draw(st.lists(damaged, min_size=1, max_size=40))


def brought(
    rows: list[list[str]], names: list[str], separator: str, mapping: str, size: int, *, begins: str = ""
) -> object:
    """Ingest a file cut into pieces of some size: what was kept, refused, why, and told."""
    text = StringIO()
    text.write(begins)
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([names, *rows])
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reading, "BLOCK", size)
        case = CaseOnDisk(Path(folder) / "case")
        case.write("case.toml", DEFINITION)
        case.write("books/partners.csv", PARTNERS)
        case.write("books/products.csv", PRODUCTS)
        case.write("books/mapping/theirs.toml", mapping)
        first = case.write("../in/sell_in.csv", ",".join(HEADER) + "\n3,1,2024-01-01,shops,P001,K1,1,1\n")
        ingest(case.path, [first], who=WHO, when=NOW)
        path = case.write("../in/theirs.csv" if names is NAMES else "../in/other.csv", text.getvalue())
        try:
            (done,) = ingest(case.path, [path], who=WHO, when=NOW, table=None if names is NAMES else "sell_in")
        except InputRefused as error:
            return {fault.kind for fault in error.faults}
        sources = read_manifest(case.path).sources
        kept = open_partitions(case.path, CONTRACTS["sell_in"], sources).scan().drop("_part", "_at").collect()
        counts = done.load.model_dump(include={"rows", "kept", "refused", "skipped"})
        why = read_reasons(case.path, sources)
        refused = read_refused(case.path, sources, "it")
    return (
        counts, done.faults, kept.sort("_file", "_row").rows(), why.sort(pl.all()).rows(),
        refused.sort("row").rows() if refused.height else [],
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(rows=tables(), separator=st.sampled_from(";,"), size=st.integers(250, 700))
def test_a_file_in_pieces_is_the_file(rows: list[list[str]], separator: str, size: int) -> None:
    whole = brought(rows, HEADER, separator, PLAIN_MAPPING, 1 << 20)
    assert brought(rows, HEADER, separator, PLAIN_MAPPING, size) == whole


@settings(max_examples=25, deadline=None)
@given(
    rows=tables(), separator=st.sampled_from(";,"), size=st.integers(250, 700),
    currency=st.sampled_from([("EUR", ""), ("GBP", ", rate = 1.2"), ("GBP", ', rates = { "2024-01" = 1.15 }')]),
    date=st.sampled_from(['"Data"', '{ from = "Data", format = "%d/%m/%Y" }']),
)  # fmt: skip
def test_a_mapped_file_in_pieces_is_the_file(
    rows: list[list[str]], separator: str, size: int, currency: tuple[str, str], date: str
) -> None:
    mapping = MAPPING.format(code=currency[0], rates=currency[1], date=date)
    assert brought(rows, NAMES, separator, mapping, size) == brought(rows, NAMES, separator, mapping, 1 << 20)


@settings(max_examples=50, deadline=None)
@given(rows=tables(), separator=st.sampled_from(";,"), begins=st.sampled_from(["", "\ufeff"]))
def test_what_reads_at_sight_reads_as_what_is_looked_at_value_by_value(
    rows: list[list[str]], separator: str, begins: str
) -> None:
    quick = brought(rows, HEADER, separator, PLAIN_MAPPING, 400, begins=begins)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reading, "plain_frame", lambda data, **settings: None)
        patch.setattr(csv_lines, "_are_whole", lambda lines, width, separator: False)
        patch.setattr(number_values, "_whole", lambda text: None)
        patch.setattr(number_values, "_marked", lambda text, mark: None)
        assert brought(rows, HEADER, separator, PLAIN_MAPPING, 400, begins=begins) == quick


def loaded(lines: list[str], size: int) -> tuple[list[tuple[object, ...]], list[str]]:
    """Ingest lines in pieces: row and amount of the kept ones, and what is told."""
    outcome = brought([line.split(";") for line in lines], HEADER, ";", PLAIN_MAPPING, size)
    assert isinstance(outcome, tuple)
    kept: list[tuple[object, ...]] = [(row[-1], row[HEADER_PLACE]) for row in outcome[2] if row[-2] == "other.csv"]
    return kept, [f"{fault.row} {fault.kind} {fault.hint}" for fault in outcome[1]]


def test_a_decimal_mark_that_shows_at_the_end_reads_the_beginning() -> None:
    lines = [f"D{n};1;2024-01-05;shops;P001;K1;1;1.234" for n in range(20)]
    ends = [f"E{n};1;2024-01-05;shops;P001;K1;1;12.50" for n in range(2)]
    kept, told = loaded([*lines, *ends], 250)
    assert {amount for _, amount in kept} == {Decimal("1.234"), Decimal("12.5")}
    assert (len(kept), told) == (22, [])


def test_a_key_that_comes_twice_is_told_by_its_first_row_in_an_earlier_piece() -> None:
    lines = [f"D{n};1;2024-01-05;shops;P001;K1;1;{n},5" for n in (*range(20), 3, 3, 7)]
    kept, told = loaded([*lines, "3;1;2024-01-05;shops;P001;K1;1;1,5"], 250)
    assert [row for row, _ in kept] == list(range(2, 22))
    assert told == [
        "22 duplicate_key 5", "23 duplicate_key 5", "24 duplicate_key 9", "25 duplicate_elsewhere sell_in.csv: 2",
    ]  # fmt: skip
