from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest

from tramite.voices.hearing.sealing import Showing, Showings, late_guesses

ROME = timezone(timedelta(hours=1))
SHOWN = datetime(2024, 11, 10, 15, 0, tzinfo=ROME)
PARTNERS = Showings((Showing(SHOWN, "partner", "dossier"),))


def interviews(day: date, role: str = "vendor") -> pl.DataFrame:
    return pl.DataFrame({"interview_id": ["i1"], "role": [role], "date": [day]})


@pytest.mark.parametrize(
    ("day", "ended", "because"),
    [
        (date(2024, 11, 9), None, []),
        (date(2024, 11, 10), None, ["same_day"]),
        (date(2024, 11, 11), None, ["after"]),
        (date(2024, 11, 10), datetime(2024, 11, 10, 13, 59, tzinfo=UTC), []),
        (date(2024, 11, 10), datetime(2024, 11, 10, 14, 0, tzinfo=UTC), ["after"]),
        (date(2024, 11, 9), datetime(2024, 11, 12, 9, 0, tzinfo=UTC), ["after"]),  # an edit after the fact
        (date(2024, 11, 11), datetime(2024, 11, 9, 9, 0, tzinfo=UTC), ["after"]),  # two dates: the later counts
    ],
)
def test_a_guess_counts_only_before_results_were_shown(
    day: date, ended: datetime | None, because: list[str]
) -> None:
    times = {} if ended is None else {"i1": ended}
    assert [guess.because for guess in late_guesses(interviews(day), PARTNERS, ended=times)] == because


def test_each_side_has_its_own_first_showing() -> None:
    later = Showing(SHOWN + timedelta(days=5), "customer", "results")
    again = Showing(SHOWN + timedelta(days=9), "partner", "dossier")
    showings = Showings((again, *PARTNERS.entries, later))
    assert showings.first("partner") == PARTNERS.entries[0]
    late = late_guesses(interviews(date(2024, 11, 12)), showings, ended={})
    assert [(guess.side, guess.shown) for guess in late] == [("partner", SHOWN)]


def test_nothing_shown_refuses_nothing_and_only_the_vendor_guesses() -> None:
    assert late_guesses(interviews(date(2024, 11, 12)), Showings(), ended={}) == ()
    assert late_guesses(interviews(date(2024, 11, 12), "reseller"), PARTNERS, ended={}) == ()


def test_a_broken_log_seals_nothing() -> None:
    late = late_guesses(interviews(date(2024, 11, 1)), Showings(intact=False), ended={})
    assert [(guess.side, guess.because) for guess in late] == [("partner", "broken"), ("customer", "broken")]
