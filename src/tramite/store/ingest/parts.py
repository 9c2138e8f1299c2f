"""Rows on the disk: Parquet files by month, each named by its content and checked against its sum when read."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import Fault, InputRefused, UnsafeInput
from tramite.store.columns import DTYPES
from tramite.store.ingest.manifest import IngestedSource, Part, digest_of
from tramite.store.ingest.mapping import day_column
from tramite.store.limits import MAX_ROWS, check_size
from tramite.store.outputs import save_bytes

FROM_FILE: Final = "_file"  # with its sheet, as a person knows it
FROM_ROW: Final = "_row"
_MONTH = "_month"


def save_parts(folder: Path, rows: pl.DataFrame, contract: Contract) -> tuple[Part, ...]:
    """Write rows as one file for each month of the table, or one for all where a row has no month.

    Args:
        folder: ``books/<table>``. rows: columns of the contract, :data:`FROM_FILE` and :data:`FROM_ROW`.
    """
    day = day_column(contract)
    if day is None:
        return () if rows.is_empty() else (save_part(folder, "all", rows),)
    months = rows.with_columns(pl.col(day).dt.strftime("%Y-%m").alias(_MONTH))
    return tuple(
        save_part(folder, str(month), part.drop(_MONTH))
        for (month,), part in sorted(months.partition_by(_MONTH, as_dict=True).items())
    )


def save_part(folder: Path, label: str, rows: pl.DataFrame) -> Part:
    """Write one file, named by what it holds, and by the checksum of its content."""
    buffer = BytesIO()
    rows.write_parquet(buffer, compression="zstd")
    content = buffer.getvalue()
    digest = digest_of(content)
    name = f"{label}-{digest[:16]}.parquet"
    save_bytes(folder / name, content)
    return Part(name=name, sha256=digest, rows=rows.height)


def read_part(folder: Path, part: Part) -> pl.DataFrame:
    """Read one file of rows.

    Raises:
        InputRefused: it is not there, or not as it was written. UnsafeInput: it is larger than any may be.
    """
    path, file = folder / part.name, f"books/{folder.name}/{part.name}"
    if path.is_symlink() or not path.is_file():
        raise InputRefused([Fault(file, "part_missing")])
    check_size(path, file=file)
    content = path.read_bytes()
    if digest_of(content) != part.sha256:
        raise InputRefused([Fault(file, "part_changed")])
    return pl.read_parquet(BytesIO(content))


def read_sources(
    case: Path, contract: Contract, sources: Sequence[IngestedSource], *, columns: Sequence[str] | None = None
) -> pl.DataFrame:
    """Read the rows of sources: columns of the contract, :data:`FROM_FILE` and :data:`FROM_ROW`, or some of them.

    Raises:
        InputRefused: files that are missing or changed, all of them. UnsafeInput: too many rows.
    """
    total = sum(source.kept_rows for source in sources)
    if total > MAX_ROWS:
        fault = Fault(f"books/{contract.name}", "too_many_rows", value=str(total), hint=str(MAX_ROWS))
        raise UnsafeInput([fault], key="unsafe_input")
    schema = {column.name: DTYPES[column.kind] for column in contract.columns}
    schema |= {FROM_FILE: pl.String(), FROM_ROW: pl.Int64()}
    wanted = {name: schema[name] for name in columns or schema}
    frames = [pl.DataFrame(schema=wanted)]
    faults: list[Fault] = []
    for source in sources:
        for part in source.parts:
            try:
                rows = read_part(case / "books" / contract.name, part)
                frames.append(rows.match_to_schema(wanted, missing_columns="insert", extra_columns="ignore"))
            except InputRefused as error:
                faults += error.faults
    if faults:
        raise InputRefused(faults)
    return pl.concat(frames)
