"""Rows on the disk: Parquet files by month, each named by its content and checked against its sum when read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.ingest.manifest import Part, digest_of
from tramite.store.limits import check_size
from tramite.store.outputs import save_bytes

FROM_FILE: Final = "_file"  # with its sheet, as a person knows it
FROM_ROW: Final = "_row"


def save_part(folder: Path, label: str, rows: pl.DataFrame) -> Part:
    """Write one file, named by what it holds, and by the checksum of its content."""
    buffer = BytesIO()
    rows.write_parquet(buffer, compression="zstd")
    content = buffer.getvalue()
    digest = digest_of(content)
    name = f"{label}-{digest[:16]}.parquet"
    save_bytes(folder / name, content)
    return Part(name=name, sha256=digest, rows=rows.height)


def path_of(folder: Path, part: Part) -> Path:
    """Find a file of rows.

    Raises:
        InputRefused: it is not there. UnsafeInput: it is larger than any may be.
    """
    path, file = folder / part.name, f"books/{folder.name}/{part.name}"
    if path.is_symlink() or not path.is_file():
        raise InputRefused([Fault(file, "part_missing")])
    check_size(path, file=file)
    return path


def read_part(folder: Path, part: Part) -> pl.DataFrame:
    """Read one file of rows.

    Raises:
        InputRefused: it is not there, or not as it was written. UnsafeInput: it is larger than any may be.
    """
    content = path_of(folder, part).read_bytes()
    if digest_of(content) != part.sha256:
        raise InputRefused([Fault(f"books/{folder.name}/{part.name}", "part_changed")])
    return pl.read_parquet(BytesIO(content))
