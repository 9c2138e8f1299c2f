"""An ingested table as it stands on the disk: files that are read where rows are needed, never all at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused, UnsafeInput
from tramite.store.columns import DTYPES
from tramite.store.ingest.manifest import IngestedSource, Part, digest_of_file
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW, path_of
from tramite.store.limits import MAX_ROWS

PART: Final = "_part"
AT: Final = "_at"
PLACES: Final = pl.Schema({PART: pl.String(), AT: pl.Int64()})
_HASHED_AT_ONCE = 8  # more would only wait for the disk


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file of rows that is as it was written.

    Attributes:
        rows: how many. columns: those of the contract that it has; a column that came later is not there.
    """

    path: Path
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partitions:
    """A table in files of rows.

    Attributes:
        files: in the order of their loads; rows are ordered by file, and as they stand there.
        left_out: rows that do not count: :data:`PART` (name of the file) and :data:`AT` (place in it, from 0).
            Not by file and row of the person who sent them: two partners may both send «report.xlsx».
    """

    contract: Contract
    files: tuple[PartFile, ...]
    left_out: pl.DataFrame

    def __len__(self) -> int:
        return sum(file.rows for file in self.files) - self.left_out.height

    def scan(self) -> pl.LazyFrame:
        """Return all rows, lazily: columns of the contract, where they came from, :data:`PART` and :data:`AT`."""
        schema = {column.name: DTYPES[column.kind] for column in self.contract.columns}
        schema |= {FROM_FILE: pl.String(), FROM_ROW: pl.Int64(), **PLACES}
        frames = [pl.LazyFrame(schema=schema)]
        for file in self.files:
            rows = pl.scan_parquet(file.path, glob=False, row_index_name=AT)
            placed = rows.with_columns(pl.col(AT).cast(pl.Int64), pl.lit(file.path.name).alias(PART))
            frames.append(placed.match_to_schema(schema, missing_columns="insert", extra_columns="ignore"))
        return pl.concat(frames)

    def frame(self, *columns: str) -> pl.DataFrame:
        """Read the rows that count into memory: all columns of the contract, or some.

        Raises:
            UnsafeInput: more rows than memory is for; ask the engine.
        """
        if len(self) > MAX_ROWS:
            fault = Fault(f"books/{self.contract.name}", "too_many_rows", value=str(len(self)), hint=str(MAX_ROWS))
            raise UnsafeInput([fault], key="unsafe_input")
        wanted = columns or tuple(column.name for column in self.contract.columns)
        rows = self.scan().select(*wanted, PART, AT)
        if not self.left_out.is_empty():
            rows = rows.join(self.left_out.lazy(), on=[PART, AT], how="anti", maintain_order="left")
        return rows.select(wanted).collect()


def open_partitions(case: Path, contract: Contract, sources: Sequence[IngestedSource]) -> Partitions:
    """Make sure that every file of a table is there and as it was written; read none of its rows.

    Raises:
        InputRefused: files that are missing or changed, all of them.
    """
    folder = case.absolute() / "books" / contract.name
    parts = [part for source in sources for part in source.parts]
    with ThreadPoolExecutor(min(_HASHED_AT_ONCE, os.cpu_count() or 1)) as pool:
        found = list(pool.map(lambda part: _opened(folder, part, contract), parts))
    faults = [fault for each in found if isinstance(each, InputRefused) for fault in each.faults]
    if faults:
        raise InputRefused(faults)
    files = tuple(each for each in found if isinstance(each, PartFile))
    return Partitions(contract, files, pl.DataFrame(schema=PLACES))


def _opened(folder: Path, part: Part, contract: Contract) -> PartFile | InputRefused:
    try:
        path = path_of(folder, part)
        if digest_of_file(path) != part.sha256:
            return InputRefused([Fault(f"books/{folder.name}/{part.name}", "part_changed")])
        return PartFile(path, part.rows, tuple(_columns(path, contract, part)))
    except InputRefused as error:
        return error


def _columns(path: Path, contract: Contract, part: Part) -> Iterator[str]:
    """Yield the columns of the contract that a file has, in the order of the contract."""
    rows, file = pl.scan_parquet(path, glob=False), f"books/{contract.name}/{part.name}"
    if rows.select(pl.len()).collect().item() != part.rows:
        raise InputRefused([Fault(file, "part_changed")])
    held = rows.collect_schema()
    for column in contract.columns:
        if column.name in held:
            if held[column.name] != DTYPES[column.kind]:
                raise InputRefused([Fault(file, "part_changed", column=column.name)])
            yield column.name
