"""A guess is a guess only before results are seen: which of the vendor's people guessed too late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import polars as pl

from tramite.voices.estimation.standing import Standing

GuessedSide = Literal["partner", "customer"]
GUESSED: tuple[GuessedSide, ...] = ("partner", "customer")
Because = Literal["after", "same_day", "broken", "earlier"]


@dataclass(frozen=True, slots=True)
class Showing:
    """Results of a side were shown to somebody.

    Attributes:
        at: when, with its offset from UTC: its day is the day where it was shown.
        verb: of the user, that showed them.
        until: day of the last interview of the side that was in them: which waves were shown.
    """

    at: datetime
    side: GuessedSide
    verb: str
    until: date


@dataclass(frozen=True, slots=True)
class Showings:
    """When results were shown, in order.

    Attributes:
        intact: whether the log is as it was written, entry after entry.
        noted: whether this showing could be noted; not in a folder that cannot be written.
    """

    entries: tuple[Showing, ...] = ()
    intact: bool = True
    noted: bool = True

    def of(self, side: GuessedSide) -> tuple[Showing, ...]:
        """Return the showings of a side, the earliest first."""
        return tuple(sorted((one for one in self.entries if one.side == side), key=lambda one: one.at))

    def first(self, side: GuessedSide, since: date) -> Showing | None:
        """Return the first showing of what a side said on a day or later; ``None`` if it was never shown."""
        return next((one for one in self.of(side) if one.until >= since), None)


@dataclass(frozen=True, slots=True)
class LateGuess:
    """An interview of the vendor whose guesses of a side do not count.

    Attributes:
        day: of the interview. ended: when its form says that it ended, if there is a form.
        shown: when results that hold the answers were first shown; ``None`` where that does not matter.
        because: ``after`` results were shown; on the ``same_day``, with no time that shows it earlier; the log is
            ``broken``, so that nothing shows which came first; it guessed an ``earlier`` wave.
    """

    interview_id: str
    side: GuessedSide
    day: date
    ended: datetime | None
    shown: datetime | None
    because: Because


def late_guesses(
    standing: Standing, showings: Showings, *, ended: Mapping[str, datetime]
) -> tuple[LateGuess, ...]:
    """Find the vendor's interviews whose guesses of a side do not count.

    A guess is set beside the answers that stand today. It counts if it was given in the last full wave of the side
    (of the channel that it speaks of) or later, and before anybody was shown answers of that wave: results of
    earlier waves may have been read, as they are what a vendor is to know. An interview has a day, a showing a
    time. Of the same day it counts only if its form ended before the showing; a form that ended later refuses an
    earlier day too, as an edit after the fact would.

    Args:
        standing: the answers of today, and all waves. ended: by interview, when its form ended, with offset.

    Source: METHOD §2.5, §4.7 (guard 3), §4.8; ADR 22.
    """
    held = standing.interviews.filter(pl.col("role") == "vendor").sort("interview_id")
    guesses = (
        _Guess(interview_id, channel_id, side, day, ended.get(interview_id))
        for interview_id, channel_id, day in held.select("interview_id", "channel_id", "date").iter_rows()
        for side in GUESSED
    )
    return tuple(late for guess in guesses if (late := _late(guess, standing, showings)))


@dataclass(frozen=True, slots=True)
class _Guess:
    interview_id: str
    channel_id: str | None
    side: GuessedSide
    day: date
    ended: datetime | None

    def late(self, because: Because, shown: datetime | None = None) -> LateGuess:
        return LateGuess(self.interview_id, self.side, self.day, self.ended, shown, because)


def _late(guess: _Guess, standing: Standing, showings: Showings) -> LateGuess | None:
    if not showings.intact:
        return guess.late("broken")
    stands = standing.last_full(guess.side, guess.channel_id)
    if stands is None:
        return None
    if _guessed(guess, standing) < stands.number:
        return guess.late("earlier")
    shown = showings.first(guess.side, stands.first)
    because = None if shown is None else _because(guess.day, guess.ended, shown.at)
    return None if shown is None or because is None else guess.late(because, shown.at)


def _guessed(guess: _Guess, standing: Standing) -> int:
    """Return the number of the wave whose answers were guessed: its own, or the next in which the side was heard
    where it was not heard in its own."""
    own = next(wave.number for wave in standing.waves if wave.first <= guess.day <= wave.last)
    heard = standing.heard_in(guess.side, guess.channel_id)
    return own if own in heard else min((number for number in heard if number > own), default=own)


def _because(day: date, end: datetime | None, shown: datetime) -> Literal["after", "same_day"] | None:
    if day > shown.date() or (end is not None and end >= shown):
        return "after"
    return "same_day" if end is None and day == shown.date() else None
