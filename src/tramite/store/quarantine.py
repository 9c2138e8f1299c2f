"""Keep refused rows beside the case, each with the reason, so that a person can mend them at their source."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tramite.kernel.tables import CONTRACTS
from tramite.store.case_folder import CaseFolder
from tramite.store.outputs import disarmed, remove, save_bytes

FOLDER = "quarantine"


def save_quarantine(case: CaseFolder) -> tuple[Path, ...]:
    """Write ``quarantine/<table>.csv`` for each table with refused rows, and remove files of an earlier reading.

    Text as in the file, then ``row`` and ``refused_because``; UTF-8 with its mark, so that a spreadsheet opens it
    rightly.

    Raises:
        TramiteError: a file cannot be written.
    """
    written = []
    for name in CONTRACTS:
        path = case.path / FOLDER / f"{name}.csv"
        rows = case.refused.get(name)
        if rows is None or rows.is_empty():
            remove(path)
        else:
            written.append(save_bytes(path, _harmless(rows).write_csv(include_bom=True).encode()))
    return tuple(written)


def _harmless(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(disarmed(name) for name in rows.columns if rows[name].dtype == pl.String)
