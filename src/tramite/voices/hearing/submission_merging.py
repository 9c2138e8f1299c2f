"""Put filled forms into the tables of the voices: each interview once, by the last of its edits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from tramite.voices.asking.form_names import AnswerRow
from tramite.voices.hearing.submission import Submission, current_of, roots_of
from tramite.voices.hearing.submission_reading import Ground, ReadForm, read_submission, seconds_of


def read_all(submissions: Sequence[Submission], *, ground: Ground) -> dict[str, tuple[Submission, ReadForm]]:
    """Read the submission that counts of each interview.

    An edit is opened and closed at a desk: an interview took the time that its first submission tells.

    Args:
        submissions: in the order in which they were taken in.

    Returns: by interview: the submission that counts, and what it says.
    """
    roots = roots_of(submissions)
    lasted: dict[str, float] = {}
    for submission in sorted(submissions, key=lambda each: (each.id != roots[each.id], each.edits)):
        seconds = seconds_of(submission)
        if seconds is not None:
            lasted.setdefault(roots[submission.id], seconds)
    read = {}
    for root, submission in current_of(submissions).items():
        form = read_submission(submission, interview_id=root, ground=ground)
        if form.interview is not None:
            form = replace(form, interview=dict(form.interview) | {"seconds": lasted.get(root)})
        read[root] = (submission, form)
    return read


def fingerprint(form: ReadForm) -> str:
    """Return a mark that changes when anything changes that a form puts into the tables."""
    content = [form.interview, [_told(row) for row in form.rows]]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:16]


def merged(
    interviews: pl.DataFrame, responses: pl.DataFrame, *, forms: Mapping[str, ReadForm]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both tables with these forms: rows of an interview that is there already give way.

    What no form tells of an interview (a promise, a consent to be quoted) stays as a person wrote it.

    Args:
        interviews, responses: contracts. forms: by interview; all of them can be taken in.
    """
    before = {row["interview_id"]: row for row in interviews.to_dicts() if row["interview_id"] in forms}
    new = [_kept(before.get(root, {}), form.interview or {}) for root, form in forms.items()]
    rows = [{"interview_id": root, **_told(row)} for root, form in forms.items() for row in form.rows]
    return (
        _with(interviews, new, forms).sort("date", "interview_id", maintain_order=True),
        _with(responses, rows, forms),
    )


def _told(row: AnswerRow) -> dict[str, object]:
    """Return an answer as a row; ``asdict`` would take six times as long, of a million answers."""
    return {
        "item_id": row.item_id, "key": row.key, "number": row.number, "text": row.text, "missing": row.missing,
    }  # fmt: skip


def _kept(before: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    return {name: before.get(name) if value is None else value for name, value in now.items()}


def _with(table: pl.DataFrame, rows: Iterable[Mapping[str, object]], replaced: Iterable[str]) -> pl.DataFrame:
    added = pl.DataFrame(list(rows), schema=table.schema)
    return pl.concat([table.filter(~pl.col("interview_id").is_in(list(replaced))), added])
