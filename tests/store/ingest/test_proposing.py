from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tramite.kernel.errors import InputRefused
from tramite.store.ingest.mapping import as_mapping
from tramite.store.ingest.proposing import propose


def found(path: Path, table: str, sheet: str | None = None) -> dict[str, str]:
    """Return the column of the file for each column of the table."""
    return {c.column.name: c.theirs for c in propose(path, table, sheet=sheet).columns if c.theirs is not None}


def test_italian_names_are_found_below_titles_in_an_old_encoding(files: list[Path]) -> None:
    proposal = propose(files[0], "sell_out")
    assert found(files[0], "sell_out") == {
        "document_id": "N. Doc.", "date": "Data Doc.", "product_id": "Cod. Art.", "units": "Q.tà",
        "net_amount": "Imponibile €",
    }  # fmt: skip
    content = tomllib.loads(proposal.toml)
    assert content["encoding"] == "cp1252"
    assert content["columns"]["date"] == {"from": "Data Doc.", "format": "%d.%m.%y"}
    assert content["skip"] == [{"column": "N. Doc.", "begins": ["Tot"]}]
    assert "# document_line = " in proposal.toml


def test_english_names_are_found_and_the_month_first_is_seen(files: list[Path]) -> None:
    proposal = propose(files[6], "sell_out")
    assert found(files[6], "sell_out") == {
        "document_id": "Invoice No", "date": "Invoice Date", "product_id": "SKU", "units": "Qty",
        "net_amount": "Net Amount",
    }  # fmt: skip
    assert tomllib.loads(proposal.toml)["columns"]["date"]["format"] == "%m/%d/%Y"


def test_several_sheets_must_be_named(files: list[Path]) -> None:
    with pytest.raises(InputRefused) as caught:
        propose(files[3], "sell_out")
    assert [fault.kind for fault in caught.value.faults] == ["choose_sheet"]
    assert found(files[3], "sell_out", "Gen*") == {
        "document_id": "Bolla", "product_id": "Articolo", "units": "Pezzi", "net_amount": "Netto",
    }  # fmt: skip


def test_values_that_do_not_read_as_the_kind_lower_the_confidence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Articolo;Quantità\nK1;due\nK2;tre\n", encoding="utf-8")
    proposal = propose(path, "stock")
    assert found(path, "stock") == {"product_id": "Articolo"}
    assert proposal.left == ("Quantità",)


def test_a_proposal_once_completed_is_a_mapping(files: list[Path]) -> None:
    text = propose(files[0], "sell_out").toml
    completed = text.replace("# document_line = ", "document_line = 1").replace(
        "# channel_id = ", 'channel_id = "shops"'
    )
    assert as_mapping(tomllib.loads(completed), file="m.toml").table == "sell_out"
