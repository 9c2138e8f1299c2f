from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.workflows.field_case import fieldwork, new_field_case
from tests.workflows.submission_shapes import write_xml
from tramite.cli.app import app


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return new_field_case(tmp_path / "case")


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["answers", *map(str, arguments)], env={"COLUMNS": "160"})
    return done.exit_code, done.output


def test_answers_tells_what_came_in_and_what_to_do_next(case: Path, tmp_path: Path) -> None:
    forms = fieldwork().filled["customer", "interview"]
    code, told = run(case, write_xml(tmp_path / "xml", forms))
    assert code == 0
    assert "Written: interviews.csv, responses.csv, sample.csv" in told
    assert "Customers: 5 interviewed of 6 drawn, 0 still open, response so far: 83.3%" in told
    assert f"Next: tramite quality {case}" in told


def test_answers_tells_what_was_kept_out_and_ends_so(case: Path, tmp_path: Path) -> None:
    form = deepcopy(fieldwork().filled["customer", "interview"][0])
    form.find(".//unit_id").text = "[red]nobody"
    code, told = run(case, write_xml(tmp_path / "xml", [form]))
    assert code == 7
    assert "column 'unit_id': found '[red]nobody', nobody in voices/frame has this code" in told
    assert "Nothing is lost: mend the cause" in told


def test_answers_without_any_form_says_so(case: Path) -> None:
    code, told = run(case)
    assert (code, "No filled form was found" in told) == (0, True)


def test_answers_of_a_missing_file_says_so(case: Path, tmp_path: Path) -> None:
    code, told = run(case, tmp_path / "none.zip")
    assert (code, "There is no file or folder" in told) == (3, True)
