"""Read dates written in a way that a mapping names."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from tramite.kernel.contracts import Kind
from tramite.store.values import Problem, Values, without

EXCEL: Final = "excel"  # days since the end of 1899, as spreadsheets count
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[ T]00:00(?::00(?:\.0+)?)?)?$"  # date cells are given so, whatever they show
_SERIAL = r"^\d{5}(?:\.0+)?$"
_MONTHS = {
    "gennaio": "january", "febbraio": "february", "marzo": "march", "aprile": "april", "maggio": "may",
    "giugno": "june", "luglio": "july", "agosto": "august", "settembre": "september", "ottobre": "october",
    "novembre": "november", "dicembre": "december", "gen": "jan", "mag": "may", "giu": "jun", "lug": "jul",
    "ago": "aug", "set": "sep", "sett": "sep", "ott": "oct", "dic": "dec",
}  # fmt: skip


def read_days(text: pl.Series, kind: Kind, form: str) -> Values:
    """Read dates or months given as text.

    Args:
        form: as of ``strftime`` («%d.%m.%y», «%b %Y»), or :data:`EXCEL`. A form without a day gives the first of
            the month; the time of a form with hours is cut off.

    ISO dates are read beside it: a workbook that mixes date cells and text gives its date cells so.
    """
    iso = text.str.contains(_ISO)
    days = without(text, ~iso.fill_null(False)).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    if form == EXCEL:
        serial = without(text, ~text.str.contains(_SERIAL).fill_null(False)).str.slice(0, 5).cast(pl.Int32)
        read = (serial - 25_569).cast(pl.Date)  # 1970-01-01 as a spreadsheet counts it
    else:
        written = _in_english(text) if re.search("%[bBh]", form) else text
        if not re.search("%[dejDFxcsv]", form):
            written, form = pl.Series(["01 "]) + written if len(written) else written, f"%d {form}"
        timed = re.search("%[HIkTRrXs]", form) is not None
        read = (
            written.str.to_datetime(form, strict=False).dt.date()
            if timed
            else written.str.to_date(form, strict=False)
        )
    days = days.zip_with(iso.fill_null(False), read)
    if kind is Kind.MONTH:
        days = days.dt.month_start()
    return Values(days, (Problem("not_this_date", text.is_not_null() & days.is_null(), form),))


def _in_english(text: pl.Series) -> pl.Series:
    words = text.str.to_lowercase()
    for italian, english in _MONTHS.items():
        words = words.str.replace(rf"\b{italian}\b\.?", english)
    return words
