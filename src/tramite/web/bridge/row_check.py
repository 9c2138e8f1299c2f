"""Whether a row that somebody writes in a browser meets its contract, by the check that files go through."""

from __future__ import annotations

import polars as pl

from tramite.kernel.errors import InputRefused
from tramite.store.checking import check_table
from tramite.store.columns import DTYPES
from tramite.store.raw import RawTable
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.tables import CHANNEL
from tramite.web.models.case_rows import CaseRow


def check_row(row: CaseRow) -> None:
    """Check a row of a table of the case that holds no reference to a row of another table.

    Raises:
        InputRefused: all its faults. Such a row would be refused in the exported case.
    """
    contract = row.contract
    values = {column.name: _value(row, column.name) for column in contract.columns}
    schema = {column.name: DTYPES[column.kind] for column in contract.columns}
    frame = pl.DataFrame([values], schema=schema)
    raw = RawTable(contract, contract.name, frame, pl.Series([1]), decimal_mark=None)
    faults = check_table(raw, definition=definition_of(row.study)).faults
    if faults:
        raise InputRefused(faults)


def _value(row: CaseRow, name: str) -> object:
    """Return what a row holds in a column; names of respondents stand apart and are not looked at."""
    if name == CHANNEL:
        return getattr(getattr(row, "channel", None), "code", None)
    return getattr(row, name, None)
