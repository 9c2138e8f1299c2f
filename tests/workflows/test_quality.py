from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.store.case_on_disk import DEFINITION
from tramite.kernel.errors import CaseNotFound, InputRefused
from tramite.workflows.case import open_case
from tramite.workflows.quality import check_field

FRAME = "unit_id,role,channel_id,stratum,status,revenue,name\n"
INTERVIEWS = "interview_id,unit_id,role,channel_id,mode,interviewer,date,seconds,consent,status,version\n"
RESPONSES = "interview_id,item_id,key,number,text,missing\n"
HURRIED = ("i03", "i07")


def write_field(folder: Path) -> Path:
    """Write a case of twelve interviews, two of them hurried, done by two interviewers."""
    (folder / "voices").mkdir()
    (folder / "case.toml").write_text(DEFINITION, encoding="utf-8")
    frame, interviews, responses = FRAME, INTERVIEWS, RESPONSES
    for n in range(12):
        name = f"i{n:02d}"
        seconds = 500 if name in HURRIED else 2400
        frame += f"u{n:02d},reseller,shops,small,active,1000,Azienda {n}\n"
        interviews += f"{name},u{n:02d},reseller,shops,phone,int-{n % 2},2024-05-06,{seconds},true,approved,1\n"
        for item in ("PE01", "PE02", "PP01", "PF01", "PF03"):
            responses += f"{name},{item},,{(n * 3 + len(responses)) % 11},,\n"
        responses += f"{name},PS05,,,resale,\n{name},PS04,,{10 + n},,\n"
    for table, text in (("frame", frame), ("interviews", interviews), ("responses", responses)):
        (folder / "voices" / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_field(tmp_path)


def decide(file: Path, interview: str, flag: str, decision: str, reason: str | None = "checked") -> None:
    """Write a decision into the table, as a person with a spreadsheet does."""
    table = pl.read_csv(file, separator=";", infer_schema=False)
    here = (pl.col("interview_id") == interview) & (pl.col("flag") == flag)
    given = {"decision": decision, "who": "Rossi", "date": "2024-06-03", "reason": reason}
    told = table.with_columns(
        pl.when(here).then(pl.lit(v)).otherwise(name).alias(name) for name, v in given.items()
    )
    file.write_text(told.write_csv(separator=";"), encoding="utf-8-sig")


def test_flagged_interviews_wait_then_count_or_leave(case: Path) -> None:
    first = check_field(case)
    assert first.decisions == case / "voices" / "quality_decisions.csv"
    assert [(f.interview_id, f.flag) for f in first.quality.judged.open] == [("i03", "fast"), ("i07", "fast")]
    assert (first.quality.counted, first.to_ring) == (10, 2)
    assert counted(case) == {f"i{n:02d}" for n in range(12)} - set(HURRIED)
    decide(first.decisions, "i03", "fast", "keep")
    decide(first.decisions, "i07", "fast", "exclude", "read from a list")
    second = check_field(case)
    assert second.quality.judged.open == ()
    assert second.quality.judged.excluded == (("i07", "fast"),)
    assert counted(case) == {f"i{n:02d}" for n in range(12)} - {"i07"}
    written = pl.read_csv(second.decisions, separator=";", infer_schema=False)
    assert written.filter(pl.col("interview_id") == "i07")["reason"].to_list()[0] == "read from a list"
    assert check_field(case).decisions.read_bytes() == second.decisions.read_bytes()


def counted(case: Path) -> set[str]:
    """Return the interviews that the estimates of a case are made of."""
    quality = open_case(case).quality
    assert quality is not None
    usable = quality.judged.interviews.filter(pl.col("status").is_in(["done", "approved"]))
    return set(usable["interview_id"])


def test_the_index_leaves_out_what_waits(case: Path) -> None:
    px = open_case(case).px
    assert px is not None
    ids = {name for score in px.scores for source in score.estimate.evidence for name in source.ids}
    assert ids.isdisjoint(HURRIED)


def test_a_decision_without_reason_is_refused_and_nothing_is_written(case: Path) -> None:
    first = check_field(case)
    decide(first.decisions, "i03", "fast", "keep", None)
    before = first.decisions.read_bytes()
    with pytest.raises(InputRefused) as caught:
        check_field(case)
    assert [(fault.kind, fault.column) for fault in caught.value.faults] == [("decision_unexplained", "reason")]
    assert first.decisions.read_bytes() == before


def test_refused_rows_of_the_decisions_are_not_overwritten(case: Path) -> None:
    first = check_field(case)
    decide(first.decisions, "i03", "fast", "perhaps")
    with pytest.raises(InputRefused, match="perhaps"):
        check_field(case)


def test_the_sheet_asks_without_telling_what_was_answered(case: Path) -> None:
    done = check_field(case, language="it")
    sheet, answers = (file.read_text(encoding="utf-8") for file in (done.call_backs, done.answers))
    assert "Azienda" in sheet
    assert "int-0" not in sheet + answers
    assert "Acquisto e fatturo a mio nome" in answers
    assert "Acquisto e fatturo a mio nome" not in sheet
    drawn = done.quality.drawn["interview_id"].to_list()
    for interview in drawn:
        decide(done.decisions, interview, "call_back", "keep", "as written")
    again = check_field(case)
    assert again.to_ring == 0
    assert [(share.heard, share.confirmed) for share in again.quality.call_backs] == [(1, 1), (1, 1)]


def test_words_of_people_are_no_formulas(case: Path) -> None:
    first = check_field(case)
    decide(first.decisions, "i03", "fast", "keep", "=1+1")
    again = check_field(case)
    assert "'=1+1" in again.decisions.read_text(encoding="utf-8-sig")


def test_without_interviews_it_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(DEFINITION, encoding="utf-8")
    with pytest.raises(CaseNotFound, match="no interviews yet"):
        check_field(tmp_path)


def test_decisions_that_stand_in_parquet_stay_there(case: Path) -> None:
    file = check_field(case).decisions
    pl.read_csv(file, separator=";", infer_schema_length=0).select(
        pl.all().exclude("date"), pl.col("date").cast(pl.Date)
    ).write_parquet(file.with_suffix(".parquet"))
    file.unlink()
    checked = check_field(case)
    assert checked.decisions == file.with_suffix(".parquet")
    assert not file.exists()
    assert set(pl.read_parquet(checked.decisions)["interview_id"]) >= set(HURRIED)
