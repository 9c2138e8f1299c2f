"""Small tables of answers and codings."""

from __future__ import annotations

import polars as pl

from tramite.kernel.contracts import Kind
from tramite.kernel.tables import CODINGS

_TYPES = {Kind.TEXT: pl.String(), Kind.INTEGER: pl.Int64()}


def answers_of(texts: dict[str, str]) -> pl.DataFrame:
    """Answers to PZ01 by interview."""
    rows = [(interview, "PZ01", text) for interview, text in texts.items()]
    schema = dict.fromkeys(("interview_id", "item_id", "text"), pl.String())
    return pl.DataFrame(rows, schema=schema, orient="row")


def codings_of(*rows: tuple[str, int, int, str, str], quote: str | None = None) -> pl.DataFrame:
    """Codings of PZ01 from interview, start, end, code, coder."""
    schema = {column.name: _TYPES[column.kind] for column in CODINGS.columns}
    full = [(interview, "PZ01", *given, quote, None) for interview, *given in rows]
    return pl.DataFrame(full, schema=schema, orient="row")
