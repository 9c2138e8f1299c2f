from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.messy.make_files import TRUTH
from tests.store.ingest.when import NOW, WHO
from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import LANGUAGES
from tramite.store.ingest.ingesting import ingest
from tramite.store.ingest.manifest import read_manifest
from tramite.store.ingest.partitions import open_partitions

TOTALLED = {
    "sell_out": "net_amount",
    "stock": "cost_amount",
    "receivables": "amount",
    "costs": "amount",
    "touches": "amount",
}


def test_ten_messy_files_come_in_with_totals_known_by_hand(messy: CaseOnDisk, files: list[Path]) -> None:
    loaded = {done.load.source.split("/")[1]: done for done in ingest(messy.path, files, who=WHO, when=NOW)}
    manifest = read_manifest(messy.path)
    found = {}
    for source in manifest.sources:
        rows = open_partitions(messy.path, CONTRACTS[source.table], [source]).scan().collect()
        load = loaded[source.file].load
        found[source.file] = (load.rows, load.kept, load.refused, load.skipped, rows[TOTALLED[source.table]].sum())
    assert {name: found[name] for name in TRUTH} == TRUTH


def test_every_refused_row_is_explained_in_both_languages(messy: CaseOnDisk, files: list[Path]) -> None:
    ingest(messy.path, files, who=WHO, when=NOW)
    folder = messy.load()
    refused = {name: frame for name, frame in folder.refused.items() if frame.height}
    assert {name: frame.height for name, frame in refused.items()} == {"sell_out": 6, "touches": 1}
    assert refused["sell_out"]["refused_because"].null_count() == 0
    told = {language: [fault.say(language) for fault in folder.faults] for language in LANGUAGES}
    assert sorted(told["en"]) == [
        "'Bianchi resi.xlsx', row 5, column 'date': found 'ieri', expected a date written as %d %B %Y",
        "'Bianchi trimestre.xlsx [Febbraio 2024]', row 7, column 'net_amount': found 'da definire', expected a "
        "number, as 1234.5 or 1234,5",
        "'ROSSI_vendite_2024-01.csv', row 8, column 'product_id': found 'K9', expected a value that is in "
        "products.product_id",
        "'ROSSI_vendite_2024-02.csv', row 5, column 'date': found '30.02.24', expected a date written as %d.%m.%y",
        "'harper_sales_Q1.csv', row 7, column 'net_amount': found '$300.00', expected a number, as "
        "1234.5 or 1234,5",
        "'harper_sales_Q2.xlsx', row 4, column 'document_id, document_line': found 'HARPER-H2, 1', expected a key "
        "that no other row has; a row of another file has it already: harper_sales_Q1.csv: 5",
        "'harper_visits.csv', row 4, column 'kind': found 'Lunch', expected one of: visit, joint_visit, support, "
        "claim, training, order",
    ]
    assert (len(told["it"]), set(told["it"]) & set(told["en"])) == (7, set())


def test_refused_rows_keep_what_stood_in_the_file(messy: CaseOnDisk, files: list[Path]) -> None:
    ingest(messy.path, files, who=WHO, when=NOW)
    row = messy.load().refused["sell_out"].row(0, named=True)
    assert {name: value for name, value in row.items() if value is not None} == {
        "N. Doc.": "104", "Data Doc.": "18.01.24", "Cod. Art.": "K9", "Q.tà": "1", "Imponibile €": "10,00",
        "source": "ROSSI_vendite_2024-01.csv", "row": 8,
        "refused_because": "colonna 'product_id': atteso un valore presente in products.product_id",
    }  # fmt: skip


def test_a_file_without_a_column_of_its_mapping_is_told(messy: CaseOnDisk, files: list[Path]) -> None:
    files[2].write_text("Articolo|Pezzi\nK1|70\n", encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        ingest(messy.path, files, who=WHO, when=NOW)
    assert [fault.say() for fault in caught.value.faults] == [
        "'ROSSI_giacenze.csv', column 'Valore (k€)': the mapping names this column and the file does not have it; "
        "it has: Articolo, Pezzi"
    ]
    assert read_manifest(messy.path).sources == ()


def test_an_amount_without_a_rate_for_its_month_is_refused(messy: CaseOnDisk, files: list[Path]) -> None:
    mapping = messy.path / "books/mapping/harper-sales.toml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('"2024-02" = 1.17, ', ""), encoding="utf-8")
    (done,) = ingest(messy.path, [files[6]], who=WHO, when=NOW)
    assert [(fault.row, fault.kind) for fault in done.faults] == [
        (5, "no_rate"),
        (6, "no_rate"),
        (7, "not_a_number"),
    ]
    assert messy.load().frame("sell_out")["net_amount"].to_list() == [Decimal("116")]


def test_an_unclear_number_of_a_workbook_is_refused_whatever_the_mapping_says(messy: CaseOnDisk) -> None:
    mapping = messy.path / "books/mapping/bianchi-crediti.toml"
    mapping.write_text('decimal = "comma"\n' + mapping.read_text(encoding="utf-8"), encoding="utf-8")
    rows: list[list[object]] = [
        ["Mese", "Crediti (migliaia)"],
        ["gen-24", 1.234],
        ["feb-24", "1.234,5"],
        ["mar-24", 7],
    ]
    path = messy.write_sheets("../Bianchi crediti.xlsx", {"a": rows})
    (done,) = ingest(messy.path, [path], who=WHO, when=NOW)
    assert [(fault.row, fault.kind) for fault in done.faults] == [(2, "ambiguous_number")]
    assert messy.load().frame("receivables")["amount"].to_list() == [Decimal(1_234_500), Decimal(7000)]
