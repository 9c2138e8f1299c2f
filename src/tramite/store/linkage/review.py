"""The pairs that a person judges: a file to edit, in which decisions stay."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tramite.kernel.tables import LINK_DECISIONS
from tramite.store.linkage.links import DECISIONS_FILE
from tramite.store.outputs import disarmed, save_bytes

_SHOWN = ("name", "address", "vat_number", "email_domain")


def save_review(path: Path, *, customers: pl.DataFrame, decisions: pl.DataFrame, to_review: pl.DataFrame) -> Path:
    """Write ``books/link_decisions.csv``: judged and annotated pairs as they are, then the others.

    Separated by semicolons, with decimal commas and the mark of UTF-8, so that a spreadsheet opens it rightly.

    Args:
        path: folder of the case. customers, decisions: tables of the contracts ``customers``, ``link_decisions``.
        to_review: ``a``, ``b``, ``probability``.

    Raises:
        TramiteError: the file cannot be written.
    """
    kept = decisions.filter(pl.col("decision").is_not_null() | pl.col("note").is_not_null())
    fresh = to_review.select(pl.col("a").alias("customer_a"), pl.col("b").alias("customer_b"), "probability")
    one, other = pl.col("customer_a"), pl.col("customer_b")
    pair = [pl.min_horizontal(one, other).alias("_a"), pl.max_horizontal(one, other).alias("_b")]
    told = kept.with_columns(pair).select("_a", "_b")
    fresh = fresh.with_columns(pair).join(told, on=["_a", "_b"], how="anti", maintain_order="left")
    for side in ("a", "b"):
        known = customers.select(
            pl.col("customer_id").alias(f"customer_{side}"), *(disarmed(n).alias(f"{n}_{side}") for n in _SHOWN)
        )
        fresh = fresh.join(known, on=f"customer_{side}", how="left", maintain_order="left")
    columns = [column.name for column in LINK_DECISIONS.columns]
    table = pl.concat([kept, fresh], how="diagonal").select(columns)
    text = table.write_csv(include_bom=True, separator=";", decimal_comma=True, float_precision=4)
    return save_bytes(path / DECISIONS_FILE, text.encode())
