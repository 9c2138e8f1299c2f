"""Open an ingested table, and check it against the case as it is today."""

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
from tramite.store.ingest.partitions import AT, PART, PLACES, Partitions, open_partitions
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW
from tramite.store.ingest.rechecking import doubtful_rows
from tramite.store.ingest.refusals import SOURCE, read_reasons, read_refused, refused_faults
from tramite.store.raw import RawTable
from tramite.store.references import KnownIds, ids_of_case, referred_to
from tramite.store.stored import StoredTable


def open_ingested(
    case: Path,
    manifest: Manifest,
    table: str,
    *,
    definition: CaseDefinition,
    known: Mapping[str, KnownIds] | None = None,
) -> StoredTable:
    """Open a table and check it again: channels and partners may have changed since its rows came in.

    Its rows stay in their files; only those that fail are read.

    Returns: rows that were refused when they came in are among the refused ones; faults name the file that a row
    came in, and its row there.

    Raises:
        InputRefused: files of rows are missing or changed, or too many rows fail.
    """
    whole = open_partitions(case, CONTRACTS[table], manifest.of(table))
    targets = {**ids_of_case(definition), **(known or {})}
    doubtful = doubtful_rows(whole, targets=targets)
    raw = RawTable(
        contract=whole.contract,
        file=f"books/{table}",
        frame=doubtful.drop(FROM_FILE, FROM_ROW, *PLACES),
        rows=pl.int_range(0, doubtful.height, eager=True),
        decimal_mark=None,
    )
    checked = check_table(raw, definition=definition, known=known)
    failing = doubtful[checked.refused[ROW]]
    before = read_reasons(case, manifest.of(table))
    partitions = replace(whole, left_out=failing.select(PART, AT))
    return StoredTable(
        name=table,
        origin=raw.file,
        content=partitions,
        refused=_refused(case, manifest, checked, failing, definition.language),
        faults=(*refused_faults(before), *(_placed(fault, doubtful) for fault in checked.faults)),
        ids=_ids(partitions, failing),
    )


def _ids(partitions: Partitions, failing: pl.DataFrame) -> dict[str, KnownIds]:
    """Return what other tables may refer to: the key, where any does."""
    contract = partitions.contract
    return {
        name: KnownIds(partitions.frame(column)[column], failing[column].drop_nulls())
        for column in contract.key
        if (name := f"{contract.name}.{column}") in referred_to()
    }


def _placed(fault: Fault, stored: pl.DataFrame) -> Fault:
    if fault.row is None:
        return fault
    return replace(fault, file=stored[FROM_FILE][fault.row], row=stored[FROM_ROW][fault.row])


def _refused(
    case: Path, manifest: Manifest, checked: CheckedTable, failing: pl.DataFrame, language: Language
) -> pl.DataFrame:
    """Put the rows that are refused today and those refused when they came in together."""
    today = checked.refused.with_columns(failing[FROM_FILE].alias(SOURCE), failing[FROM_ROW].alias(ROW))
    before = read_refused(case, manifest.of(checked.name), language)
    if before.is_empty():
        return today.select(pl.exclude(SOURCE, ROW, REFUSED_BECAUSE), SOURCE, ROW, REFUSED_BECAUSE)
    if not today.is_empty():
        before = pl.concat([before, today], how="diagonal_relaxed")
    return before.select(pl.exclude(SOURCE, ROW, REFUSED_BECAUSE), SOURCE, ROW, REFUSED_BECAUSE)
