"""Months that stand side by side in a sheet, made to stand below each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from tramite.kernel.contracts import Kind
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.duplicates import as_given
from tramite.store.findings import Finding
from tramite.store.ingest.days import read_days
from tramite.store.sheet import Sheet

MONTH = "@month"
VALUE = "@value"


def months_below(sheet: Sheet, form: str) -> Sheet:
    """Give a sheet one row for each of its rows and month: the columns :data:`MONTH` and :data:`VALUE` at the end.

    An empty cell is no row: nothing was reported. The number of a row stays that of the file.

    Args:
        form: how the header writes a month, as of ``strftime`` («%b-%y»; months may be named, in Italian or
            English). Columns whose name is not so written stand beside every month.

    Raises:
        InputRefused: no column is named so.
    """
    names = pl.Series([name or "" for name in sheet.header], dtype=pl.String)
    months = read_days(names, Kind.MONTH, form).values
    places = [place for place, month in enumerate(months) if month is not None]
    if not places:
        shown = ", ".join(name for name in sheet.header if name)
        raise InputRefused([Fault(sheet.file, "no_month_columns", value=form, hint=shown)])
    height, count = sheet.frame.height, len(places)
    values = [sheet.frame[str(place)] for place in places]
    if len({series.dtype for series in values}) > 1:
        values = [as_given(series) for series in values]
    across = np.arange(height * count).reshape(count, height).T.reshape(-1)  # row by row, its months in order
    rows = np.repeat(np.arange(height), count)
    beside = sheet.frame[rows]
    width = len(sheet.header)
    frame = beside.with_columns(
        pl.Series(str(width), np.tile(np.array(places), height)).replace_strict(
            dict(zip(places, (months[place] for place in places), strict=True)), return_dtype=pl.Date
        ),
        pl.concat([series.alias(str(width + 1)) for series in values]).gather(across),
    )
    stood = replace(
        sheet,
        header=(*sheet.header, MONTH, VALUE),
        frame=frame,
        rows=sheet.rows.gather(rows),
        findings=tuple(_moved(finding, places, width) for finding in sheet.findings),
    )
    told = np.zeros(height * count, dtype=bool)
    for finding in stood.findings:
        told[finding.at.to_numpy()] = True
    return only(stood, frame[str(width + 1)].is_not_null() | pl.Series(told))


def only(sheet: Sheet, keep: pl.Series) -> Sheet:
    """Return the rows of a sheet where a mask is true, findings with them."""
    place = keep.cast(pl.Int64).cum_sum() - 1
    moved = (part for finding in sheet.findings for part in finding.only(keep))
    return replace(
        sheet,
        frame=sheet.frame.filter(keep),
        rows=sheet.rows.filter(keep),
        findings=tuple(replace(finding, at=place.gather(finding.at)) for finding in moved),
    )


def _moved(finding: Finding, places: list[int], width: int) -> Finding:
    """Place a finding: one on a month stays with it, another one goes to all months of its row."""
    count, at = len(places), finding.at.to_numpy()
    if finding.column is not None and int(finding.column) in places:
        return replace(
            finding, column=str(width + 1), at=pl.Series(at * count + places.index(int(finding.column)))
        )
    spread = np.repeat(np.arange(len(at)), count)
    return Finding(
        finding.kind,
        finding.column,
        pl.Series(np.repeat(at * count, count) + np.tile(np.arange(count), len(at))),
        finding.values.gather(spread),
        finding.hint if isinstance(finding.hint, str) else finding.hint.gather(spread),
    )
