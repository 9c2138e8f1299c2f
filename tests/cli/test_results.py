from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
from typer.testing import CliRunner

from tramite.cli.app import app

EXAMPLE = Path("examples/adventure-works")


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["results", *map(str, arguments)])
    return done.exit_code, done.output


def test_results_print_px_first_and_then_the_item_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    code, told = run(EXAMPLE, "--item", "PX03", "--weighting", "vote", "--language", "it", "--output", file)
    assert code == 0
    assert told.index("Partner Experience, un partner, un voto") < told.index(
        "PX03 Da che cosa dipende la crescita"
    )
    assert "Remunerazione più alta" in told
    assert "simulate" in told
    assert set(pl.read_csv(file)["weighting"]) == {"vote"}


def test_results_of_one_channel_say_why_a_cell_is_hidden(tmp_path: Path) -> None:
    case = tmp_path / "case"
    shutil.copytree(EXAMPLE, case, ignore=shutil.ignore_patterns("source", "dossier"))
    settings = case / "case.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[method]", "[method]\ndisclosure_k = 8"))
    code, told = run(case, "--item", "VE01", "--channel", "warehouse", "--language", "en")
    assert code == 0
    assert "hidden: too few answers" in told
    assert "Specialty" not in told


def test_an_unknown_item_is_told() -> None:
    code, told = run(EXAMPLE, "--item", "PE99")
    assert code == 4
    assert "no item of the bank has this id; similar ids:" in told
