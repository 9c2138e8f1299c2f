from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tramite.kernel.contracts import Kind
from tramite.store.ingest.days import read_days


@pytest.mark.parametrize(
    ("written", "form", "kind", "day"),
    [
        ("31.01.24", "%d.%m.%y", Kind.DATE, date(2024, 1, 31)),
        ("5 marzo 2024", "%d %B %Y", Kind.DATE, date(2024, 3, 5)),
        ("5 March 2024", "%d %B %Y", Kind.DATE, date(2024, 3, 5)),
        ("dic-23", "%b-%y", Kind.MONTH, date(2023, 12, 1)),
        ("Gennaio 2024", "%B %Y", Kind.DATE, date(2024, 1, 1)),
        ("01/2024", "%m/%Y", Kind.MONTH, date(2024, 1, 1)),
        ("31/01/2024 23:59", "%d/%m/%Y %H:%M", Kind.DATE, date(2024, 1, 31)),
        ("45322", "excel", Kind.DATE, date(2024, 1, 31)),
        ("2024-01-31 00:00:00", "%d/%m/%Y", Kind.DATE, date(2024, 1, 31)),
        ("2024-01-31", "%m/%Y", Kind.MONTH, date(2024, 1, 1)),
        ("30/02/2024", "%d/%m/%Y", Kind.DATE, None),
    ],
)
def test_read_days(written: str, form: str, kind: Kind, day: date | None) -> None:
    read = read_days(pl.Series([written, None], dtype=pl.String), kind, form)
    assert read.values.to_list() == [day, None]
    assert read.problems[0].mask.to_list() == [day is None, False]
