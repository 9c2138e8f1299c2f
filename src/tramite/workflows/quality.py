"""Check the field work of a case, and write what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused
from tramite.kernel.tables import CALL_BACK, QUALITY_DECISIONS
from tramite.kernel.wording import Language
from tramite.reports.call_back_page import CallBack, render_call_answers, render_call_sheet
from tramite.store.case_folder import CaseFolder
from tramite.store.columns import empty_frame
from tramite.store.outputs import disarmed, save_bytes, save_frame
from tramite.voices.quality.call_backs import facts_to_verify
from tramite.voices.quality.decisions import decision_faults, decision_rows
from tramite.voices.quality.field_quality import FieldQuality
from tramite.workflows.case import Case, open_case

DECISIONS_FILE: Final = "voices/quality_decisions.csv"
_AS_PARQUET: Final = "voices/quality_decisions.parquet"
CALL_BACKS_FILE: Final = "quality/call_backs.html"
ANSWERS_FILE: Final = "quality/call_backs_answers.html"
_WORDS: Final = ("who", "reason", "evidence", "threshold")


@dataclass(frozen=True, slots=True)
class CheckedField:
    """A field work as it stands, and where a person decides.

    Attributes:
        decisions: table to edit. call_backs: sheet to print. answers: what was written, for after the calls.
        to_ring: interviews on the sheet.
    """

    case: Case
    quality: FieldQuality
    decisions: Path
    call_backs: Path
    answers: Path
    to_ring: int


def check_field(path: str | Path, *, language: Language | None = None) -> CheckedField:
    """Check the interviews of a case and write flags to decide and the call-back sheet into it.

    Writes ``voices/quality_decisions`` (decisions stay as they are, open flags follow, interviews drawn to be rung
    again last), ``quality/call_backs.html`` and, apart, what was answered the first time.

    Args:
        language: of what is written; the case's own unless given.

    Raises:
        CaseNotFound: there is no case, or it has no interviews. InputRefused: the decisions have faults, lack a
            reason, or stand in another file than a CSV or Parquet; an answer is off its scale. Nothing is
            written.
    """
    case = open_case(path)
    quality = case.quality
    if quality is None:
        raise CaseNotFound("no_interviews", path=case.folder.path)
    before = case.table("quality_decisions")
    decisions = empty_frame(QUALITY_DECISIONS) if before is None else before
    faults = [*_would_be_lost(case.folder), *decision_faults(decisions)]
    if faults:
        raise InputRefused(faults)
    speaks = language or case.definition.language
    table = decision_rows(quality.flags, decisions=decisions, call_backs=quality.drawn, language=speaks)
    calls = tuple(_calls(case, table))
    pages = {
        CALL_BACKS_FILE: render_call_sheet(calls, definition=case.definition, bank=case.bank, language=speaks),
        ANSWERS_FILE: render_call_answers(calls, definition=case.definition, bank=case.bank, language=speaks),
    }
    saved = [save_bytes(case.folder.path / file, page.encode()) for file, page in pages.items()]
    return CheckedField(case, quality, _save(case.folder, table), saved[0], saved[1], len(calls))


def _save(folder: CaseFolder, table: pl.DataFrame) -> Path:
    if folder.origins.get("quality_decisions") == _AS_PARQUET:
        return save_frame(folder.path / _AS_PARQUET, table)
    harmless = table.with_columns(disarmed(name) for name in _WORDS)
    text = harmless.write_csv(include_bom=True, separator=";")
    return save_bytes(folder.path / DECISIONS_FILE, text.encode())


def _would_be_lost(folder: CaseFolder) -> Iterator[Fault]:
    origin = folder.origins.get("quality_decisions", DECISIONS_FILE)
    if origin not in (DECISIONS_FILE, _AS_PARQUET):
        yield Fault(origin, "unknown_format", hint=".csv, .parquet")
    refused = folder.refused.get("quality_decisions")
    if refused is not None and refused.height:
        yield from (fault for fault in folder.faults if fault.file == origin)


def _calls(case: Case, table: pl.DataFrame) -> Iterator[CallBack]:
    """Walk through the interviews to ring: drawn and not settled, or a person wants to ask again."""
    again = set(table.filter(pl.col("decision") == CALL_BACK)["interview_id"])
    drawn = set(table.filter((pl.col("flag") == CALL_BACK) & pl.col("decision").is_null())["interview_id"])
    interviews, responses = (case.folder.frame(name) for name in ("interviews", "responses"))
    frame = case.table("frame")
    names = {} if frame is None else dict(frame.select("unit_id", "name").iter_rows())
    chosen = interviews.filter(pl.col("interview_id").is_in(list(again | drawn))).sort("interview_id")
    for row in chosen.iter_rows(named=True):
        told = responses.filter((pl.col("interview_id") == row["interview_id"]) & pl.col("missing").is_null())
        items = facts_to_verify(row["role"], set(told["item_id"]))
        answers = {
            item: [
                (key or "", number, text)
                for key, number, text in told.filter(pl.col("item_id") == item)
                .select("key", "number", "text")
                .iter_rows()
            ]
            for item in items
        }
        yield CallBack(
            interview_id=row["interview_id"], unit_id=row["unit_id"], name=names.get(row["unit_id"]),
            channel_id=row["channel_id"], day=row["date"], mode=row["mode"], seconds=row["seconds"],
            answers=answers, asked_again=row["interview_id"] in again,
        )  # fmt: skip
