"""A table of a case as it was found: in memory, or in files that stay where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.errors import Fault
from tramite.store.checking import CheckedTable
from tramite.store.ingest.partitions import Partitions
from tramite.store.references import KnownIds

Content = pl.DataFrame | Partitions  # both tell their rows by len()
# Remembering every document of more lines than this takes longer than all the sums of the statement together.
COUNTED_EXACTLY_UP_TO: Final = 20_000_000


def counted_exactly(tables: Mapping[str, Content]) -> bool:
    """Tell whether different values are to be counted exactly, or estimated: then whoever reads is told."""
    return max((len(content) for content in tables.values()), default=0) <= COUNTED_EXACTLY_UP_TO


@dataclass(frozen=True, slots=True)
class StoredTable:
    """The rows of a table that meet their contract, and what became of the others.

    Attributes:
        origin: file that it was read from, relative to the case; the folder of an ingested one.
        refused: other rows as they stand in their file (text), with ``row`` and ``refused_because``; of an
            ingested table also ``source``, the file that a row came in.
        faults: why, in the order of the rows.
        ids: values that other tables may refer to, by ``table.column``.
    """

    name: str
    origin: str
    content: Content
    refused: pl.DataFrame
    faults: tuple[Fault, ...]
    ids: Mapping[str, KnownIds]

    @classmethod
    def of_file(cls, checked: CheckedTable) -> StoredTable:
        """Take a table that was read from a single file."""
        return cls(checked.name, checked.file, checked.frame, checked.refused, checked.faults, checked.ids)
