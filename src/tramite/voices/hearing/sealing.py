"""A guess is a guess only before results are seen: which of the vendor's people guessed too late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import polars as pl

GuessedSide = Literal["partner", "customer"]
GUESSED: tuple[GuessedSide, ...] = ("partner", "customer")


@dataclass(frozen=True, slots=True)
class Showing:
    """Results of a side were shown to somebody.

    Attributes:
        at: when, with its offset from UTC: its day is the day where it was shown.
        verb: of the user, that showed them.
    """

    at: datetime
    side: GuessedSide
    verb: str


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

    def first(self, side: GuessedSide) -> Showing | None:
        """Return the first showing of a side; ``None`` if its results were never shown."""
        return min(
            (entry for entry in self.entries if entry.side == side), key=lambda entry: entry.at, default=None
        )


@dataclass(frozen=True, slots=True)
class LateGuess:
    """An interview of the vendor whose guesses of a side do not count.

    Attributes:
        day: of the interview. ended: when its form says that it ended, if there is a form.
        shown: when results of the side were first shown; ``None`` where the log is broken.
        because: ``after`` results were shown; on the ``same_day``, with no time that shows it earlier; the log is
            ``broken``, so that nothing shows which came first.
    """

    interview_id: str
    side: GuessedSide
    day: date
    ended: datetime | None
    shown: datetime | None
    because: Literal["after", "same_day", "broken"]


def late_guesses(
    interviews: pl.DataFrame, showings: Showings, *, ended: Mapping[str, datetime]
) -> tuple[LateGuess, ...]:
    """Find the vendor's interviews that were held after results of the side that they guess had been shown.

    An interview has a day, a showing a time. Of the same day it counts only if its form ended before the showing;
    a form that ended later refuses an earlier day too, as an edit after the fact would.

    Args:
        interviews: contract INTERVIEWS.
        ended: by interview, when its form ended, with offset.

    Source: METHOD §2.5, §4.7 (guard 3).
    """
    days = interviews.filter(pl.col("role") == "vendor").sort("interview_id").select("interview_id", "date")
    return tuple(_late(days.iter_rows(), showings, ended))


def _late(
    days: Iterable[tuple[str, date]], showings: Showings, ended: Mapping[str, datetime]
) -> Iterator[LateGuess]:
    for interview_id, day in days:
        end = ended.get(interview_id)
        for side in GUESSED:
            shown = showings.first(side)
            if not showings.intact:
                yield LateGuess(interview_id, side, day, end, None, "broken")
            elif shown is not None:
                because = _because(day, end, shown.at)
                if because:
                    yield LateGuess(interview_id, side, day, end, shown.at, because)


def _because(day: date, end: datetime | None, shown: datetime) -> Literal["after", "same_day", ""]:
    if day > shown.date() or (end is not None and end >= shown):
        return "after"
    return "same_day" if end is None and day == shown.date() else ""
