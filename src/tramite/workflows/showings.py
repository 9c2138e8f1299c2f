"""When results were shown to somebody, and which guesses came too late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path

import polars as pl

from tramite.store.showings import note_showings, read_showings
from tramite.store.submissions.ledger import Entry, read_ledger
from tramite.voices.asking.form_names import ENDED
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.sides import ROLES_OF
from tramite.voices.hearing.sealing import GUESSED, GuessedSide, LateGuess, Showing, Showings, late_guesses
from tramite.voices.hearing.submission import current_of


def note_results_shown(
    path: Path, interviews: pl.DataFrame | None, *, sides: Iterable[GuessedSide] = GUESSED, verb: str,
    simulated: bool, when: datetime | None = None,
) -> Showings:  # fmt: skip
    """Note that results of some sides are shown now, the first time that they are.

    Invented voices tell nobody's answers: they are never noted.

    Args:
        interviews: those that count; a side that nobody was heard on shows nothing.
        when: with its offset; now, unless given.
    """
    known = read_showings(path)
    if simulated or interviews is None:
        return known
    at = when or datetime.now(UTC).astimezone()
    heard = [side for side in sides if usable_interviews(interviews, roles=ROLES_OF[side]).height]
    return note_showings(path, [Showing(at, side, verb) for side in heard if known.first(side) is None])


def guesses_too_late(path: Path, interviews: pl.DataFrame) -> tuple[Showings, tuple[LateGuess, ...]]:
    """Read when results were shown, and find the guesses that came later.

    Args:
        path: of the case. interviews: contract INTERVIEWS.

    Raises:
        UnsafeInput, InputRefused: the log, or the ledger of forms, cannot be read.
    """
    showings = read_showings(path)
    if showings.intact and not showings.entries:
        return showings, ()
    return showings, late_guesses(interviews, showings, ended=_ended(read_ledger(path)))


def _ended(ledger: Mapping[str, Entry]) -> Mapping[str, datetime]:
    """Return when the form of each interview ended; an edit counts from the end of the day on which it came in."""
    found = {}
    for root, form in current_of(entry.submission for entry in ledger.values()).items():
        edited = form.id != root
        moment = _last(ledger[form.id]) if edited else _moment(form.value(ENDED))
        if moment is not None:
            found[root] = moment
    return found


def _last(entry: Entry) -> datetime:
    return datetime.combine(entry.taken, time.max).astimezone()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
