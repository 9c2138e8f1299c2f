"""An ingested table put together by hand: rows in files of a case, and a manifest that names them."""

from __future__ import annotations

import polars as pl

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.when import NOW, WHO
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES
from tramite.store.ingest.manifest import IngestedSource, Load, Manifest, digest_of
from tramite.store.ingest.parts import FROM_FILE, FROM_ROW, save_part


def rows_of(table: str, file: str, columns: dict[str, list[object]], *, first: int = 2) -> pl.DataFrame:
    """Return rows of a table as ingest writes them; columns that are not given are empty.

    Args:
        first: number of the first row in its file.
    """
    height = len(next(iter(columns.values())))
    given = pl.DataFrame(
        [
            pl.Series(
                column.name, columns.get(column.name, [None] * height), dtype=DTYPES[column.kind], strict=False
            )
            for column in CONTRACTS[table].columns
        ]
    )
    return given.with_columns(
        pl.lit(file).alias(FROM_FILE), pl.int_range(first, first + height, dtype=pl.Int64).alias(FROM_ROW)
    )


def put(case: CaseOnDisk, manifest: Manifest, table: str, name: str, *parts: pl.DataFrame) -> Manifest:
    """Write files of rows as a source of a table, and name them in the manifest; commit it yourself."""
    saved = tuple(
        save_part(case.path / "books" / table, f"2024-{number:02d}", part)
        for number, part in enumerate(parts, start=1)
    )
    file = name.rsplit("/", maxsplit=1)[-1]
    digest, count = digest_of(name.encode()), sum(part.rows for part in saved)
    source = IngestedSource(
        table=table, name=name, file=file, sha256=digest, mapping=None, mapping_sha256="",
        parts=saved, refused=None,
    )  # fmt: skip
    load = Load(
        when=NOW, who=WHO, table=table, source=name, sha256=digest, mapping=None, outcome="loaded",
        rows=count, kept=count, refused=0, skipped=0, replaced=0,
    )  # fmt: skip
    return manifest.with_(source, load)
