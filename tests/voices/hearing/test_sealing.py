from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tests.voices.estimation.waves_made import Rounds, names
from tramite.voices.estimation.standing import Standing
from tramite.voices.hearing.sealing import Showing, Showings, late_guesses

ROME = timezone(timedelta(hours=1))
FIELD = date(2024, 11, 4)
SHOWN = datetime(2024, 11, 10, 15, 0, tzinfo=ROME)
PARTNERS = Showings((Showing(SHOWN, "partner", "dossier", FIELD),))
A_YEAR = timedelta(days=365)
AGAIN = FIELD + A_YEAR  # the second wave
SAID, GUESSED = {"PE01": 7, "PE02": 7}, {"VE01": 7, "VE02": 7}


def heard(*guessed: date, field: tuple[date, ...] = (FIELD,)) -> Standing:
    """Partners heard on some days, and one of the vendor's people, who guesses, on others."""
    made = Rounds()
    for day in field:
        made.hear(names("p", 4), day, SAID)
    for place, day in enumerate(guessed):
        made.hear([f"v{place}"], day, GUESSED, role="vendor")
    return made.standing()


def because(standing: Standing, showings: Showings, **ended: datetime) -> list[str]:
    times = {one: ended[one[:2]] for one in standing.interviews["interview_id"] if one[:2] in ended}
    return [guess.because for guess in late_guesses(standing, showings, ended=times) if guess.side == "partner"]


@pytest.mark.parametrize(
    ("day", "ended", "found"),
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
    day: date, ended: datetime | None, found: list[str]
) -> None:
    assert because(heard(day), PARTNERS, **({} if ended is None else {"v0": ended})) == found


def test_each_side_has_its_own_first_showing() -> None:
    later = Showing(SHOWN + timedelta(days=5), "customer", "results", FIELD)
    again = Showing(SHOWN + timedelta(days=9), "partner", "dossier", FIELD)
    showings = Showings((again, *PARTNERS.entries, later))
    assert showings.first("partner", FIELD) == PARTNERS.entries[0]
    made = Rounds()
    made.hear(["p0"], FIELD, SAID)
    made.hear(["c0"], FIELD, {"CR01": 7}, role="customer")
    made.hear(["v0"], date(2024, 11, 12), GUESSED, role="vendor")
    late = late_guesses(made.standing(), showings, ended={})
    assert [(guess.side, guess.shown) for guess in late] == [("partner", SHOWN)]


def test_nothing_shown_refuses_nothing_and_only_the_vendor_guesses() -> None:
    assert because(heard(date(2024, 11, 12)), Showings()) == []
    assert because(heard(field=(date(2024, 11, 12),)), PARTNERS) == []


def test_a_broken_log_seals_nothing() -> None:
    late = late_guesses(heard(date(2024, 11, 1)), Showings(intact=False), ended={})
    assert [(guess.side, guess.because) for guess in late] == [("partner", "broken"), ("customer", "broken")]


def test_results_of_an_earlier_wave_may_have_been_read() -> None:
    assert because(heard(AGAIN, field=(FIELD, AGAIN)), PARTNERS) == []


def test_results_of_its_own_wave_may_not() -> None:
    shown = Showing(SHOWN + A_YEAR, "partner", "compare", AGAIN)
    second = Showings((*PARTNERS.entries, shown))
    late = heard(AGAIN, AGAIN + timedelta(days=20), field=(FIELD, AGAIN))
    assert [(guess.interview_id[:2], guess.shown) for guess in late_guesses(late, second, ended={})] == [
        ("v1", SHOWN + A_YEAR)
    ]


def test_a_guess_of_an_earlier_wave_is_no_guess_of_this_one() -> None:
    assert because(heard(FIELD, field=(FIELD, AGAIN)), Showings()) == ["earlier"]


def test_a_guess_after_a_showing_and_before_the_next_field_guessed_what_was_shown() -> None:
    """The vendor's people are asked anew, partners are not yet: what stands is what they have read."""
    assert because(heard(AGAIN), PARTNERS) == ["after"]


def test_guesses_long_before_the_field_are_guesses_of_it() -> None:
    assert because(heard(FIELD - timedelta(days=150)), PARTNERS) == []
