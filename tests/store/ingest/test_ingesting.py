from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.when import NOW, WHO
from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.store.ingest.ingesting import ingest, ledger, retry
from tramite.store.ingest.loading import Loaded
from tramite.store.ingest.manifest import alone, digest_of_file

HEADER = "document_id;document_line;date;channel_id;partner_id;product_id;units;net_amount\n"
ROWS = [
    f"{n};1;{day:02d}/{month:02d}/2024;shops;P001;K1;1;{n},50\n"
    for n, day, month in ((1, 5, 1), (2, 6, 1), (3, 7, 2))
]


def sales(case: CaseOnDisk, name: str, *rows: str) -> Path:
    """Write a file of sell-in outside the case."""
    return case.write(f"../incoming/{name}", HEADER + "".join(rows))


def bring(case: CaseOnDisk, *files: Path, mapping: str | None = None) -> tuple[Loaded, ...]:
    """Ingest files of sell-in."""
    return ingest(case.path, files, who=WHO, when=NOW, mapping=mapping, table=None if mapping else "sell_in")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(
    case: CaseOnDisk, *files: Path, table: str | None = "sell_in", mapping: str | None = None
) -> list[str]:
    """Ingest what must be refused as a whole, and return what is told in both languages."""
    before = contents(case.path)
    with pytest.raises(InputRefused) as caught:
        ingest(case.path, files, who=WHO, when=NOW, table=table, mapping=mapping)
    after = {name: content for name, content in contents(case.path).items() if name != "books/.ingest"}
    assert after == {name: content for name, content in before.items() if name != "books/.ingest"}
    return [fault.say(language) for fault in caught.value.faults for language in ("en", "it")]


def test_rows_stand_by_month_and_load_as_from_a_single_file(case: CaseOnDisk) -> None:
    single = case.write("books/sell_in.csv", HEADER + "".join(ROWS))
    expected = case.load().frame("sell_in")
    single.unlink()
    (done,) = bring(case, sales(case, "a.csv", *ROWS))
    folder = case.load()
    assert_frame_equal(folder.frame("sell_in"), expected)
    assert folder.origins["sell_in"] == "books/sell_in"
    months = sorted(path.name[:7] for path in (case.path / "books/sell_in").iterdir())
    assert months == ["2024-01", "2024-02"]
    assert (done.load.rows, done.load.kept, done.load.refused, done.load.outcome) == (3, 3, 0, "loaded")


def test_the_same_file_again_changes_nothing(case: CaseOnDisk) -> None:
    path = sales(case, "a.csv", *ROWS, "4;1;05/01/2024;shops;P009;K1;1;1,00\n")
    bring(case, path)
    before = contents(case.path)
    (again,) = bring(case, path)
    assert (again.load.outcome, again.load.rows, again.load.refused) == ("unchanged", 4, 1)
    assert contents(case.path) == before


