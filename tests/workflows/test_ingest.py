from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk
from tramite.kernel.errors import CaseNotFound
from tramite.workflows.ingest import (
    ingest_files,
    loads,
    propose_mapping,
    refused_rows,
    retry_refused,
    save_mapping,
)

NOW = datetime(2024, 7, 1, tzinfo=UTC)
STOCK = "Articolo;Quantità\nK1;3\nK7;4\nK8;5\n"


@pytest.fixture
def case(tmp_path: Path) -> CaseOnDisk:
    """Return a case with two partners and a product, and a file of stock with two unknown products beside it."""
    made = CaseOnDisk(tmp_path / "case")
    for name, text in (
        ("case.toml", DEFINITION),
        ("books/partners.csv", PARTNERS),
        ("books/products.csv", PRODUCTS),
    ):
        made.write(name, text)
    made.write("../giacenze.csv", STOCK)
    return made


def test_from_a_proposal_to_rows_and_back_to_what_was_refused(case: CaseOnDisk) -> None:
    file = case.path.parent / "giacenze.csv"
    path = save_mapping(propose_mapping(file, "stock"), case.path / "books/mapping/rossi.toml")
    text = path.read_text(encoding="utf-8").replace("# month = ", "month = 2024-06-01")
    path.write_text(text.replace("# partner_id = ", 'partner_id = "P001"'), encoding="utf-8")
    (done,) = ingest_files(case.path, [file], who="giulia", when=NOW)
    assert (done.load.source, done.load.kept, done.load.refused) == ("rossi/giacenze.csv", 1, 2)
    assert refused_rows(case.path).rows() == [
        ("stock", "rossi/giacenze.csv", "unknown_reference", "product_id", 2, 3, "K7", "products.product_id")
    ]
    mended = path.read_text(encoding="utf-8").replace(
        'product_id = "Articolo"', 'product_id = { from = "Articolo", join = "", map = { K7 = "K2" } }'
    )
    path.write_text(mended, encoding="utf-8")
    case.write("books/products.csv", PRODUCTS + "K2,bikes\n")
    (again,) = retry_refused(case.path, who="giulia", when=NOW)
    assert (again.load.outcome, again.load.kept, again.load.refused) == ("retried", 2, 1)
    assert case.load().frame("stock")["product_id"].to_list() == ["K1", "K2"]
    assert loads(case.path)["outcome"].to_list() == ["loaded", "retried"]


def test_an_unknown_table_names_similar_ones(case: CaseOnDisk) -> None:
    with pytest.raises(CaseNotFound) as caught:
        propose_mapping(case.path.parent / "giacenze.csv", "receivable")
    assert caught.value.say() == "There is no table named 'receivable'. Perhaps: receivables"


def test_a_folder_that_is_no_case_is_told(tmp_path: Path) -> None:
    for ask in (loads, refused_rows):
        with pytest.raises(CaseNotFound):
            ask(tmp_path)
