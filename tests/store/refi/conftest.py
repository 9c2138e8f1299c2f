from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest

from tramite.kernel.tables import CODINGS
from tramite.store.columns import DTYPES

Packer = Callable[..., Path]
INTERVIEWS = pl.DataFrame({"interview_id": ["i-1", "i-2"], "role": ["reseller"] * 2, "channel_id": ["shops"] * 2})


def answers_of(*texts: str) -> pl.DataFrame:
    """Answers of i-1, i-2, … to PZ01."""
    return pl.DataFrame(
        [(f"i-{number}", "PZ01", text) for number, text in enumerate(texts, start=1)],
        schema={"interview_id": pl.String, "item_id": pl.String, "text": pl.String},
        orient="row",
    )


def codings_of_rows(*rows: tuple[str, int, int, str, str]) -> pl.DataFrame:
    """Codings of PZ01 from interview, start, end, code, coder."""
    schema = {column.name: DTYPES[column.kind] for column in CODINGS.columns}
    full = [
        (interview, "PZ01", start, end, code, coder, None, None) for interview, start, end, code, coder in rows
    ]
    return pl.DataFrame(full, schema=schema, orient="row")


@pytest.fixture
def pack(tmp_path: Path) -> Packer:
    """Write an archive from its parts: name to text or bytes."""

    def write(parts: dict[str, str | bytes], name: str = "foreign.qdpx") -> Path:
        buffer = io.BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        path = tmp_path / name
        path.write_bytes(buffer.getvalue())
        return path

    return write
