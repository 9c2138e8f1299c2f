from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.workflows.coded_case import write_case, write_codings
from tramite.kernel.errors import InputRefused
from tramite.voices.coding.proposals import PROPOSER
from tramite.workflows.codebook import start_codebook
from tramite.workflows.coding import coding_state
from tramite.workflows.coding_proposals import confirm_proposals, propose_codings


@pytest.fixture
def case(tmp_path: Path) -> Path:
    write_case(tmp_path)
    start_codebook(tmp_path)
    write_codings(tmp_path, ("i-01", 0, 22, "E-ORD", "Anna"), ("i-02", 0, 25, "R-MAR", "Anna"))
    return tmp_path


def decide(file: Path, decision: str, interview: str) -> None:
    table = pl.read_csv(file, separator=";", schema_overrides={"decision": pl.String})
    told = pl.when(pl.col("interview_id") == interview).then(pl.lit(decision)).otherwise("decision")
    file.write_text(table.with_columns(told.alias("decision")).write_csv(separator=";"), encoding="utf-8")


def test_proposals_count_nowhere_until_a_person_confirms_them(case: Path) -> None:
    proposed = propose_codings(case)
    assert proposed.open > 2
    assert coding_state(case).coding.coded == 2
    decide(proposed.file, "yes", "i-07")
    decide(proposed.file, "no", "i-08")
    done = confirm_proposals(case, coder="Bruno")
    assert (done.refused, done.confirmed + done.refused + done.open) == (1, proposed.open)
    codings = coding_state(case).coding.codings.filter(pl.col("coder") == "Bruno")
    assert set(codings["interview_id"]) == {"i-07"}
    assert set(codings["proposed_by"]) == {PROPOSER}
    again = propose_codings(case)
    kept = pl.read_csv(again.file, separator=";").filter(pl.col("interview_id") == "i-08")
    assert kept["decision"].to_list() == ["no"]
    assert again.open == done.open


def test_a_proposal_on_an_answer_that_changed_is_refused(case: Path) -> None:
    proposed = propose_codings(case)
    decide(proposed.file, "yes", "i-07")
    responses = case / "voices" / "responses.csv"
    text = responses.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [line.replace("ordini", "rinvii") if line.startswith("i-07") else line for line in text]
    responses.write_text("".join(changed), encoding="utf-8")
    with pytest.raises(InputRefused) as error:
        confirm_proposals(case, coder="Bruno")
    assert {fault.kind for fault in error.value.faults} == {"coding_changed"}
