from __future__ import annotations

from dataclasses import replace

import pytest

from tests.voices.quality.quality_voices import BANK, METHOD, Field, decided
from tramite.kernel.case import CaseDefinition
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.dossier import Dossier
from tramite.reports.page import render_html
from tramite.reports.shown_field import excluded_by_reason, may_count, shown_call_backs
from tramite.reports.tables import dossier_tables
from tramite.voices.quality.call_backs import CallBackShare
from tramite.voices.quality.field_quality import FieldQuality, FieldVoices, field_quality


def quality(fast: int, shares: int = 0) -> FieldQuality:
    """Forty interviews of four interviewers; so many are excluded as hurried, and for their shares."""
    field = Field()
    for number in range(40):
        interview = field.interview(
            interviewer=f"Anna Verdi {number % 4}", seconds=300.0 if number < fast else 2400.0
        )
        field.ratings(interview, [(number * 7 + place) % 11 for place in range(12)])
        whole = 90 if fast <= number < fast + shares else 100
        field.numbers(interview, "PR10", {"easy": 50, "predictable": 20, "profitable": whole - 70})
    rows = [(f"i{n:03d}", "fast" if n < fast else "shares", "exclude", "checked") for n in range(fast + shares)]
    voices = FieldVoices(field.held, field.told, decided(*rows))
    return field_quality(voices, bank=BANK, method=METHOD, seed=1)


@pytest.mark.parametrize(("count", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_small_counts_are_not_told(count: int, told: bool) -> None:
    assert may_count(count, method=METHOD) is told


def test_rare_reasons_are_told_together_and_few_exclusions_have_none() -> None:
    assert excluded_by_reason(quality(6, 5), method=METHOD) == {"fast": 6, "shares": 5}
    assert excluded_by_reason(quality(6, 2), method=METHOD) == {"other": 8}
    assert excluded_by_reason(quality(4), method=METHOD) == {}


def test_interviewers_have_letters_and_small_groups_are_hidden(definition: CaseDefinition) -> None:
    shares = tuple(
        CallBackShare(name, 60, 6, heard, 5) for name, heard in (("a", 6), ("b", 6), ("c", 3), ("d", 6))
    )
    rows = shown_call_backs(replace(quality(0), call_backs=shares), definition=definition)
    assert [row.letter for row in rows] == ["A", "B", "C", "D"]
    assert sum(row.heard is None for row in rows) == 2  # the small one, and one that keeps it from being found
    assert {row.confirmed for row in rows if row.heard is not None} == {5}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dossier_tells_the_quality_and_no_name(dossier: Dossier, language: Language) -> None:
    full = replace(dossier, quality=quality(2, 3))
    page = render_html(full, language)
    assert say("quality.flag_fast", language) in page
    assert say("quality.few", language, k=5) in page
    assert "Anna Verdi" not in page
    assert "i000" not in page
    assert say("quality.missing", language) in render_html(dossier, language)


def test_the_tables_hold_effects_and_no_small_count(dossier: Dossier) -> None:
    tables = dossier_tables(replace(dossier, quality=quality(2, 6)))
    flags = {row["flag"]: row for row in tables["quality_flags"].iter_rows(named=True)}
    assert (flags["fast"]["raised"], flags["fast"]["hidden"]) == (None, True)
    assert (flags["shares"]["raised"], flags["unknown"]["raised"]) == (6, 0)
    effects = tables["interviewer_effect"]
    assert effects["measure"][0] == "all"
    assert effects["interviewers"].unique().to_list() == [4]
