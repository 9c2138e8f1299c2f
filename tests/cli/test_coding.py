from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.workflows.coded_case import TEXTS, write_case, write_codings
from tramite.cli.app import app


@pytest.fixture
def case(tmp_path: Path) -> Path:
    write_case(tmp_path)
    assert run("codebook", tmp_path, "--start")[0] == 0
    return tmp_path


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_from_codebook_to_agreement(case: Path, tmp_path: Path) -> None:
    code, told = run("codebook", case)
    assert (code, "Orders and" in told) == (0, True)
    code, told = run("codings", case)
    assert (code, "0 of 12 open answers are coded" in told) == (0, True)
    write_codings(
        case, *((f"i-{n:02}", 0, 9, "E-ORD", "Anna") for n in range(1, 8)), ("i-08", 0, 9, "none", "Anna")
    )
    code, told = run("codings", case, "--export", tmp_path / "all.qdpx")
    assert (code, "12 answers and 8 codings" in told) == (0, True)
    code, told = run("codings", case, "--import", tmp_path / "all.qdpx")
    assert (code, "Codings taken in: Anna 8. Replaced: 8" in told) == (0, True)
    code, told = run("codings", case)
    assert (code, "0 of the 3 answers drawn" in told) == (0, True)
    code, told = run("codings", case, "--agreement")
    assert (code, "agreement is n.d." in told) == (0, True)
    code, told = run("codings", case, "--export", tmp_path / "b.qdpx", "--second")
    assert (code, "3 answers drawn for double coding, without codings" in told) == (0, True)


def test_agreement_is_told_with_interval_and_reading(case: Path) -> None:
    rows = [(f"i-{n:02}", 0, 9, "E-ORD" if n % 3 else "none", "Anna") for n in range(1, 13)]
    rows += [(f"i-{n:02}", 0, 9, "E-ORD" if n % 4 else "none", "Bruno") for n in range(1, 13)]
    write_codings(case, *rows)
    code, told = run("codings", case, "--agreement")
    assert code == 0
    assert "12 answers coded by two or more (Anna, Bruno)" in told
    assert "α = 0.034 (" in told
    assert "not usable, make the codes clearer" in told


def test_codings_that_do_not_fit_end_with_their_code(case: Path) -> None:
    write_codings(case, ("i-01", 0, 999, "E-ORD", "Anna"))
    code, told = run("codings", case)
    assert code == 7
    assert "1 codings do not fit their answer" in told
    assert f"an end of at most {len(TEXTS[0])}" in told


def test_mistakes_are_told_plainly(case: Path, tmp_path: Path) -> None:
    code, told = run("codings", case, "--export", tmp_path / "a.qdpx", "--agreement")
    assert (code, "One of these options" in told) == (2, True)
    code, told = run("codebook", case, "--start")
    assert (code, "codebook already" in told) == (1, True)
    code, told = run("codings", case, "--import", tmp_path / "no.qdpx")
    assert (code, "Traceback" in told) == (4, False)


def test_proposals_need_examples_and_a_person(case: Path) -> None:
    code, told = run("codings", case, "--propose")
    assert (code, "nothing to learn from yet" in told) == (0, True)
    write_codings(case, ("i-01", 0, 22, "E-ORD", "Anna"))
    code, told = run("codings", case, "--propose")
    assert (code, "They count nowhere until a person decides" in told) == (0, True)
    code, told = run("codings", case, "--confirm")
    assert (code, "Say who confirms" in told) == (2, True)
    code, told = run("codings", case, "--confirm", "--coder", "Bruno")
    assert (code, "0 proposals confirmed by Bruno, 0 refused" in told) == (0, True)
