"""The record of a draw: beside the sample, all that is needed to draw it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, Literal

import polars as pl
import tomlkit
from polars.exceptions import PolarsError
from pydantic import ValidationError

from tramite.kernel.case import Strict
from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import LANGUAGES, say
from tramite.store.case_folder import CaseFolder
from tramite.store.columns import empty_frame
from tramite.store.definition import settings_faults
from tramite.store.limits import check_size
from tramite.store.outputs import disarmed, save_bytes, save_frame
from tramite.store.toml_reading import read_toml

RECORD: Final = "sampling/draw.toml"
FRAME_AS_DRAWN: Final = "sampling/frame.parquet"
RESERVE: Final = "sampling/reserve.csv"
PAGE: Final = "sampling/sample.html"
TABLES: Final = ("frame", "sample", "sample_log")
_WORDS = ("name", "area", "reason", "who")  # columns of free text; the others are ids and codes of the case


class Spread(Strict):
    """Standard deviation of scores in the last wave, of one side and channel."""

    side: Literal["partner", "customer", "vendor"]
    channel: str
    spread: float


class DrawRecord(Strict):
    """What was drawn from what.

    Attributes:
        version: of the program. fingerprint: of the frame as drawn. sizes: interviews asked for, by side.
        settings: of the method, that the draw depends on.
    """

    version: str
    date: date
    who: str
    seed: int
    fingerprint: str
    sizes: dict[Literal["partner", "customer", "vendor"], int]
    settings: dict[str, float]
    spreads: tuple[Spread, ...]


def save_draw(path: Path, record: DrawRecord, frame: pl.DataFrame) -> None:
    """Write the record of a draw, and the frame that it was drawn from."""
    save_frame(path / FRAME_AS_DRAWN, frame)
    document = tomlkit.document()
    for language in LANGUAGES:
        document.add(tomlkit.comment(say("sample.record_head", language)))
    content = json.loads(record.model_dump_json(exclude={"date"}))
    document.update({"date": record.date, **content})
    save_bytes(path / RECORD, tomlkit.dumps(document).encode())


def read_draw(path: Path) -> tuple[DrawRecord, pl.DataFrame] | None:
    """Read the record of a draw and its frame; ``None`` if the sample was not drawn here.

    Raises:
        InputRefused: the record or the frame is not what it should be.
    """
    if not (path / RECORD).is_file():
        return None
    try:
        record = DrawRecord.model_validate(read_toml(path / RECORD, file=RECORD))
    except ValidationError as error:
        raise InputRefused(settings_faults(error, RECORD, DrawRecord)) from error
    file = path / FRAME_AS_DRAWN
    if not file.is_file():
        raise InputRefused([Fault(FRAME_AS_DRAWN, "not_there")])
    try:
        check_size(file, file=FRAME_AS_DRAWN)
        return record, pl.read_parquet(file).select(empty_frame(CONTRACTS["frame"]).columns)
    except OSError as error:
        raise TramiteError("cannot_read", path=file) from error
    except PolarsError as error:
        raise InputRefused([Fault(FRAME_AS_DRAWN, "damaged_file")]) from error


def check_writable(folder: CaseFolder) -> None:
    """Refuse to write the tables of the sample where a row, or a workbook's layout, would be lost.

    Raises:
        InputRefused: a table has refused rows, or stands in a file that is neither CSV nor Parquet.
    """
    faults = list(_would_be_lost(folder))
    if faults:
        raise InputRefused(faults)


def _would_be_lost(folder: CaseFolder) -> Iterator[Fault]:
    for name in TABLES:
        origin = folder.origins.get(name)
        if origin is not None and not origin.endswith((".csv", ".parquet")):
            yield Fault(origin, "unknown_format", hint=".csv, .parquet")
        refused = folder.refused.get(name)
        if refused is not None and refused.height:
            yield from (fault for fault in folder.faults if fault.file == origin)


def save_table(folder: CaseFolder, name: str, frame: pl.DataFrame) -> Path:
    """Write a table of the sample where it stands, or as ``voices/<name>.csv``; returns its path.

    A CSV has semicolons, decimal commas and the mark of UTF-8, so that a spreadsheet opens it rightly.
    """
    path = folder.path / folder.origins.get(name, f"voices/{name}.csv")
    if path.suffix == ".parquet":
        return save_frame(path, frame)
    return save_list(path, frame)


def save_list(path: Path, frame: pl.DataFrame) -> Path:
    """Write a table as CSV, free text disarmed; returns its path."""
    harmless = frame.with_columns(disarmed(name) for name in _WORDS if name in frame.columns)
    text = harmless.write_csv(include_bom=True, separator=";", decimal_comma=True)
    return save_bytes(path, text.encode())
