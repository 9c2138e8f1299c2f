from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from tramite.kernel.wording import Language
from tramite.workflows.checking import new_case
from tramite.workflows.dossier import STAGES, make_dossier

BOOKS = ["budgets", "costs", "customers", "ledger", "partners", "products", "sell_in", "sell_out", "terms"]


def nd_count(page: Path) -> int:
    return len(re.findall(r"n\.d\.", page.read_text(encoding="utf-8")))


def test_dossier_goes_through_its_stages_and_writes_all(example: Path) -> None:
    stages: list[str] = []
    saved = make_dossier(example, progress=stages.append)
    assert tuple(stages) == STAGES
    assert saved.page == example / "dossier" / "dossier.html"
    assert all(path.stat().st_size > 0 for path in (saved.page, saved.workbook, *saved.tables))
    assert saved.quarantine == ()
    assert sum(saved.content.refused.values()) == 0


def test_dossier_speaks_the_cases_language_or_the_one_asked_for(example: Path, tmp_path: Path) -> None:
    def lang(language: Language | None) -> str:
        page = make_dossier(example, output=tmp_path / "out", language=language).page
        found = re.search(r'<html[^>]* lang="(\w+)"', page.read_text(encoding="utf-8"))
        return found.group(1) if found else ""

    assert [lang(None), lang("en")] == ["it", "en"]


def test_dossier_says_on_its_page_that_voices_are_simulated(example: Path) -> None:
    content = make_dossier(example).page.read_text(encoding="utf-8")
    assert "Nessuno è stato intervistato" in content


def test_same_case_gives_the_same_tables(example: Path, tmp_path: Path) -> None:
    one, other = (make_dossier(example, output=tmp_path / name).tables for name in ("one", "other"))
    for first, second in zip(one, other, strict=True):
        assert pl.read_parquet(first).equals(pl.read_parquet(second)), first.name


@pytest.mark.parametrize("missing", BOOKS)
def test_dossier_stands_without_any_table_of_the_books(example: Path, missing: str) -> None:
    (example / "books" / f"{missing}.parquet").unlink()
    saved = make_dossier(example)
    assert missing in saved.content.missing_tables
    comparison = saved.content.comparison
    assert comparison is not None
    simulated = {result.name for result in comparison.results}
    if missing in ("sell_in", "sell_out", "costs", "products"):
        assert simulated == set()
    else:
        assert simulated >= {
            "today",
            "close-warehouse",
            "close-warehouse-invest-internet",
            "raise-reseller-prices",
        }
    if missing in ("sell_in", "sell_out", "costs", "partners", "budgets", "customers"):
        assert nd_count(saved.page) > 0


@pytest.mark.parametrize("missing", ["responses", "interviews", "frame"])
def test_dossier_stands_without_voices(example: Path, missing: str) -> None:
    (example / "voices" / f"{missing}.parquet").unlink()
    content = make_dossier(example).content
    assert content.beliefs.px is None
    assert content.beliefs.diversion == {}
    assert content.comparison is not None
    lacking = {item.key for alternative in content.comparison.not_simulated for item in alternative.missing}
    assert lacking >= {
        "parameters.diversion_belief", "parameters.price_belief", "parameters.earnings_cut_belief"
    }  # fmt: skip


def test_a_table_whose_rows_are_all_refused_is_missing_not_empty(example: Path) -> None:
    (example / "books" / "partners.parquet").unlink()
    (example / "books" / "partners.csv").write_text("partner_id,channel_id\nA1,specialty\n", encoding="utf-8")
    saved = make_dossier(example, language="en")
    assert saved.content.refused["sell_in"] == 60855
    assert "sell_in" in saved.content.missing_tables
    assert saved.content.statement.amount("specialty", "net_sales") is None
    assert "60,855 rows were left out because of faults (sell_in)" in saved.page.read_text(encoding="utf-8")


def test_a_new_case_knows_nothing_rather_than_zero(tmp_path: Path) -> None:
    content = make_dossier(new_case(tmp_path / "mine")).content
    assert {content.statement.amount(channel, "net_sales") for channel in ("shop", "resellers", "company")} == {
        None
    }
    assert {"sell_in", "sell_out", "costs"} <= set(content.missing_tables)
