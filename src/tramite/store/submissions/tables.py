"""Write what the field brought: the tables of the voices, what was kept out, and lists to look at."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import Language
from tramite.store.case_folder import CaseFolder
from tramite.store.checking import check_table
from tramite.store.limits import check_size
from tramite.store.outputs import disarmed, remove, save_bytes, save_frame
from tramite.store.reading import read_table
from tramite.voices.hearing.submission_reading import Refusal

TABLES: Final = ("interviews", "responses")
REFUSED: Final = "quarantine/submissions.csv"
LIST: Final = "fieldwork/submissions.csv"
WORDINGS: Final = "fieldwork/wordings.csv"
SECONDS: Final = "fieldwork/seconds.csv"
LARGE: Final = 300_000  # rows; above, a spreadsheet is no longer how one looks at answers


def check_writable(folder: CaseFolder) -> None:
    """Refuse to write tables of the voices where a row, or a workbook's layout, would be lost.

    Raises:
        InputRefused: a table has refused rows, or stands in a file that is neither CSV nor Parquet.
    """
    faults = [fault for name in TABLES for fault in _would_be_lost(folder, name)]
    if faults:
        raise InputRefused(faults)


def _would_be_lost(folder: CaseFolder, name: str) -> Iterator[Fault]:
    origin, refused = folder.origins.get(name), folder.refused.get(name)
    if origin is not None and not origin.endswith((".csv", ".parquet")):
        yield Fault(origin, "unknown_format", hint=".csv, .parquet")
    if refused is not None and refused.height:
        yield from (fault for fault in folder.faults if fault.file == origin)


def save_voices(folder: CaseFolder, name: str, frame: pl.DataFrame) -> Path:
    """Write a table of the voices where it stands, or as CSV; as Parquet from ``LARGE`` rows on."""
    origin = folder.origins.get(name)
    path = folder.path / (origin or f"voices/{name}.csv")
    if path.suffix == ".parquet":
        return save_frame(path, frame)
    if frame.height >= LARGE:
        saved = save_frame(path.with_suffix(".parquet"), frame)
        remove(path)
        return saved
    return _save_csv(path, frame)


def read_tidy(path: Path, folder: CaseFolder) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    """Read ``interviews`` or ``responses`` of another case: rows that meet the contract, and what is wrong.

    Args:
        path: named as its contract.

    Raises:
        InputRefused: it is not such a table at all. UnsafeInput: it must not be opened.
    """
    raw = read_table(path, CONTRACTS[path.stem], file=path.name)
    checked = check_table(raw, definition=folder.definition)
    return checked.frame, checked.faults


def save_refused(
    path: Path, refusals: Sequence[Refusal], faults: Sequence[Fault], language: Language
) -> Path | None:
    """Write why interviews, answers and files were not taken in; ``None`` and no file if all were."""
    rows = [
        {"interview": each.interview_id, "item": each.item, **_told(each.fault, language)} for each in refusals
    ]
    rows += [{"interview": "", "item": "", **_told(fault, language)} for fault in faults]
    if not rows:
        remove(path / REFUSED)
        return None
    return _save_csv(path / REFUSED, pl.DataFrame(rows))


def _told(fault: Fault, language: Language) -> dict[str, str]:
    row = "" if fault.row is None else str(fault.row)
    return {
        "file": fault.file.partition(" · ")[0], "row": row, "question": fault.column or "",
        "value": fault.value or "", "refused_because": fault.expected(language),
    }  # fmt: skip


def save_list(path: Path, name: str, rows: Sequence[Mapping[str, object]]) -> Path | None:
    """Write rows to be looked at, as CSV; without any, an earlier file goes."""
    if not rows:
        remove(path / name)
        return None
    return save_list_frame(path, name, pl.DataFrame(list(rows), infer_schema_length=None))


def save_list_frame(path: Path, name: str, frame: pl.DataFrame) -> Path:
    """Write a table to be looked at, as CSV."""
    return _save_csv(path / name, frame)


def read_seconds(path: Path) -> dict[str, float]:
    """Read the times of items that were measured in the field (``fieldwork/seconds.csv``); none without it.

    Raises:
        InputRefused: a line that is no item with its seconds.
    """
    file = path / SECONDS
    if not file.is_file():
        return {}
    check_size(file, file=SECONDS)
    try:
        lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    except (OSError, UnicodeDecodeError) as error:
        raise TramiteError("cannot_read", path=file) from error
    seconds: dict[str, float] = {}
    faults = []
    for row, line in enumerate(lines, start=2):
        text = (line.get("measured") or "").replace(",", ".")
        try:
            seconds |= {str(line["item_id"]): float(text)} if text else {}
        except (KeyError, ValueError):
            faults.append(Fault(SECONDS, "not_a_number", row, "measured", text))
    if faults:
        raise InputRefused(faults)
    return seconds


def _save_csv(path: Path, frame: pl.DataFrame) -> Path:
    """Write with semicolons, decimal commas and the mark of UTF-8, no cell a formula."""
    texts = [name for name in frame.columns if frame[name].dtype == pl.String]
    harmless = frame.with_columns(disarmed(name) for name in texts)
    return save_bytes(path, harmless.write_csv(include_bom=True, separator=";", decimal_comma=True).encode())
