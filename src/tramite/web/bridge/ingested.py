"""Registers that were ingested: they stay in files, and are not in the pages of the registers (ADR 26)."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.store.ingest.manifest import FILE, parse_manifest
from tramite.web.models import Study


@dataclass(frozen=True, slots=True)
class IngestedFile:
    """A file whose rows are in a table of the books: its name, and how many rows were kept and refused."""

    name: str
    rows: int
    refused: int


def ingested_files(study: Study, table: str) -> tuple[IngestedFile, ...]:
    """Return the files of which a table of the books was made by an ingest; none: it is in rows, or not there.

    Raises:
        InputRefused: the manifest was changed by hand.
    """
    content = study.files.filter(path=FILE).values_list("content", flat=True).first()
    if content is None:
        return ()
    sources = parse_manifest(bytes(content)).of(table)
    return tuple(IngestedFile(source.file, source.kept_rows, source.refused_rows) for source in sources)
