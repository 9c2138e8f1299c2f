"""Read a filled form: an interview with its answers, and all that cannot be taken in, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tramite.kernel.errors import Fault
from tramite.kernel.method import nearest
from tramite.kernel.tables import CONTRACTS, LEVELS
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.asking.form_names import (
    CHANNEL,
    CONFIRMED,
    CONSENT,
    DAY,
    ENDED,
    INSTRUMENT,
    INTERVIEWER,
    LEVEL,
    MISSING_PREFIX,
    MODE,
    QUOTABLE,
    ROLE,
    STARTED,
    UNIT,
    AnswerRow,
    QuestionName,
    read_name,
    rows_of,
)  # fmt: skip
from tramite.voices.asking.instrument import Instrument, Wording
from tramite.voices.hearing.answer_shape import expected_questions
from tramite.voices.hearing.submission import FORM_ONLY, HEAD, Submission

_MODES: Final = CONTRACTS["interviews"].by_name["mode"].allowed
_SHEET: Final = "sheet"
# Columns of field tools, and parts of a form that hold no answer: notes, groups, helpers of tables of questions.
_NO_ANSWER: Final = re.compile(
    r"_?(id|uuid|index|notes|tags|status|submission_time|submitted_by|validation_status)|__version__"
    r"|(total|rest|ask|row|more|blocked|section)_.+|(generated_table_list_label|reserved_name_for_field_list_labels)_.+"
    r"|audit|deviceid|username|phonenumber|subscriberid|simserial|email|start|end|today"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers are read against.

    Attributes:
        bank: items of the program and of the case, retired ones too.
        instruments: versions that went to the field.
        units: who may be interviewed, with their respondent type; ``None``: the case has no frame.
        channels: ids.
    """

    bank: ItemBank
    instruments: Mapping[str, Instrument]
    units: Mapping[str, str] | None
    channels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be taken in: an answer (with all of its item), or an interview (``item`` empty)."""

    interview_id: str
    item: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class ReadForm:
    """An interview as read.

    Attributes:
        interview: row of INTERVIEWS; ``None``: it cannot be taken in. rows: of RESPONSES, by item and key.
    """

    interview_id: str
    interview: Mapping[str, object] | None
    rows: tuple[AnswerRow, ...]
    refusals: tuple[Refusal, ...]


def kept(submission: Submission) -> Submission:
    """Return a submission without what need not be kept: who sent it from which telephone, notes of the form.

    Who gave no consent is counted, and nothing else that may stand in the form is kept.
    """
    declined = submission.value(CONSENT) == "no"
    values = {
        name: value
        for name, value in submission.values.items()
        if name in HEAD or not (declined or name in FORM_ONLY or _NO_ANSWER.fullmatch(name))
    }
    return replace(submission, values=values)


def read_submission(submission: Submission, *, interview_id: str, ground: Ground) -> ReadForm:
    """Read one filled form.

    An answer with a fault takes the whole item with it: a share without one of its parts would be a wrong number.

    Args:
        interview_id: id of the interview: of the first submission, where this one is an edit.
    """
    place = f"{submission.file} · {interview_id}"
    stops = [Refusal(interview_id, "", fault) for fault in _head_faults(submission, place, ground)]
    if stops:
        return ReadForm(interview_id, None, (), tuple(stops))
    if submission.value(CONSENT) == "no":
        return ReadForm(interview_id, _interview(submission, interview_id, ground), (), ())
    rows, refusals = _answers(submission, interview_id, place, ground)
    interview = _interview(submission, interview_id, ground)
    if rows and all(_mode_of(row.item_id, ground.bank) == _SHEET for row in rows):
        interview["mode"] = _SHEET
    return ReadForm(interview_id, interview, rows, tuple(refusals))


def _head_faults(submission: Submission, place: str, ground: Ground) -> Iterator[Fault]:
    def wrong(name: str, kind: str, hint: str = "") -> Fault:
        return Fault(place, kind, column=name, value=submission.value(name) or None, hint=hint)

    if submission.review == "rejected":
        yield Fault(place, "submission_rejected")
    if submission.value(CONSENT) not in ("yes", "no"):
        yield wrong(CONSENT, "submission_consent")
    if submission.value(CHANNEL) not in ground.channels:
        yield wrong(CHANNEL, "not_allowed", ", ".join(sorted(ground.channels)))
    if submission.value(LEVEL) not in ("", *LEVELS):
        yield wrong(LEVEL, "not_allowed", ", ".join(LEVELS))
    if submission.value(MODE) not in _MODES:
        yield wrong(MODE, "not_allowed", ", ".join(_MODES))
    if _day(submission) is None:
        yield wrong(DAY, "not_a_date")
    for name, kind, hint in (*_unit_faults(submission, ground), *_version_faults(submission, ground)):
        yield wrong(name, kind, hint)


def _unit_faults(submission: Submission, ground: Ground) -> Iterator[tuple[str, str, str]]:
    unit, units = submission.value(UNIT), ground.units
    if not unit:
        yield UNIT, "required", ""
    elif units is not None and unit not in units:
        yield UNIT, "submission_unit", ", ".join(nearest(unit, units)) or "–"
    elif units is not None and units[unit] != submission.value(ROLE):
        yield ROLE, "submission_role", f"{unit}: {units[unit]}"


def _version_faults(submission: Submission, ground: Ground) -> Iterator[tuple[str, str, str]]:
    role, channel = submission.value(ROLE), submission.value(CHANNEL)
    instrument = ground.instruments.get(submission.value(INSTRUMENT))
    if instrument is None:
        yield INSTRUMENT, "submission_version", ", ".join(sorted(ground.instruments)) or "–"
    elif (instrument.role, instrument.channel_id) != (role, channel):
        yield INSTRUMENT, "submission_instrument", f"{role}, {channel}"


def _interview(submission: Submission, interview_id: str, ground: Ground) -> dict[str, object]:
    instrument, consent = ground.instruments[submission.value(INSTRUMENT)], submission.value(CONSENT) == "yes"
    return {
        "interview_id": interview_id,
        "unit_id": submission.value(UNIT),
        "role": instrument.role,
        "channel_id": instrument.channel_id,
        "mode": submission.value(MODE),
        "interviewer": submission.value(INTERVIEWER) or None,
        "date": _day(submission),
        "seconds": seconds_of(submission),
        "consent": consent,
        "status": (submission.review or "done") if consent else "refused",
        "version": instrument.version,
        "level": submission.value(LEVEL) or None,
        "quotable": {"yes": True, "no": False}.get(submission.value(QUOTABLE)),
    }


def seconds_of(submission: Submission) -> float | None:
    """Return how long a form was open, without the pauses that its log tells; ``None`` if that is not told."""
    started, ended = (_moment(submission.value(name)) for name in (STARTED, ENDED))
    if started is None or ended is None or (started.tzinfo is None) != (ended.tzinfo is None):
        return None
    seconds = (ended - started).total_seconds()
    return max(0.0, seconds - submission.paused) if seconds >= 0 else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _day(submission: Submission) -> date | None:
    for name in (DAY, STARTED):
        moment = _moment(submission.value(name))
        if moment is not None:
            return moment.date()
    return None


def _answers(
    submission: Submission, interview_id: str, place: str, ground: Ground
) -> tuple[tuple[AnswerRow, ...], list[Refusal]]:
    wordings = {each.item_id: each for each in ground.instruments[submission.value(INSTRUMENT)].wordings}
    items: dict[str, list[tuple[QuestionName, str]]] = {}
    refusals = []
    for name, value in submission.values.items():
        asked = read_name(name)
        if asked is not None and asked.item_id in wordings and asked.item_id in ground.bank:
            items.setdefault(asked.item_id, []).append((asked, value))
        elif name not in HEAD and name not in FORM_ONLY and not _NO_ANSWER.fullmatch(name):
            fault = Fault(place, "answer_unknown", column=name, value=value, hint=submission.value(INSTRUMENT))
            refusals.append(Refusal(interview_id, asked.item_id if asked else name, fault))
    rows: list[AnswerRow] = []
    for item_id, given in items.items():
        faults = list(_faults(ground.bank.item(item_id), wordings[item_id], given, place))
        if faults:
            refusals += [Refusal(interview_id, item_id, fault) for fault in faults]
        else:
            rows += _item_rows(ground.bank.item(item_id), wordings[item_id], given)
    return tuple(sorted(rows, key=lambda row: (row.item_id, row.key))), refusals


def _faults(
    item: Item, wording: Wording, given: Iterable[tuple[QuestionName, str]], place: str
) -> Iterator[Fault]:
    expected = expected_questions(item, wording)
    seen: dict[tuple[str, str], QuestionName] = {}
    for asked, value in given:
        if asked not in expected:
            yield Fault(place, "answer_unknown", column=str(asked), value=value, hint=wording.wording)
            continue
        wrong = expected[asked].fault(value)
        if wrong is not None:
            yield Fault(place, wrong[0], column=str(asked), value=value, hint=wrong[1])
            continue
        if asked.aspect in ("rank", "best", "worst"):
            for row in rows_of(asked, value):
                before = seen.setdefault((row.item_id, row.key), asked)
                if before != asked:
                    yield Fault(place, "answer_twice", column=str(asked), value=row.key, hint=str(before))


def _item_rows(item: Item, wording: Wording, given: Iterable[tuple[QuestionName, str]]) -> Iterator[AnswerRow]:
    """Return the rows of one item: what belongs together is one row, and what was taken back is none."""
    values = dict(given)
    merged: dict[str, AnswerRow] = {}
    for asked, value in values.items():
        if asked.aspect == "sure" and not _is_told(values.get(replace(asked, aspect="text"))):
            continue
        for row in rows_of(asked, value):
            before = merged.get(row.key)
            merged[row.key] = row if before is None else _together(before, row)
    gone = values.get(QuestionName(item.id, "missing"))
    if gone is not None:
        yield AnswerRow(item.id, "", missing=gone)
        return
    lost = {asked.key for asked in values if asked.aspect == "missing" and asked.key}
    if values.get(QuestionName(item.id, "read")) == CONFIRMED:  # read back as 100: what was left blank is zero
        for option in wording.options:
            merged.setdefault(option.code, AnswerRow(item.id, option.code, number=0.0))
    kept = [row for row in merged.values() if not any(row.key.startswith(f"{key}.") for key in lost)]
    told = [row for row in kept if row.key != "x"]
    yield from kept if any(row.missing is None for row in told) else told


def _is_told(value: str | None) -> bool:
    return value is not None and not value.startswith(MISSING_PREFIX)


def _together(first: AnswerRow, second: AnswerRow) -> AnswerRow:
    return replace(
        first,
        number=second.number if first.number is None else first.number,
        text=second.text if first.text is None else first.text,
        missing=second.missing if first.missing is None else first.missing,
    )


def _mode_of(item_id: str, bank: ItemBank) -> str:
    return bank.item(item_id).mode
