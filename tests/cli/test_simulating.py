from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.workflows.test_simulate_voices import case
from tramite.cli.app import app

__all__ = ["case"]


def test_simulate_voices_tells_what_it_made(case: Path) -> None:
    done = CliRunner().invoke(app, ["simulate-voices", str(case), "--seed", "3", "--interviews", "4"])
    assert done.exit_code == 0, done.output
    assert "resellers" in done.output
    assert "4 interviews simulated" in done.output
    assert "Nobody was interviewed." in done.output
    assert pl.read_csv(case / "voices" / "interviews.csv", separator=";").height == 4


def test_simulate_voices_refuses_plainly(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    done = CliRunner().invoke(app, ["simulate-voices", str(tmp_path)])
    assert done.exit_code == 3
    assert "Traceback" not in done.output
