from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tramite.cli.app import app
from tramite.kernel.wording import say

EXAMPLE = Path("examples/adventure-works")


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """Return the books and the plan of the example with few draws: without voices no closure can be valued."""
    case = tmp_path / "case"
    shutil.copytree(EXAMPLE / "books", case / "books")
    settings = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("[method]", "[method]\ndraws = 250")
    (case / "case.toml").write_text(settings, encoding="utf-8")
    # Few draws leave the shortfall uncertain: a limit with room, so that the search finds a best.
    plan = (EXAMPLE / "allocation.toml").read_text(encoding="utf-8")
    assert "7_000_000" in plan
    (case / "allocation.toml").write_text(plan.replace("7_000_000", "20_000_000"), encoding="utf-8")
    return case


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "300"}).invoke(app, ["allocate", *map(str, arguments)])
    return done.exit_code, done.output


def test_allocate_prints_the_best_mix_its_steps_and_that_voices_are_simulated(planned: Path) -> None:
    code, told = run(planned)
    assert code == 0
    for key in ("allocation.is_best", "cli.stage_allocation_mixes", "cli.stage_allocation_gap"):
        assert any(say(key, language) in told for language in ("en", "it"))
    assert "simulat" in told or "drawn by a program" in told


def test_allocate_without_a_plan_says_what_is_missing(planned: Path) -> None:
    (planned / "allocation.toml").unlink()
    code, told = run(planned)
    assert code == 3
    assert "allocation.toml" in told
    assert "Traceback" not in told
