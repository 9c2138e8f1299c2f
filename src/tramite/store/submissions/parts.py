"""A part of the ledger of filled forms, and of their list: out of the whole, and back into it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.outputs import save_frame
from tramite.store.submissions.ledger import LEDGER
from tramite.store.submissions.tables import LIST, save_list_frame
from tramite.voices.hearing.submission import Submission, current_of

_LINKS = ("id", "root", "replaces")


def ledger_frame(data: bytes) -> pl.DataFrame:
    """Read a ledger as a table, its values as they stand.

    Raises:
        InputRefused: it is damaged.
    """
    try:
        return pl.read_parquet(BytesIO(data))
    except PolarsError as error:
        raise InputRefused([Fault(LEDGER, "damaged_file")]) from error


def list_frame(data: bytes) -> pl.DataFrame:
    """Read the list of filled forms, every cell as text.

    Raises:
        InputRefused: it is damaged.
    """
    try:
        return pl.read_csv(BytesIO(data), separator=";", infer_schema=False)
    except PolarsError as error:
        raise InputRefused([Fault(LIST, "damaged_file")]) from error


def linked(ledger: pl.DataFrame, forms: Collection[str]) -> frozenset[str]:
    """Return the ids of forms and of all that are edits of the same interviews."""
    found: set[str] = set()
    more = set(forms)
    while not ledger.is_empty() and more > found:
        found = more
        rows = ledger.filter(pl.any_horizontal(pl.col(name).is_in(list(found)) for name in _LINKS))
        more = found.union(*(rows[name] for name in _LINKS)) - {""}
    return frozenset(more)


def save_joined(path: Path, ledger: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Put ledger and list of a part of a case, as they stand in its folder, into those of the whole.

    Args:
        ledger, listed: of the whole, before; both empty if nothing came yet. Forms that are there already keep
            their place; new ones come last.

    Returns: the ledger of the whole.
    """
    if (path / LEDGER).is_file():
        ledger = _joined(ledger, ledger_frame((path / LEDGER).read_bytes()), "id")
    if (path / LIST).is_file():
        listed = _joined(listed, list_frame((path / LIST).read_bytes()), "submission_id")
    if not ledger.is_empty():
        save_frame(path / LEDGER, ledger)
        save_list_frame(path, LIST, listed)
    return ledger


def _joined(whole: pl.DataFrame, part: pl.DataFrame, key: str) -> pl.DataFrame:
    if whole.is_empty():
        return part
    place = whole.select(key).with_row_index("place")
    placed = part.join(place, on=key, how="left", maintain_order="left")
    rest = whole.with_row_index("place").join(part, on=key, how="anti")
    joined = pl.concat([rest.select(placed.columns), placed])
    return joined.sort("place", nulls_last=True, maintain_order=True).drop("place").select(part.columns)


def times_of(ledger: pl.DataFrame) -> list[Mapping[str, float]]:
    """Return the measured times of the forms that count, from their logs."""
    if ledger.is_empty() or (ledger["times"] == "{}").all():
        return []
    rows = ledger.select("id", "root", "replaces", "edits", "times").iter_rows()
    times: dict[str, str] = {}
    forms = []
    for code, root, replaces, edits, told in rows:
        times[code] = told
        forms.append(Submission(code, "", {}, replaces=replaces, root=root, edits=edits))
    counted = (times[form.id] for form in current_of(forms).values())
    return [json.loads(told) for told in counted if told != "{}"]
