"""The ledger of filled forms: every one that was ever taken in, as it came, so that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PolarsError

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.limits import check_size
from tramite.store.outputs import save_frame
from tramite.voices.hearing.submission import Submission, roots_of

LEDGER: Final = "fieldwork/ledger.parquet"
_SCHEMA: Final = {
    "id": pl.String, "root": pl.String, "replaces": pl.String, "edits": pl.Int64, "file": pl.String,
    "form": pl.String, "version": pl.String, "review": pl.String, "values": pl.String, "times": pl.String,
    "paused": pl.Float64, "taken": pl.Date, "written": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled form in the ledger.

    Attributes:
        taken: day on which it came in.
        written: fingerprint of the rows that it gave when it was last written into the tables; empty: never.
    """

    submission: Submission
    taken: date
    written: str = ""


def read_ledger(path: Path) -> dict[str, Entry]:
    """Read the ledger of a case, by instance id, in the order in which forms came in.

    Raises:
        UnsafeInput: too large. InputRefused: it is damaged.
    """
    file = path / LEDGER
    if not file.is_file():
        return {}
    check_size(file, file=LEDGER)
    try:
        rows = pl.read_parquet(file).select(list(_SCHEMA)).cast(dict(_SCHEMA)).to_dicts()  # type: ignore[arg-type]
        return {row["id"]: _entry(row) for row in rows}
    except (PolarsError, ValueError, TypeError) as error:
        raise InputRefused([Fault(LEDGER, "damaged_file")]) from error


def forms_taken(path: Path) -> frozenset[str]:
    """Return the ids of the interviews in the ledger of a case: each by its first form, however often edited.

    Raises:
        As :func:`read_ledger`.
    """
    return frozenset(roots_of(entry.submission for entry in read_ledger(path).values()).values())


def save_ledger(path: Path, entries: Iterable[Entry]) -> Path:
    """Write the ledger of a case; returns its path."""
    return save_frame(path / LEDGER, pl.DataFrame([_row(entry) for entry in entries], schema=_SCHEMA))


def _entry(row: Mapping[str, object]) -> Entry:
    data = dict(row)
    taken, written = data.pop("taken"), str(data.pop("written"))
    if not isinstance(taken, date):
        raise TypeError("taken")
    values, times = (json.loads(str(data.pop(name))) for name in ("values", "times"))
    return Entry(Submission(**data, values=values, times=times), taken, written)  # type: ignore[arg-type]


def _row(entry: Entry) -> dict[str, object]:
    form = entry.submission
    return {
        "id": form.id, "root": form.root, "replaces": form.replaces, "edits": form.edits, "file": form.file,
        "form": form.form, "version": form.version, "review": form.review,
        "values": json.dumps(dict(form.values), ensure_ascii=False), "times": json.dumps(dict(form.times)),
        "paused": form.paused, "taken": entry.taken, "written": entry.written,
    }  # fmt: skip
