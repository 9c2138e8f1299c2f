from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.workflows.test_questionnaire import FACTS, PROJECT
from tramite.cli.app import app
from tramite.workflows.checking import new_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = new_case(tmp_path / "case")
    (folder / "voices").mkdir(exist_ok=True)
    (folder / "voices/project.toml").write_text(PROJECT, encoding="utf-8")
    (folder / "voices/facts.csv").write_text(FACTS, encoding="utf-8")
    return folder


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["questionnaire", *map(str, arguments)], env={"COLUMNS": "160"})
    return done.exit_code, done.output


def test_questionnaire_tells_what_was_written_and_what_to_do_with_it(case: Path) -> None:
    code, told = run(case, "--role", "vendor", "--channel", "shop", "--language", "it")
    assert code == 0
    assert "vendor-shop.xlsx" in told
    assert "vendor-shop.pdf" in told
    assert "Upload the .xlsx files to ODK Central or Kobo" in told


def test_questionnaire_says_plainly_what_is_missing(case: Path) -> None:
    code, told = run(case)
    assert code == 1
    assert "--role and --channel, or --all" in told
    code, told = run(case, "--role", "vendor", "--channel", "shop", "--language", "fr")
    assert code == 2
    assert "Traceback" not in told
