from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.terminal import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a copy of the example case."""
    folder = tmp_path / "case"
    folder.mkdir()
    for part in ("books", "voices", "alternatives"):
        shutil.copytree(EXAMPLE / part, folder / part)
    settings = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("[method]", "[method]\ndraws = 400")
    (folder / "case.toml").write_text(settings, encoding="utf-8")
    return folder


def test_a_new_case_can_be_checked_at_once(tmp_path: Path) -> None:
    made = run("new", tmp_path / "mine")
    assert made.returncode == 0, made.stderr
    assert str(tmp_path / "mine") in made.stdout
    checked = run("check", tmp_path / "mine")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "No faults." in checked.stdout


def test_new_does_not_write_over_a_case(case: Path) -> None:
    done = run("new", case)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert str(case) in done.stderr


def test_dossier_ends_with_where_it_is(tmp_path: Path) -> None:
    case = tmp_path / "mine"
    run("new", case)
    done = run("dossier", case, "--language", "en")
    assert done.returncode == 0, done.stderr
    assert str(case / "dossier" / "dossier.html") in done.stdout
    assert "Simulating alternatives" in done.stderr


def test_compare_prints_change_probability_and_that_voices_are_simulated(case: Path) -> None:
    done = run("compare", case, "close-warehouse")
    assert done.returncode == 0, done.stderr
    for words in ("Close the warehouse", "better than today in", "drawn by a program"):
        assert words in done.stdout


def test_contracts_are_printed_in_both_languages() -> None:
    english, italian = run("contracts", "sell_in"), run("contracts", "sell_in", "--language", "it")
    assert "invoiced, without tax and discounts" in english.stdout
    assert "fatturato, senza imposte e sconti" in italian.stdout
    assert "sell_in" in run("contracts").stdout


def test_a_users_mistake_has_no_traceback_and_its_own_exit_code(tmp_path: Path, case: Path) -> None:
    nowhere = run("check", tmp_path / "nowhere")
    table = run("contracts", "sellin")
    alternative = run("compare", case, "close-retail", language="it_IT.UTF-8")
    (case / "books" / "partners.parquet").unlink()
    (case / "books" / "partners.csv").write_text("partner_id;chanel_id\n1;specialty\n", encoding="utf-8")
    column = run("check", case)
    assert [done.returncode for done in (nowhere, table, alternative, column)] == [3, 3, 3, 4]
    assert not any("Traceback" in done.stderr for done in (nowhere, table, alternative, column))
    assert "sell_in" in table.stderr
    assert "Non eseguito." in alternative.stderr
    assert "chanel_id" in column.stderr
    assert "channel_id" in column.stderr


def test_refused_rows_are_counted_and_kept(case: Path) -> None:
    (case / "books" / "budgets.parquet").unlink()
    (case / "books" / "budgets.csv").write_text(
        "month;months;channel_id;net_amount\n2013-01;3;sales-force;1.000,50\n2013-04;3;sales-force;molto\n",
        encoding="utf-8",
    )
    done = run("check", case)
    assert done.returncode == 7
    assert "'books/budgets.csv', row 3, column 'net_amount': found 'molto'" in done.stdout
    kept = (case / "quarantine" / "budgets.csv").read_text(encoding="utf-8")
    assert "molto" in kept
    assert "2013-01" not in kept
