"""Read tables that ODK Central and KoboToolbox export: a row for each filled form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.submissions.grid import Grid
from tramite.store.submissions.taken import Shown
from tramite.voices.asking.form_names import CONSENT, INSTRUMENT, UNIT, read_name
from tramite.voices.hearing.submission import Review, Submission, bare_id

_SEVERAL: Final = ("marks", "best", "worst")
_PATH: Final = re.compile(r"[/-]")
_CHOSEN: Final = ("1", "true")
# What the platforms add of their own: who sent it, from which telephone. It stays outside.
_PLATFORM: Final = frozenset({
    "SubmissionDate", "KEY", "PARENT_KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
    "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion", "_id", "_uuid",
    "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags",
    "_index", "instanceID", "rootUuid", "deprecatedID", "instanceName", "uuid", "username", "deviceid",
    "phonenumber", "subscriberid", "simserial", "email", "audit", "_parent_table_name", "_parent_index",
})  # fmt: skip
_REVIEWS: Final[Mapping[str, Review]] = {
    "approved": "approved", "hasissues": "has_issues", "rejected": "rejected",
    "validation_status_approved": "approved", "validation_status_not_approved": "rejected",
    "validation_status_on_hold": "has_issues", "not approved": "rejected", "on hold": "has_issues",
}  # fmt: skip
_AUDIT: Final = {"event", "node", "start", "end"}
_EVENTS: Final = ("question", "group questions")
_REPEATED: Final = ("PARENT_KEY", "_submission__uuid", "_parent_table_name")


def is_audit(grid: Grid) -> bool:
    """Tell whether a table is an audit log of ODK Collect."""
    return set(grid.header) >= _AUDIT


def is_repeat(grid: Grid) -> bool:
    """Tell whether a table holds the repeats of another."""
    return any(name in grid.header for name in _REPEATED)


def is_export(grid: Grid) -> bool:
    """Tell whether a table has a row for each filled form of ours, under the names of its questions."""
    return {UNIT, CONSENT, INSTRUMENT} <= {_last(name) for name in grid.header}


def read_export(
    grid: Grid, *, repeats: Sequence[Grid] = (), form: str = ""
) -> tuple[list[Submission], list[Fault]]:
    """Read the filled forms of a table, and what is wrong with some of them.

    Args:
        repeats: tables of its repeats. form: id of the form, where the name of the file tells it.

    Raises:
        InputRefused: the table has labels instead of the names of questions.
    """
    if not is_export(grid):
        raise InputRefused([Fault(grid.file, "submission_labels", value=", ".join(grid.header[:3]))])
    questions = _questions(grid.header)
    inside = _repeated(repeats)
    found, faults = [], []
    for row, record in grid.records():
        given = {_last(name): value for name, value in record.items()}
        key = bare_id(record.get("KEY", ""))
        its = bare_id(given.get("instanceID", "") or given.get("_uuid", "")) or key
        if record.get("Status") in ("missing encrypted form data", "not decrypted"):
            faults.append(Fault(grid.file, "submission_encrypted", row, value=its))
        elif not its:
            faults.append(Fault(grid.file, "submission_no_id", row, column="instanceID"))
        else:
            values = _values(record, questions) | inside.get(key or its, {})
            found.append(_submission(grid.file, its, key, given, values, form))
    consents = {each.value(CONSENT) for each in found} - {""}
    if consents and consents.isdisjoint({"yes", "no"}):
        raise InputRefused([Fault(grid.file, "submission_labels", column=CONSENT, value=consents.pop())])
    return found, faults


def read_audit(grid: Grid, *, instance: str = "") -> dict[str, list[Shown]]:
    """Read what was on the screen when, by instance id.

    Args:
        instance: whose log it is, where the log does not tell.
    """
    shown: dict[str, list[Shown]] = {}
    for _, record in grid.records():
        its = bare_id(record.get("instance ID", record.get("instanceID", instance)))
        start, end = _milliseconds(record.get("start")), _milliseconds(record.get("end"))
        if its and record.get("event") in _EVENTS and record.get("node") and start is not None and end is not None:
            shown.setdefault(its, []).append((record["node"], start / 1000, end / 1000))
    return shown


def _submission(
    file: str, its: str, key: str, given: Mapping[str, str], values: Mapping[str, str], form: str
) -> Submission:
    root = bare_id(given.get("rootUuid", "")) or key
    edits = given.get("Edits", "")
    review = (given.get("ReviewState", "") or given.get("_validation_status", "")).strip().lower()
    return Submission(
        id=its,
        file=file,
        values=values,
        replaces=bare_id(given.get("deprecatedID", "")),
        root="" if root == its else root,
        edits=int(edits) if edits.isdigit() else 0,
        form=form,
        version=given.get("FormVersion", "") or given.get("__version__", ""),
        review=_REVIEWS.get(review, ""),
    )


def _last(name: str) -> str:
    return _PATH.split(name)[-1] if not name.startswith("_") or "/" in name else name


def _questions(header: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return for each column of answers its question, and the answer that it stands for, if of one alone."""
    whole = set(header)
    found = {}
    for name in header:
        above, _, last = name.rpartition("/")
        parent = read_name(_last(above)) if above else None
        if parent is not None and parent.aspect in _SEVERAL:
            if above not in whole:  # answers of several are told apart, and nowhere together
                found[name] = (_last(above), last)
        elif _last(name) not in _PLATFORM and name not in _PLATFORM:
            found[name] = (_last(name), "")
    return found


def _values(record: Mapping[str, str], questions: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in record.items():
        question, code = questions.get(name, ("", ""))
        if question and code and value.lower() in _CHOSEN:
            values[question] = f"{values[question]} {code}" if question in values else code
        elif question and not code:
            values[question] = value
    return values


def _repeated(grids: Sequence[Grid]) -> dict[str, dict[str, str]]:
    """Return what stands in repeats, by instance: our forms have none, so that nothing of it is an answer."""
    inside: dict[str, dict[str, str]] = {}
    for grid in grids:
        for row, record in grid.records():
            key = bare_id(record.get("PARENT_KEY", record.get("_submission__uuid", ""))).partition("/")[0]
            held = inside.setdefault(key, {})
            for name, value in record.items():
                if _last(name) not in _PLATFORM and not name.startswith("_"):
                    held[f"{_last(name)}[{row - 1}]"] = value
    return inside


def _milliseconds(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
