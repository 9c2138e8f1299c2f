from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from tramite.cli.app import app

EXAMPLE = Path("examples/adventure-works")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cuts") / "case"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("dossier", "quarantine", "sources"))
    return folder


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["statement", *map(str, arguments)])
    return done.exit_code, done.output


def test_statement_is_printed_and_written_by_the_cut_asked_for(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "cut.csv"
    code, told = run(case, "--by", "line", "--by", "channel", "--show", "net_sales", "--output", file)
    assert code == 0
    assert "Warehouse resellers" in told
    assert f"Written: {file}" in told
    written = pl.read_csv(file).filter(pl.col("line") == "net_sales")
    bikes = written.filter(channel_id="internet", line_id="bikes")["amount"].to_list()
    assert bikes == pytest.approx([14207443], abs=1)
    assert written.height == 15


def test_a_month_that_is_none_is_told(case: Path) -> None:
    code, told = run(case, "--from", "2013-13")
    assert code == 4
    assert "found '2013-13', expected a month as YYYY-MM" in told
