from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tramite.cli.app import app
from tramite.workflows.checking import new_case

FILE = "actions.toml"
BOOKS = {
    "partners": "partner_id,channel_id\nA1,resellers\n",
    "products": "product_id\nX1\n",
    "sell_in": "document_id,document_line,date,channel_id,partner_id,product_id,units,net_amount\n"
    "d1,1,{day},resellers,A1,X1,10,1000\n",
}


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner(env={"COLUMNS": "300"}).invoke(app, ["actions", *map(str, arguments)])
    return done.exit_code, " ".join(done.output.split())


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a case with one partner, on whom the channel depends: rule B7 fires."""
    folder = new_case(tmp_path / "mine")
    day = next(
        line.split()[2] for line in (folder / "case.toml").read_text(encoding="utf-8").splitlines()
        if line.startswith("as_of")
    )  # fmt: skip
    for name, text in BOOKS.items():
        (folder / "books" / f"{name}.csv").write_text(text.format(day=day), encoding="utf-8")
    return folder


def test_actions_are_proposed_once_and_edits_are_kept(case: Path) -> None:
    code, told = run(case)
    assert code == 0, told
    assert "New: 1." in told
    assert f"Plan written to {case / FILE}" in told
    text = (case / FILE).read_text(encoding="utf-8")
    assert 'id = "b7-resellers"' in text
    owner = next(line for line in text.splitlines() if line.startswith("owner"))
    edited = text.replace(owner, 'owner = "Anna Bianchi"  # since June')
    (case / FILE).write_text(edited, encoding="utf-8")
    code, told = run(case)
    assert code == 0, told
    assert "Edited by you and left as they are; today the proposal would be another: 1." in told
    assert "b7-resellers: owner: you “Anna Bianchi”" in told
    assert "Nothing to change in" in told
    assert (case / FILE).read_text(encoding="utf-8") == edited


def test_an_action_whose_ground_is_gone_is_told(case: Path) -> None:
    run(case)
    (case / "books" / "sell_in.csv").unlink()
    code, told = run(case)
    assert code == 0
    assert "Their ground is gone (marked, not deleted): 1. b7-resellers" in told


def test_faults_of_the_plan_are_told_without_traceback(case: Path) -> None:
    (case / FILE).write_text('[[actions]]\nid = "a"\ntitle = "One"\nstatus = "later"\ncost = "much"\n')
    code, told = run(case)
    assert code == 4
    assert "actions.0.status" in told
    assert "actions.0.cost" in told
    assert "Traceback" not in told
