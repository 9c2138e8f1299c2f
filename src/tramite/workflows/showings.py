"""When results were shown to somebody, and which guesses came too late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl

from tramite.store.guess_log import read_sealed, seal_of
from tramite.store.showings import note_showings, read_showings
from tramite.store.submissions.ledger import Entry, read_ledger
from tramite.voices.asking.form_names import ENDED
from tramite.voices.estimation.sides import ROLES_OF
from tramite.voices.estimation.standing import Standing
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.waves import Wave
from tramite.voices.hearing.sealing import GUESSED, GuessedSide, LateGuess, Showing, Showings, late_guesses
from tramite.voices.hearing.submission import current_of


def note_results_shown(
    path: Path, study: Study | None, *, sides: Iterable[GuessedSide] = GUESSED, verb: str,
    when: datetime | None = None,
) -> Showings:  # fmt: skip
    """Note that results of some sides are shown now, the first time that they are of their last wave.

    Invented voices tell nobody's answers: they are never noted.

    Args:
        study: what is shown; a side that nobody was heard on shows nothing.
        when: with its offset; now, unless given.
    """
    known = read_showings(path)
    if study is None or study.simulated:
        return known
    at = when or datetime.now(UTC).astimezone()
    return note_showings(path, [
        Showing(at, side, verb, until)
        for side in sides
        if (until := _last_day(study, side)) and known.first(side, _wave_of(study, until).first) is None
    ])  # fmt: skip


def _last_day(study: Study, side: GuessedSide) -> date | None:
    """Return the day of the last interview of a side."""
    days = study.interviews.filter(pl.col("role").is_in(ROLES_OF[side]))["date"]
    return max(days, default=None)


def _wave_of(study: Study, day: date) -> Wave:
    return next(wave for wave in study.waves if wave.first <= day <= wave.last)


def guesses_too_late(path: Path, standing: Standing) -> tuple[Showings, tuple[LateGuess, ...]]:
    """Read when results were shown, and find the guesses that came later, or of another wave.

    Args:
        path: of the case. standing: the answers of today.

    Raises:
        UnsafeInput, InputRefused: the log, or the ledger of forms, cannot be read.
    """
    showings = read_showings(path)
    ended = {**_ended(read_ledger(path)), **_sealed(path, standing)}
    return showings, late_guesses(standing, showings, ended=ended)


def _sealed(path: Path, standing: Standing) -> Mapping[str, datetime]:
    """Return when guesses were sealed; those that are not what was sealed count as given later than anything."""
    sealed = read_sealed(path)
    answers = standing.responses.filter(pl.col("interview_id").is_in(list(sealed)))
    stands: dict[str, dict[str, float]] = {}
    for interview_id, item, number in answers.select("interview_id", "item_id", "number").iter_rows():
        stands.setdefault(interview_id, {})[item] = number
    never = datetime.max.replace(tzinfo=UTC)
    return {
        one.interview_id: one.at if seal_of(stands[one.interview_id]) == one.seal else never
        for one in sealed.values()
        if one.interview_id in stands
    }


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
