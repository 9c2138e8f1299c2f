"""What of a case holds no names: what is not listed here is left out (ADR 28)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

import polars as pl
from polars.exceptions import PolarsError

from tramite.kernel.tables import CONTRACTS
from tramite.store.instruments import INSTRUMENTS
from tramite.store.sampling import RECORD
from tramite.voices.asking.changes import ITEMS_FILE
from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.workflows.allocation_plan import FILE as ALLOCATION

_ADDRESS: Final = ("name", "vat_number", "email_domain", "address", "postcode", "city")
_EMPTIED: Final[Mapping[str, tuple[str, ...]]] = {
    "partners": ("name", "vat_number"), "customers": _ADDRESS, "frame": ("name",), "sample": ("name", "reason"),
    "sample_log": ("reason",),
}  # fmt: skip
_REASON: Final = "–"  # of a decision on quality, which must have one
# Tables of the books that name firms and people by code alone.
_BOOKS: Final = frozenset(
    {"products", "sell_in", "sell_out", "stock", "costs", "ledger", "budgets", "receivables", "terms", "shops"}
)
_FILES: Final = frozenset({ITEMS_FILE, PROJECT_FILE, RECORD, ALLOCATION, "ahead.toml", "voices/codebook.csv"})
_FOLDERS: Final = ("alternatives/", f"{INSTRUMENTS}/")


def tables_without_names(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return tables with their columns of names, addresses and remarks empty."""
    found = {
        name: frame.with_columns(pl.lit(None, pl.String).alias(column) for column in _EMPTIED.get(name, ()))
        for name, frame in tables.items()
    }
    if "quality_decisions" in found:
        reason = pl.when(pl.col("reason").is_not_null()).then(pl.lit(_REASON)).alias("reason")
        found["quality_decisions"] = found["quality_decisions"].with_columns(reason)
    return found


def files_without_names(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that hold no names: no ledger of forms, no draw, no register, nothing that was ingested."""
    return {
        path: data
        for path, data in files.items()
        if path in _FILES or path.startswith(_FOLDERS) or _is_nameless_table(path, data)
    }


def _is_nameless_table(path: str, data: bytes) -> bool:
    """Tell whether a file is a table of the books without a column that its contract does not know."""
    file = PurePosixPath(path)
    if str(file.parent) != "books" or file.stem not in _BOOKS:
        return False
    try:
        if file.suffix == ".parquet":
            columns = set(pl.read_parquet_schema(BytesIO(data)))
        elif file.suffix == ".csv":
            head = data.partition(b"\n")[0].decode("utf-8-sig").strip()
            columns = set(next(csv.reader([head], delimiter=";" if ";" in head else ",")))
        else:
            return False
    except (PolarsError, UnicodeDecodeError, csv.Error, StopIteration):
        return False
    return columns <= set(CONTRACTS[file.stem].by_name)
