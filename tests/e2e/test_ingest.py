from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.terminal import run
from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk

MAPPING = """table = "stock"
files = ["giacenze*.csv"]
[columns]
product_id = "Articolo"
units = "Pz"
[constants]
month = 2024-06-01
partner_id = "P001"
"""


@pytest.fixture
def case(tmp_path: Path) -> CaseOnDisk:
    """Return a case with a mapping, and a file for it with an unknown product."""
    made = CaseOnDisk(tmp_path / "case")
    made.write("case.toml", DEFINITION)
    made.write("books/partners.csv", PARTNERS)
    made.write("books/products.csv", PRODUCTS)
    made.write("books/mapping/rossi.toml", MAPPING)
    made.write("../giacenze.csv", "Articolo;Pz\nK1;3\nK7;4\n")
    return made


def test_ingest_refused_and_retry_from_the_command_line(case: CaseOnDisk) -> None:
    file = case.path.parent / "giacenze.csv"
    done = run("ingest", case.path, file)
    assert done.returncode == 7, done.stderr
    assert "'giacenze.csv', row 3, column 'product_id': found 'K7'" in done.stdout
    listed = run("refused", case.path, language="it_IT.UTF-8")
    assert listed.returncode == 0
    assert "atteso un valore presente in products.product_id" in listed.stdout
    case.write("books/products.csv", PRODUCTS + "K7,bikes\n")
    retried = run("refused", case.path, "--retry")
    assert retried.returncode == 0, retried.stderr
    assert "tried again" in retried.stdout
    assert "nothing changed" in run("ingest", case.path, file).stdout
    ledger = run("ingest", case.path).stdout
    assert [word in ledger for word in ("rossi/giacenze.csv", "loaded", "tried again")] == [True] * 3


def test_map_prints_a_proposal_and_writes_only_when_confirmed(case: CaseOnDisk) -> None:
    file, output = case.path.parent / "giacenze.csv", case.path / "books/mapping/new.toml"
    asked = run("map", file, "--table", "stock", "--output", output)
    assert (asked.returncode, output.exists()) == (1, False)
    written = run("map", file, "--table", "stock", "--output", output, "--yes")
    assert written.returncode == 0, written.stderr
    assert 'product_id = "Articolo"' in output.read_text(encoding="utf-8")


def test_mistakes_have_no_traceback(case: CaseOnDisk) -> None:
    file = case.path.parent / "giacenze.csv"
    found = [
        run("ingest", case.path, file, "--mapping", "bianchi"),
        run("ingest", case.path.parent, file),
        run("ingest", case.path, case.path / "nothing.csv"),
        run("map", file, "--table", "stok", "--yes"),
    ]
    assert [done.returncode for done in found] == [3, 3, 4, 3]
    assert not any("Traceback" in done.stderr for done in found)
