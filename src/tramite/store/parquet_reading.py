"""Read a Parquet file: its types are kept, and checked against the contract later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused, UnsafeInput
from tramite.store.limits import MAX_ROWS
from tramite.store.raw import RawTable, match_columns
from tramite.store.sheet import Sheet, as_contract, numbered
from tramite.store.values import as_text

_UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


_PIECE = 400_000  # rows


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A Parquet file whose columns are known. The first row is 2, as it would be in a sheet."""

    path: Path
    file: str
    header: tuple[str, ...]
    rows: int
    sha256: str = ""

    @property
    def single(self) -> bool:
        """Whether the whole file is one piece."""
        return self.rows <= _PIECE

    def sheets(self, *, rows: int = _PIECE) -> Iterator[tuple[Sheet, float]]:
        """Yield the file piece by piece, at least one, and the share of it that is read.

        Raises:
            InputRefused: damaged.
        """
        done = 0
        try:
            pieces = pl.scan_parquet(self.path, glob=False).collect_batches(chunk_size=rows, maintain_order=True)
            for piece in _merged(pieces, rows):
                yield self._sheet(piece, done), (done + piece.height) / self.rows
                done += piece.height
            if not done:
                yield self._sheet(pl.read_parquet(self.path, glob=False), 0), 1.0
        except _UNREADABLE as error:
            raise InputRefused([Fault(self.file, "damaged_file")]) from error

    def _sheet(self, piece: pl.DataFrame, done: int) -> Sheet:
        frame = numbered(piece)
        texts = [column.name for column in frame if column.dtype in (pl.String, pl.Categorical, pl.Enum)]
        frame = frame.with_columns(as_text(frame[name]) for name in texts)
        rows = pl.int_range(done + 2, done + frame.height + 2, eager=True)
        return Sheet(file=self.file, header=self.header, frame=frame, rows=rows, decimal_mark="point")


def _merged(pieces: Iterator[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Put small pieces together, up to a number of rows."""
    held: list[pl.DataFrame] = []
    for piece in pieces:
        if held and sum(each.height for each in held) + piece.height > rows:
            yield pl.concat(held)
            held = []
        if piece.height:
            held.append(piece)
    if held:
        yield pl.concat(held)


def read_parquet(path: Path, contract: Contract, *, file: str) -> RawTable:
    """Read a Parquet file whose columns are those of a contract.

    Raises:
        UnsafeInput: too many rows. InputRefused: damaged, or its columns are not those of the contract.
    """
    opened = open_parquet(path, file=file, contract=contract)
    return as_contract(next(opened.sheets(rows=max(opened.rows, 1)))[0], contract)


def open_parquet(path: Path, *, file: str, contract: Contract | None = None) -> ParquetFile:
    """Open a Parquet file under its own column names.

    Args:
        contract: refuse the file by its names alone, before its values are read.

    Raises:
        UnsafeInput: too many rows. InputRefused: damaged, or columns of lists and the like.
    """
    schema, rows = _header(path, file)
    if contract is not None:
        _, faults = match_columns(list(schema), contract, file=file)
        if faults:
            raise InputRefused(faults)
    faults = [
        Fault(file, "column_type", column=name.strip().lower(), value=str(dtype))
        for name, dtype in schema.items()
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object)
    ]
    if faults:
        raise InputRefused(faults)
    return ParquetFile(path, file, tuple(schema), rows)


def _header(path: Path, file: str) -> tuple[dict[str, pl.DataType], int]:
    try:
        schema = dict(pl.read_parquet_schema(path))
        height = int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())
    except _UNREADABLE as error:
        raise InputRefused([Fault(file, "damaged_file")]) from error
    if height > MAX_ROWS:
        raise UnsafeInput(
            [Fault(file, "too_many_rows", value=str(height), hint=str(MAX_ROWS))], key="unsafe_input"
        )
    return schema, height
