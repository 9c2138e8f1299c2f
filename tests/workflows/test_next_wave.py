"""What to ask next in a whole case, from the folder to the words and the list of whom to ask."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from tramite.cli.app import app

EXAMPLE = Path("examples/adventure-works")
OPEN = {"low = 150_000": "low = 4e6", "likely = 400_000": "likely = 6e6", "high = 900_000": "high = 9.5e6"}


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "300"}).invoke(app, ["ask", *map(str, arguments)])
    return done.exit_code, done.output


def edit(file: Path, changes: dict[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for was, becomes in changes.items():
        assert was in text
        text = text.replace(was, becomes, 1)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with exit costs that leave it open whether to close the warehouse channel; fewer draws."""
    folder = tmp_path_factory.mktemp("open") / "case"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("source", "dossier", "quarantine"))
    for file in (folder / "alternatives").glob("*.toml"):
        if file.stem != "close-warehouse":
            file.unlink()
    (folder / "allocation.toml").unlink()
    edit(folder / "alternatives" / "close-warehouse.toml", OPEN)
    edit(folder / "case.toml", {"[method]\n": "[method]\ndraws = 2000\n"})
    return folder


@pytest.fixture(scope="module")
def told(case: Path) -> str:
    """What the command says, with a budget and the list of whom to ask."""
    code, output = run(case, "--budget", 5_000, "--list")
    assert code == 0, output
    return output


def test_the_command_says_whom_to_ask_and_what_to_look_up(told: str) -> None:
    assert "Answer: ask" in told
    assert "more customers of “Warehouse resellers”" in told
    assert "contracts: notice, indemnities, leases" in told
    assert "simulated" in told


def test_the_list_names_the_next_of_each_stratum_who_were_not_heard(told: str, case: Path) -> None:
    file = case / "sampling" / "next_wave.csv"
    assert str(file) in told
    listed = pl.read_csv(file, separator=";", encoding="utf8", infer_schema=False)
    assert "warehouse-customers" in set(listed["stratum"])
    for _, group in listed.group_by("side", "channel_id", "stratum"):
        assert group["place"].cast(pl.Int64).to_list() == list(range(1, len(group) + 1))
    heard = pl.read_parquet(case / "voices" / "interviews.parquet").filter(pl.col("status") == "approved")
    asked = listed.join(heard, on=["unit_id", "channel_id"])
    assert asked.is_empty()


def test_the_command_refuses_what_is_no_case(tmp_path: Path) -> None:
    code, output = run(tmp_path)
    assert code == 3
    assert "Traceback" not in output
