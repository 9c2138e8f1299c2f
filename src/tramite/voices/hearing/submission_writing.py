"""Write an interview of tidy tables as a filled form: the inverse of reading one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.asking.form_names import (
    CHANNEL,
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
    Aspect,
    QuestionName,
)  # fmt: skip
from tramite.voices.asking.item_shape import shape_of
from tramite.voices.hearing.submission import Review, Submission

_CODE = "code"
_IN_LIST: dict[str, Aspect] = {  # scales whose list holds the ways not to answer
    "0-10": "", "1-5": "", "juster": "", "grid-0-10": "", "aware": "", "choice": "text", "grid-who": "text",
    "quiz": "text", "multi": "marks",
}  # fmt: skip
_REVIEWED: dict[str, Review] = {"approved": "approved", "has_issues": "has_issues"}


def submission_of(
    interview: Mapping[str, Any], rows: Iterable[AnswerRow], *, bank: ItemBank, file: str
) -> Submission:
    """Return an interview as the form that would give it.

    Args:
        interview: row of INTERVIEWS. rows: its answers. bank: gives the scale of each item.
    """
    day = interview["date"].isoformat()
    head = {
        UNIT: interview["unit_id"], INTERVIEWER: interview["interviewer"], MODE: interview["mode"], DAY: day,
        CONSENT: "yes" if interview["consent"] else "no", INSTRUMENT: interview["version"],
        ROLE: interview["role"], CHANNEL: interview["channel_id"],
    }  # fmt: skip
    head |= {LEVEL: interview["level"], QUOTABLE: {True: "yes", False: "no"}.get(interview["quotable"])}
    if interview["seconds"] is not None:
        minutes, seconds = divmod(interview["seconds"], 60)
        hours, minutes = divmod(int(minutes), 60)
        if hours < 24:
            head |= {STARTED: f"{day}T00:00:00", ENDED: f"{day}T{hours:02}:{minutes:02}:{seconds:09.6f}"}
    return Submission(
        id=interview["interview_id"],
        file=file,
        values={name: value for name, value in (head | values_of(rows, bank=bank)).items() if value},
        review=_REVIEWED.get(interview["status"], ""),
    )


def values_of(rows: Iterable[AnswerRow], *, bank: ItemBank) -> dict[str, str]:
    """Write rows of RESPONSES as the values of a form; those of an item that nobody knows by their plain names."""
    values: dict[str, list[str]] = {}
    for row in rows:
        for asked, value in _questions(row, bank.item(row.item_id) if row.item_id in bank else None):
            values.setdefault(str(asked), []).append(value)
    return {name: " ".join(parts) for name, parts in values.items()}


def _questions(row: AnswerRow, item: Item | None) -> Iterator[tuple[QuestionName, str]]:
    scale = "" if item is None else item.scale
    several = item is not None and (follow := shape_of(item).follow_up) is not None and follow.several
    if row.missing is not None:
        yield _missing(row, scale, several=several)
    elif scale == "rank" and row.number is not None:
        yield QuestionName(row.item_id, "rank", place=int(row.number)), row.key
    elif scale == "best-worst" and row.number is not None:
        yield QuestionName(row.item_id, "best" if row.number > 0 else "worst"), row.key
    elif several and row.key == _CODE and row.text is not None:  # of one mark alone, told as a word
        yield QuestionName(row.item_id, "marks", _CODE), row.text
    elif several and row.key.startswith(f"{_CODE}."):
        yield QuestionName(row.item_id, "marks", _CODE), row.key.removeprefix(f"{_CODE}.")
    elif scale == "multi" and row.text is None and row.number == 1 and "." not in row.key:
        yield QuestionName(row.item_id, "marks"), row.key
    else:
        yield from _plain(row)


def _plain(row: AnswerRow) -> Iterator[tuple[QuestionName, str]]:
    if row.text is not None:
        yield QuestionName(row.item_id, "text", row.key), row.text
    if row.number is not None:
        aspect: Aspect = "" if row.text is None else "sure"
        whole = row.number == int(row.number)
        yield QuestionName(row.item_id, aspect, row.key), str(int(row.number) if whole else row.number)


def _missing(row: AnswerRow, scale: str, *, several: bool) -> tuple[QuestionName, str]:
    reason = MISSING_PREFIX + str(row.missing)
    if row.key == _CODE:
        return QuestionName(row.item_id, "marks" if several else "text", _CODE), reason
    if row.key and scale in ("choice", "multi"):  # of a second question
        return QuestionName(row.item_id, "text", row.key), reason
    if scale in _IN_LIST:
        return QuestionName(row.item_id, _IN_LIST[scale], row.key), reason
    return QuestionName(row.item_id, "missing", row.key), str(row.missing)
