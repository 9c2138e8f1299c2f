from __future__ import annotations

import polars as pl

from tests.voices.quality.quality_voices import Field, decided
from tramite.kernel.tables import QUALITY_DECISIONS
from tramite.store.columns import empty_frame
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.quality.decisions import decision_faults, decision_rows, judge_interviews
from tramite.voices.quality.result import Evidence, Finding, QualityFlags

THRESHOLDS = {flag: Evidence(f"from_{flag}") for flag in ("marked", "title")} | {
    "fast": Evidence("from_fast", (("share", 0.6, "share"),))
}


def flags(*raised: tuple[str, str]) -> QualityFlags:
    return QualityFlags(
        tuple(Finding(name, flag, "raised", None, Evidence("found_marked")) for name, flag in raised), THRESHOLDS
    )


def states(field: Field, raised: QualityFlags, decisions: pl.DataFrame) -> dict[str, str]:
    judged = judge_interviews(field.held, flags=raised, decisions=decisions)
    return dict(judged.interviews.select("interview_id", "status").iter_rows())


def test_an_open_flag_sets_an_interview_aside_until_a_person_keeps_it() -> None:
    field = Field()
    for name in ("sound", "open", "kept", "half", "again"):
        field.interview(name, status="approved")
    raised = flags(("open", "fast"), ("kept", "fast"), ("half", "fast"), ("half", "title"), ("again", "fast"))
    decisions = decided(("kept", "fast", "keep", "read"), ("half", "fast", "keep", "read"),
                        ("again", "fast", "call_back", "ask"))  # fmt: skip
    assert states(field, raised, decisions) == {
        "sound": "approved", "open": "has_issues", "kept": "approved", "half": "has_issues", "again": "has_issues",
    }  # fmt: skip
    judged = judge_interviews(field.held, flags=raised, decisions=decisions)
    assert usable_interviews(judged.interviews, roles=["reseller"])["interview_id"].to_list() == ["sound", "kept"]
    assert [(f.interview_id, f.flag) for f in judged.open] == [
        ("open", "fast"), ("half", "title"), ("again", "fast"),
    ]  # fmt: skip


def test_an_excluded_interview_is_out_even_if_its_flag_is_gone() -> None:
    field = Field()
    field.interview("a")
    field.interview("b")
    decisions = decided(("a", "fast", "exclude", "invented"), ("b", "call_back", "exclude", "never took place"),
                        ("b", "title", "exclude", "also"))  # fmt: skip
    assert states(field, flags(("a", "title")), decisions) == {"a": "excluded", "b": "excluded"}
    judged = judge_interviews(field.held, flags=flags(("a", "title")), decisions=decisions)
    assert judged.excluded == (("a", "fast"), ("b", "title"))
    assert judged.open == ()


def test_a_correction_closes_a_flag_only_once_it_is_made() -> None:
    field = Field()
    field.interview("a")
    decisions = decided(("a", "title", "correct", "typing error"))
    assert states(field, flags(("a", "title")), decisions) == {"a": "has_issues"}
    assert states(field, flags(), decisions) == {"a": "done"}


def test_what_the_field_marked_counts_once_a_person_keeps_it() -> None:
    field = Field()
    field.interview("a", status="has_issues")
    field.interview("refused", status="refused")
    raised = flags(("a", "marked"))
    assert states(field, raised, decided()) == {"a": "has_issues", "refused": "refused"}
    kept = decided(("a", "marked", "keep", "heard the recording"))
    assert states(field, raised, kept) == {"a": "done", "refused": "refused"}


def test_a_decision_without_reason_is_none_and_is_told() -> None:
    field = Field()
    field.interview("a")
    decisions = decided(("a", "fast", "keep", " "))
    assert states(field, flags(("a", "fast")), decisions) == {"a": "has_issues"}
    nobody = decisions.with_columns(who=pl.lit(None, pl.String))
    assert [(fault.column, fault.value) for fault in decision_faults(nobody)] == [
        ("who", "a, fast: keep"), ("reason", "a, fast: keep"),
    ]  # fmt: skip
    assert list(decision_faults(decided(("a", "fast", "keep", "read"), ("b", "fast", None, None)))) == []


def test_decided_rows_stay_first_and_open_ones_are_written_again() -> None:
    decisions = decided(("a", "fast", "keep", "read"), ("b", "fast", None, None), ("gone", "title", None, None))
    raised = flags(("a", "fast"), ("a", "marked"), ("b", "fast"))
    drawn = pl.DataFrame({"interview_id": ["b", "a"]})
    rows = decision_rows(raised, decisions=decisions, call_backs=drawn, language="it")
    assert rows.columns == [column.name for column in QUALITY_DECISIONS.columns]
    assert rows.select("interview_id", "flag", "decision", "severity").rows() == [
        ("a", "fast", "keep", None), ("a", "marked", None, "high"), ("b", "fast", None, "medium"),
        ("b", "call_back", None, "draw"), ("a", "call_back", None, "draw"),
    ]  # fmt: skip
    assert rows["threshold"][2] == "sotto il 60% della mediana dello stesso ruolo e della stessa versione"
    again = decision_rows(raised, decisions=rows, call_backs=drawn, language="it")
    assert again.equals(rows)
    fresh = decision_rows(raised, decisions=empty_frame(QUALITY_DECISIONS), call_backs=drawn, language="en")
    assert fresh.height == 5
