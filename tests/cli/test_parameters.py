from __future__ import annotations

from pathlib import Path

import pytest
import xarray as xr
from typer.testing import CliRunner

from tramite.cli.app import app

EXAMPLE = Path("examples/adventure-works")


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "300"}).invoke(app, ["parameters", *map(str, arguments)])
    return done.exit_code, done.output


def test_parameters_are_written_with_their_groups_and_say_that_voices_are_simulated(tmp_path: Path) -> None:
    file = tmp_path / "drawn.nc"
    code, told = run(EXAMPLE, "--output", file)
    assert code == 0
    assert "10000" in told
    assert "simulat" in told
    with xr.open_datatree(file, engine="h5netcdf") as tree:
        assert sorted(tree.children) == ["evidence", "posterior", "prior"]
        assert tree["posterior/price"].dims == ("chain", "draw", "channel", "price_asked")
        assert tree["posterior/price"].attrs["unit"] == "share"


def test_another_ending_is_refused(tmp_path: Path) -> None:
    code, told = run(EXAMPLE, "--output", tmp_path / "drawn.csv")
    assert code == 4
    assert ".nc" in told


def test_without_the_engine_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tramite.store.parameters.find_spec", lambda name: None)
    code, told = run(EXAMPLE, "--output", tmp_path / "drawn.nc")
    assert code == 1
    assert "tramite[arviz]" in told
