from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.store.case_on_disk import DEFINITION
from tramite.cli.app import app

FRAME = "unit_id;role;channel_id;stratum;status;revenue;name\n" + "".join(
    f"P{n:02d};reseller;shops;auto;active;{1000 + n};Azienda [{n}]\n" for n in range(30)
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "voices").mkdir()
    (tmp_path / "case.toml").write_text(DEFINITION, encoding="utf-8")
    (tmp_path / "voices" / "frame.csv").write_text(FRAME, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["sample", *map(str, arguments)], env={"COLUMNS": "160"})
    return done.exit_code, done.output


def test_sample_draws_tells_replaces_and_verifies(case: Path) -> None:
    code, told = run(case, "--partners", 12, "--seed", 5)
    assert code == 0
    assert "Drawn: 12 units, 12 interviews. Seed 5" in told
    assert str(case / "voices" / "sample.csv") in told
    code, told = run(case)
    assert code == 0
    assert "The sample stands: 12 units" in told
    unit = (case / "voices" / "sample.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(";")[0]
    code, told = run(case, "--replace", unit, "--reason", "no time")
    assert code == 0
    assert f"{unit} is out (no time). In its place: P" in told
    code, told = run(case, "--verify")
    assert code == 0
    assert "The sample is the one that seed 5 draws" in told
    code, told = run(case)
    assert "rate, heads" in told


def test_a_sample_changed_by_hand_ends_with_its_own_code(case: Path) -> None:
    run(case, "--partners", 12)
    file = case / "voices" / "sample.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*rows[:1], *rows[2:]]) + "\n", encoding="utf-8")
    code, told = run(case, "--verify")
    assert code == 8
    assert "1 differences from what seed 1 draws, 1 of them without a reason" in told
    assert "was drawn and is not in the sample" in told


def test_a_mistake_ends_with_its_sentence_and_code(case: Path) -> None:
    code, told = run(case, "--verify")
    assert code == 3
    assert "tramite sample" in told
    run(case, "--partners", 12)
    code, told = run(case, "--replace", "nobody", "--reason", "x")
    assert code == 4
    assert "expected a unit of the sample" in told
    code, told = run(case, "--again", "--verify")
    assert (code, "Choose one" in told) == (2, True)
    assert "Traceback" not in told
