from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.store.case_on_disk import DEFINITION
from tramite.cli.app import app

CUSTOMERS = """customer_id;name;vat_number;address
1;Rossi Impianti S.r.l.;00743110157;Via Roma 1, 20121 Milano
2;ROSSI IMPIANTI SRL;IT00743110157;V. Roma 1, Milano
3;Bianchi [Grafica] snc;;Via Po 9, 10121 Torino
4;Bianchi [Grafica] snc;;Corso Francia 3, 10138 Torino
5;Neri Trasporti;00743110158;Via Dante 8, 40121 Bologna
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    (tmp_path / "case.toml").write_text(DEFINITION + "\n[method]\nreview_probability = 0.05\n", encoding="utf-8")
    (tmp_path / "books" / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_link_and_review_tell_what_is_linked_and_what_to_judge(case: Path) -> None:
    code, told = run("link", case)
    assert code == 0
    assert "5 entries are 4 end customers" in told
    assert "1 VAT numbers fail their check digit" in told
    assert f"Open {case / 'books' / 'link_decisions.csv'}" in told
    code, told = run("review", case)
    assert code == 0
    assert told.count("Bianchi [Grafica] snc") == 2
    assert "0 pairs judged, 1 still to judge." in told


def test_a_mistake_ends_with_its_sentence_and_code(case: Path) -> None:
    code, told = run("review", case)
    assert code == 3
    assert "tramite link" in told
    assert "Traceback" not in told


def test_review_page_is_written_beside_the_links_and_not_in_the_dossier(case: Path) -> None:
    run("link", case)
    code, told = run("review", case, "--page")
    page = case / "linkage" / "review.html"
    assert code == 0
    assert f"{page}" in told
    assert page.read_text(encoding="utf-8").count("Bianchi [Grafica] snc") == 2


def test_review_of_a_pair_shows_why_it_is_linked(case: Path) -> None:
    run("link", case)
    code, told = run("review", case, "--pair", "2", "1")
    assert code == 0
    assert "pairs judged" not in told
    page = (case / "linkage" / "review.html").read_text(encoding="utf-8")
    assert ("ROSSI IMPIANTI SRL" in page, "Bianchi" in page, "<svg" in page) == (True, False, True)


def test_review_of_a_customer_that_is_not_there_ends_plainly(case: Path) -> None:
    run("link", case)
    code, told = run("review", case, "--pair", "2", "99")
    assert code == 3
    assert "'99'" in told
