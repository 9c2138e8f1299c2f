from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from tests.workflows.test_quality import decide, write_field
from tramite.cli.app import app


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["quality", *map(str, arguments)], env={"COLUMNS": "160"})
    return done.exit_code, done.output


def test_quality_tells_what_is_open_and_ends_with_seven_until_decided(tmp_path: Path) -> None:
    case = write_field(tmp_path)
    code, told = run(case)
    assert code == 7
    assert "Interviews held with consent: 12. Counted in the estimates: 10; waiting for a decision: 2" in told
    assert "8.3 minutes, 20.8% of the median of 40.0 (12 interviews alike)" in told
    assert "threshold: below 60% of the median of the same role and version" in told
    assert "Call-backs: 2 to ring." in told
    for interview in ("i03", "i07"):
        decide(case / "voices" / "quality_decisions.csv", interview, "fast", "keep")
    code, told = run(case)
    assert code == 0
    assert "No flag waits for a decision." in told


def test_quality_without_a_case_says_so(tmp_path: Path) -> None:
    code, _ = run(tmp_path / "nowhere")
    assert code == 3
