"""Take in what somebody of the vendor guesses, sealed before results are seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused, TramiteError
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES
from tramite.store.guess_log import SealedGuesses, note_sealed, seal_of
from tramite.store.submissions.tables import check_writable, save_voices
from tramite.voices.asking.bank import ItemBank
from tramite.voices.asking.guessing import SCORES, guessed_items
from tramite.voices.estimation.sides import Side, side_mirrored
from tramite.voices.estimation.standing import standing_answers
from tramite.workflows.case import Case, open_case
from tramite.workflows.sample_record import table_of
from tramite.workflows.showings import guesses_too_late

VERSION = "guesses"  # of the instrument: the questions of the bank, nothing else
_FILE = "voices/responses"


class GuessTooLate(TramiteError):
    """Results were shown before the guess."""

    http_status = 409


@dataclass(frozen=True, slots=True)
class GuessSheet:
    """What one person of the vendor guesses of one channel.

    Attributes:
        unit_id: who guesses: a unit of the frame, of the vendor. answers: by item, on the scale of the item.
    """

    unit_id: str
    channel_id: str
    answers: Mapping[str, float]


def take_guesses(path: str | Path, sheet: GuessSheet, *, when: datetime) -> str:
    """Write guesses into a case as an interview with one of the vendor's people, and seal them.

    Args:
        when: with its offset. The answers count as they were sealed: a later change counts as later.

    Returns: the id of the interview.
    Raises:
        CaseNotFound: no such case or channel. InputRefused: all that is wrong with the sheet. GuessTooLate:
            results of what is guessed were shown before. Nothing is written then.
    """
    case = open_case(path)
    check_writable(case.folder)
    interview_id = f"guess-{sheet.unit_id}-{sheet.channel_id}-{when:%Y%m%d}"
    faults = list(_faults(case, sheet, interview_id))
    if faults:
        raise InputRefused(faults)
    interviews, responses = _with_guesses(case, sheet, interview_id, when)
    standing = standing_answers(responses, interviews, table_of(case, "frame"), method=case.method)
    late: set[Side | None] = {
        guess.side
        for guess in guesses_too_late(case.folder.path, standing)[1]
        if guess.interview_id == interview_id
    }
    guessed = {side_mirrored(case.bank.item(item), case.bank) for item in sheet.answers}
    shown = sorted(side for side in late & guessed if side)
    if shown:
        raise GuessTooLate(f"guess_too_late_{shown[0]}")
    save_voices(case.folder, "interviews", interviews)
    save_voices(case.folder, "responses", responses)
    note_sealed(case.folder.path, SealedGuesses(interview_id, when, seal_of(sheet.answers)))
    return interview_id


def _faults(case: Case, sheet: GuessSheet, interview_id: str) -> Iterator[Fault]:
    channels = {channel.id: channel for channel in case.definition.channels}
    if sheet.channel_id not in channels:
        raise CaseNotFound("channel_not_found", channel=sheet.channel_id, known=", ".join(channels))
    own = table_of(case, "frame").filter(pl.col("role") == "vendor")
    if sheet.unit_id not in own["unit_id"]:
        yield Fault("voices/frame", "not_of_the_vendor", column="unit_id", value=sheet.unit_id)
    if interview_id in table_of(case, "interviews")["interview_id"]:
        yield Fault("voices/interviews", "guessed_already", column="unit_id", value=sheet.unit_id)
    if not sheet.answers:
        yield Fault(_FILE, "no_guesses", column="number")
    scores = {item.id: SCORES[item.scale] for item in guessed_items(case.bank, channels[sheet.channel_id])}
    for item, number in sheet.answers.items():
        if item not in scores:
            yield Fault(_FILE, "not_guessed_here", column="item_id", value=item)
        elif not (scores[item][0] <= number <= scores[item][1] and float(number).is_integer()):
            hint = f"{scores[item][0]}–{scores[item][1]}"
            yield Fault(_FILE, "guess_off_scale", column=item, value=f"{number:g}", hint=hint)


def _with_guesses(
    case: Case, sheet: GuessSheet, interview_id: str, when: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return interviews and responses with the guesses as their last rows."""
    interview = {
        "interview_id": interview_id, "unit_id": sheet.unit_id, "role": "vendor", "channel_id": sheet.channel_id,
        "mode": "self", "date": when.date(), "consent": True, "status": "done", "version": VERSION, "level": "c",
    }  # fmt: skip
    answers = [
        {"interview_id": interview_id, "item_id": item, "number": float(sheet.answers[item])}
        for item in _ordered(case.bank, sheet.answers)
    ]
    return _longer(case, "interviews", [interview]), _longer(case, "responses", answers)


def _longer(case: Case, name: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    schema = {column.name: DTYPES[column.kind] for column in CONTRACTS[name].columns}
    added = pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
    return pl.concat([table_of(case, name), added])


def _ordered(bank: ItemBank, answers: Mapping[str, float]) -> list[str]:
    return [item for item in bank.ids if item in answers]
