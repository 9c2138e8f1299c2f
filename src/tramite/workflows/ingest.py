"""Bring partners' files into a case: ingest, try refused rows again, propose a mapping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from tramite.kernel.errors import CaseNotFound
from tramite.kernel.method import nearest
from tramite.kernel.tables import contracts_of
from tramite.store.definition import load_definition
from tramite.store.ingest import ingesting
from tramite.store.ingest.loading import Loaded
from tramite.store.ingest.manifest import read_manifest
from tramite.store.ingest.proposing import Proposal, propose
from tramite.store.ingest.refusals import read_reasons
from tramite.store.outputs import save_bytes


def ingest_files(
    case: str | Path,
    files: Sequence[str | Path],
    *,
    who: str,
    when: datetime,
    mapping: str | None = None,
    table: str | None = None,
    progress: Callable[[str, float], None] = lambda file, share: None,
) -> tuple[Loaded, ...]:
    """Bring files into the tables of a case: all of them, or none if one cannot be read as a whole.

    Args, raises: as :func:`tramite.store.ingest.ingesting.ingest`.
    """
    paths = [Path(file) for file in files]
    return ingesting.ingest(Path(case), paths, who=who, when=when, mapping=mapping, table=table, progress=progress)


def retry_refused(
    case: str | Path,
    *,
    who: str,
    when: datetime,
    progress: Callable[[str, float], None] = lambda file, share: None,
) -> tuple[Loaded, ...]:
    """Try refused rows again, after a mapping or a table that they refer to was corrected.

    Args, raises: as :func:`tramite.store.ingest.ingesting.ingest`.
    """
    return ingesting.retry(Path(case), who=who, when=when, progress=progress)


def loads(case: str | Path) -> pl.DataFrame:
    """Return the ledger of what was loaded into a case, oldest first."""
    load_definition(Path(case))
    return ingesting.ledger(Path(case))


def refused_rows(case: str | Path) -> pl.DataFrame:
    """Count refused rows of ingested files by table, source, column and reason.

    Returns: ``table``, ``source``, ``kind`` (of ``faults.<kind>``), ``column``, ``hint``, ``rows`` (how many),
    ``first`` (row number of the first of them) and ``value`` (what stands there). A row with two faults is in two
    lines.
    """
    load_definition(Path(case))
    why = read_reasons(Path(case), read_manifest(Path(case)).sources)
    return why.group_by("table", "source", "kind", "column", maintain_order=True).agg(
        pl.col("_row").count().alias("rows"),
        pl.col("_row").first().alias("first"),
        pl.col("value", "hint").first(),
    )


def propose_mapping(file: str | Path, table: str, *, sheet: str | None = None) -> Proposal:
    """Propose a mapping of a file to a table of the books, for a person to confirm.

    Raises:
        CaseNotFound: there is no such table. InputRefused: the file cannot be read.
    """
    books = {contract.name: None for contract in contracts_of("books")}
    if table not in books:
        raise CaseNotFound("table_not_found", name=table, known=", ".join(nearest(table, books) or books))
    return propose(Path(file), table, sheet=sheet)


def save_mapping(proposal: Proposal, path: str | Path) -> Path:
    """Write a confirmed mapping; returns its path."""
    return save_bytes(Path(path), proposal.toml.encode())