def test_a_corrected_file_replaces_its_own_rows_only(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", *ROWS[:2]), sales(case, "b.csv", ROWS[2]))
    (done,) = bring(case, sales(case, "a.csv", ROWS[0].replace("1,50", "9,00")))
    assert (done.load.outcome, done.load.kept, done.load.replaced) == ("replaced", 1, 2)
    assert sorted(case.load().frame("sell_in")["net_amount"]) == [Decimal("3.5"), Decimal(9)]
    bring(case, sales(case, "c.csv", ROWS[1]))  # removes what no manifest names
    assert len(list((case.path / "books/sell_in").iterdir())) == 3


def test_a_key_that_another_file_has_is_refused(case: CaseOnDisk) -> None:
    _, done = bring(case, sales(case, "a.csv", *ROWS[:2]), sales(case, "b.csv", ROWS[1], ROWS[2]))
    assert (done.load.kept, done.load.refused) == (1, 1)
    assert [fault.say() for fault in done.faults] == [
        "'b.csv', row 2, column 'document_id, document_line': found '2, 1', expected a key that no other row has; "
        "a row of another file has it already: a.csv: 3"
    ]


def test_ingested_rows_are_checked_again_when_a_partner_is_gone(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", *ROWS))
    case.write("books/partners.csv", "partner_id,channel_id\nP002,shops\n")
    folder = case.load()
    assert (folder.frame("sell_in").height, folder.refused["sell_in"].height) == (0, 3)
    assert folder.faults[0].say() == (
        "'a.csv', row 2, column 'partner_id': found 'P001', expected a value that is in "
        "partners.partner_id (P002?)"
    )
    assert folder.refused["sell_in"]["source"].to_list() == ["a.csv"] * 3
    assert folder.refused["sell_in"]["row"].to_list() == [2, 3, 4]


def test_retry_moves_rows_that_now_pass(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", ROWS[0], ROWS[1].replace("P001", "P009")))
    assert [done.load.outcome for done in retry(case.path, who=WHO, when=NOW)] == ["unchanged"]
    assert ledger(case.path)["outcome"].to_list() == ["loaded"]
    case.write("books/partners.csv", "partner_id,channel_id\nP001,shops\nP002,shops\nP009,shops\n")
    (done,) = retry(case.path, who=WHO, when=NOW)
    assert (done.load.outcome, done.load.kept, done.load.refused, done.load.replaced) == ("retried", 2, 0, 1)
    folder = case.load()
    assert folder.frame("sell_in")["partner_id"].to_list() == ["P001", "P009"]
    assert folder.refused["sell_in"].height == 0
    assert retry(case.path, who=WHO, when=NOW) == ()


def test_the_ledger_says_who_when_and_how_many(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", *ROWS))
    row = ledger(case.path).drop("sha256").row(0)
    assert row == (NOW, WHO, "sell_in", "a.csv", None, "loaded", 3, 3, 0, 0, 0)


def test_tables_without_month_have_one_partition(case: CaseOnDisk) -> None:
    (case.path / "books/products.csv").unlink()
    path = case.write("../incoming/products.csv", "product_id,line_id\nK1,bikes\nK2,bikes\n")
    ingest(case.path, [path], who=WHO, when=NOW)
    assert [entry.name[:3] for entry in (case.path / "books/products").iterdir()] == ["all"]
    assert case.load().frame("products")["product_id"].to_list() == ["K1", "K2"]


def test_one_file_that_cannot_be_read_stops_all(case: CaseOnDisk) -> None:
    good, bad = sales(case, "a.csv", *ROWS), case.write("../incoming/b.csv", "document;date\n1;2\n")
    assert refusal(case, good, bad)[0] == (
        "'b.csv', column 'document': no such column in this table; similar names: document_id, document_line"
    )
    assert "sell_in" not in case.load().tables


def test_files_without_a_table_or_of_one_name_are_told(case: CaseOnDisk) -> None:
    path, missing = sales(case, "a.csv", ROWS[0]), case.path / "none.csv"
    twin = case.write("../other/a.csv", HEADER + ROWS[1])
    assert refusal(case, path, missing, table=None) == [
        "'a.csv': no mapping fits the name of this file; choose one (--mapping) or a table (--table). Mappings: –",
        "'a.csv': nessuna mappatura corrisponde al nome di questo file; indicarne una (--mapping) o una tabella "
        "(--table). Mappature: –",
        f"'{missing}': there is no such file",
        f"'{missing}': questo file non c'è",
    ]
    assert refusal(case, path, twin)[0] == (
        f"'{twin}': found 'a.csv', another file of this name is in the same call and would replace it; rename "
        "one, or give it a mapping of its own"
    )
    assert refusal(case, path, table="receivable")[0] == (
        "'a.csv': found 'receivable', no table of the books has this name; perhaps: receivables"
    )


def test_a_table_is_a_file_or_a_folder_not_both(case: CaseOnDisk) -> None:
    path = sales(case, "a.csv", *ROWS)
    single = case.write("books/sell_in.csv", HEADER)
    assert refusal(case, path)[0] == (
        "'books/sell_in/': this table is in the single file 'books/sell_in.csv'; move that file out of the case, "
        "and ingest it if its rows count"
    )
    single.unlink()
    bring(case, path)
    case.write("books/sell_in.csv", HEADER)
    assert case.refusal() == [
        "'books/sell_in.csv': this table is also in 'books/sell_in/', where files were ingested; move this file "
        "out of the case, and ingest it if its rows count"
    ]


@pytest.mark.parametrize("name", ["../../secret.parquet", "/etc/passwd", "2024-01-0123456789abcdef.csv"])
def test_a_manifest_that_names_other_files_is_refused(case: CaseOnDisk, name: str) -> None:
    bring(case, sales(case, "a.csv", *ROWS))
    manifest = case.path / "books/manifest.json"
    content = json.loads(manifest.read_text())
    content["sources"][0]["parts"][0]["name"] = name
    manifest.write_text(json.dumps(content))
    assert case.refusal() == [
        "'books/manifest.json', column 'sources.0.parts.0.name': the manifest was changed by hand and names what "
        "no ingest writes; restore it from a copy"
    ]


def test_a_manifest_of_another_table_is_refused(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", *ROWS))
    manifest = case.path / "books/manifest.json"
    manifest.write_text(manifest.read_text().replace('"table": "sell_in"', '"table": "../voices"'))
    assert [fault.split(",")[0] for fault in case.refusal()] == ["'books/manifest.json': found '../voices'"]


def test_rows_that_were_changed_or_lost_are_told(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", *ROWS))
    first, second = sorted((case.path / "books/sell_in").iterdir())
    pl.read_parquet(first).with_columns(pl.lit(2.0).alias("units")).write_parquet(first)
    second.unlink()
    assert [fault.split(":")[0] for fault in case.refusal()] == [
        f"'books/sell_in/{first.name}'", f"'books/sell_in/{second.name}'",
    ]  # fmt: skip


def test_only_one_ingest_at_a_time(case: CaseOnDisk) -> None:
    with alone(case.path), pytest.raises(TramiteError) as caught:
        bring(case, sales(case, "a.csv", *ROWS))
    assert caught.value.key == "ingest_running"


def test_files_of_other_people_stay(case: CaseOnDisk) -> None:
    mine = case.write("books/sell_in/mine.parquet", "x")
    orphan = case.write("books/sell_in/2024-01-0123456789abcdef.parquet", "x")
    bring(case, sales(case, "a.csv", *ROWS))
    assert (mine.exists(), orphan.exists()) == (True, False)


def test_a_mapping_that_is_not_there_is_told(case: CaseOnDisk) -> None:
    with pytest.raises(CaseNotFound) as caught:
        bring(case, sales(case, "a.csv", *ROWS), mapping="rossi")
    assert caught.value.key == "mapping_not_found"


def test_dates_of_rows_survive(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", *ROWS))
    assert case.load().frame("sell_in")["date"].to_list() == [
        date(2024, 1, 5),
        date(2024, 1, 6),
        date(2024, 2, 7),
    ]


def test_a_file_that_changes_while_it_is_read_is_refused(case: CaseOnDisk) -> None:
    path = sales(case, "may.csv", *ROWS)
    bring(case, sales(case, "june.csv", "9;1;09/06/2024;shops;P001;K1;1;9,50\n"))
    before = contents(case.path)

    def write(file: str, share: float) -> None:
        if share == 1.0:
            path.write_text(path.read_text(encoding="utf-8") + ROWS[0], encoding="utf-8")

    with pytest.raises(InputRefused) as refused:
        ingest(case.path, [path], who=WHO, when=NOW, table="sell_in", progress=write)
    assert [fault.kind for fault in refused.value.faults] == ["changed_meanwhile"]
    assert contents(case.path) == before
    (done,) = bring(case, path)
    assert done.load.sha256 == digest_of_file(path)
