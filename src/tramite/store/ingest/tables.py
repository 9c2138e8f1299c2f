"""Read an ingested table, and check it against the case as it is today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import Language
from tramite.store.checking import CheckedTable, check_table
from tramite.store.findings import REFUSED_BECAUSE, ROW
from tramite.store.ingest.manifest import Manifest
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW, read_sources
from tramite.store.ingest.refusals import SOURCE, read_reasons, read_refused, refused_faults
from tramite.store.raw import RawTable
from tramite.store.references import KnownIds


def check_ingested(
    case: Path,
    manifest: Manifest,
    table: str,
    *,
    definition: CaseDefinition,
    known: Mapping[str, KnownIds] | None = None,
) -> CheckedTable:
    """Read the rows of a table and check them again: channels and partners may have changed since they came in.

    Returns: rows that were refused when they came in are among the refused ones; faults name the file that a row
    came in, and its row there.

    Raises:
        InputRefused: files of rows are missing or changed.
    """
    contract = CONTRACTS[table]
    stored = read_sources(case, contract, manifest.of(table))
    raw = RawTable(
        contract=contract,
        file=f"books/{table}",
        frame=stored.drop(FROM_FILE, FROM_ROW),
        rows=pl.int_range(0, stored.height, eager=True),
        decimal_mark=None,
    )
    checked = check_table(raw, definition=definition, known=known)
    before = read_reasons(case, manifest.of(table))
    return replace(
        checked,
        rows=stored[FROM_ROW].gather(checked.rows),
        refused=_refused(case, manifest, checked, stored, definition.language),
        faults=(*refused_faults(before), *(_placed(fault, stored) for fault in checked.faults)),
    )


def _placed(fault: Fault, stored: pl.DataFrame) -> Fault:
    if fault.row is None:
        return fault
    hint = fault.hint
    if fault.kind == "duplicate_key":
        hint = str(stored[FROM_ROW][int(hint)])
    return replace(fault, file=stored[FROM_FILE][fault.row], row=stored[FROM_ROW][fault.row], hint=hint)


def _refused(
    case: Path, manifest: Manifest, checked: CheckedTable, stored: pl.DataFrame, language: Language
) -> pl.DataFrame:
    """Put the rows that are refused today and those refused when they came in together."""
    places = checked.refused[ROW]
    today = checked.refused.with_columns(
        stored[FROM_FILE].gather(places).alias(SOURCE), stored[FROM_ROW].gather(places).alias(ROW)
    )
    before = read_refused(case, manifest.of(checked.name), language)
    if before.is_empty():
        return today.select(pl.exclude(SOURCE, ROW, REFUSED_BECAUSE), SOURCE, ROW, REFUSED_BECAUSE)
    if not today.is_empty():
        before = pl.concat([before, today], how="diagonal_relaxed")
    return before.select(pl.exclude(SOURCE, ROW, REFUSED_BECAUSE), SOURCE, ROW, REFUSED_BECAUSE)
