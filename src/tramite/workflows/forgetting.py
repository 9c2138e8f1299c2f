"""Forget people in the field work of a case: their names, or all that they said too (METHOD §4.9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.errors import InputRefused
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.coding_tables import save_coding_table
from tramite.store.limits import check_size
from tramite.store.outputs import remove, save_bytes, save_frame
from tramite.store.sampling import FRAME_AS_DRAWN, PAGE, RESERVE, save_table
from tramite.store.submissions.ledger import read_ledger, save_ledger
from tramite.store.submissions.tables import LIST
from tramite.store.xforms import without_names
from tramite.voices.asking.form_names import UNIT

_WHO: Final = {  # columns that hold the code of a unit
    "frame": ("unit_id",), "sample": ("unit_id", "replaces"), "sample_log": ("unit_id", "other_id"),
    "interviews": ("unit_id",),
}  # fmt: skip
_BY_INTERVIEW: Final = ("responses", "quality_decisions", "codings", "proposals")
_CODING: Final = ("codings", "proposals")
_FORMS: Final = "voices/questionnaires"
_MADE_AGAIN: Final = (PAGE, RESERVE, LIST, "quality/*.html", "coding/*", f"{_FORMS}/*.pdf", f"{_FORMS}/*.xlsx")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased: interviews, by id, and how many names."""

    interviews: tuple[str, ...]
    names: int


def forget(
    path: str | Path,
    *,
    names: Collection[str],
    said: Collection[str] = (),
    codes: Mapping[str, str] | None = None,
    forms: Collection[str] = (),
) -> Forgotten:
    """Erase names of respondents from a case, and what some of them said.

    The frame and the sample keep their rows, without names and remarks, so that response rates still add up.
    Pages and lists that the program makes are removed: they repeat names, and can be made again. Published forms
    list these people by their code alone.

    Args:
        names: units whose names are erased. said: ids of interviews that are erased too, with their answers,
            codings and decisions; a unit that has no other then counts as refused.
        codes: other codes for units that must not be found again by the one that they have.
        forms: units all of whose filled forms leave the ledger, also those that are in no table; of others leave
            those of ``said``.

    Raises:
        CaseNotFound: there is no case. InputRefused: rows of a table to be written have faults; nothing changes.
    """
    folder = load_case(Path(path))
    frames = {name: folder.frame(name) for name in (*_WHO, *_BY_INTERVIEW) if name in folder.tables}
    _check(folder, frames)
    gone = frozenset(said)
    silent = _silenced(frames, gone)
    count = _names_in(frames, names)
    for name, frame in frames.items():
        after = _without(name, frame, names=names, silent=silent, gone=gone, codes=codes or {})
        if not after.equals(frame):
            _save(folder, name, after)
    _forget_draw(folder.path, names, codes or {})
    _forget_forms(folder.path, forms, gone)
    for form in sorted((folder.path / _FORMS).glob("*.xml")):
        save_bytes(form, without_names(form.read_bytes(), names, file=form.name))
    for pattern in _MADE_AGAIN:
        for file in sorted(folder.path.glob(pattern)):
            remove(file)
    return Forgotten(tuple(sorted(gone)), count)


def _check(folder: CaseFolder, frames: Mapping[str, pl.DataFrame]) -> None:
    written = {folder.origins[name] for name in frames}
    faults = [fault for fault in folder.faults if fault.file in written]
    if faults:
        raise InputRefused(faults)


def _silenced(frames: Mapping[str, pl.DataFrame], gone: Collection[str]) -> frozenset[str]:
    """Return the units all of whose interviews are erased."""
    if "interviews" not in frames:
        return frozenset()
    is_gone = pl.col("interview_id").is_in(list(gone))
    left = frames["interviews"].filter(~is_gone)["unit_id"]
    return frozenset(frames["interviews"].filter(is_gone)["unit_id"]) - frozenset(left)


def _names_in(frames: Mapping[str, pl.DataFrame], units: Collection[str]) -> int:
    named = [
        frames[table].filter(pl.col("name").is_not_null()) for table in ("frame", "sample") if table in frames
    ]
    return sum(frame.filter(pl.col("unit_id").is_in(list(units))).height for frame in named)


def _without(
    name: str,
    frame: pl.DataFrame,
    *,
    names: Collection[str],
    silent: Collection[str],
    gone: Collection[str],
    codes: Mapping[str, str],
) -> pl.DataFrame:
    """Return a table without what is to be forgotten."""
    if name in (*_BY_INTERVIEW, "interviews"):
        frame = frame.filter(~pl.col("interview_id").is_in(list(gone)))
    if "unit_id" in frame.columns:
        theirs = pl.col("unit_id").is_in(list(names)).fill_null(value=False)
        emptied = [column for column in ("name", "reason") if column in frame.columns]
        frame = frame.with_columns(
            pl.when(theirs).then(None).otherwise(column).alias(column) for column in emptied
        )
    if name == "sample":
        was_heard = pl.col("unit_id").is_in(list(silent)) & (pl.col("outcome") == "done")
        frame = frame.with_columns(outcome=pl.when(was_heard).then(pl.lit("refused")).otherwise("outcome"))
    return frame.with_columns(pl.col(column).replace(dict(codes)) for column in _WHO.get(name, ()) if codes)


def _save(folder: CaseFolder, name: str, frame: pl.DataFrame) -> None:
    origin = folder.origins[name]
    if name in _CODING and origin.endswith(".csv"):
        save_coding_table(folder.path, origin, frame)
    else:
        save_table(folder, name, frame)


def _forget_draw(path: Path, units: Collection[str], codes: Mapping[str, str]) -> None:
    """Erase names in the frame as it was drawn; without them nobody can draw the very sample again."""
    file = path / FRAME_AS_DRAWN
    if file.is_file():
        check_size(file, file=FRAME_AS_DRAWN)
        frame = pl.read_parquet(file)
        after = _without("frame", frame, names=units, silent=(), gone=(), codes=codes)
        if not after.equals(frame):
            save_frame(file, after)


def _forget_forms(path: Path, units: Collection[str], said: Collection[str]) -> None:
    ledger = read_ledger(path)
    gone = set(said)
    for entry in ledger.values():  # a correction stands after what it corrects
        form = entry.submission
        if form.value(UNIT) in units or not gone.isdisjoint({form.root, form.replaces}):
            gone.add(form.id)
    kept = [entry for entry in ledger.values() if entry.submission.id not in gone]
    if len(kept) < len(ledger):
        save_ledger(path, kept)
