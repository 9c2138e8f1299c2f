from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import pytest

Answers = Callable[..., pl.DataFrame]
Strata = Callable[..., pl.DataFrame]


@pytest.fixture
def answers() -> Answers:
    """Build answers from (domain, stratum, value) or (domain, stratum, value, revenue)."""

    def build(*rows: Sequence[object]) -> pl.DataFrame:
        schema = {"domain": pl.String, "stratum": pl.String, "value": pl.Float64, "revenue": pl.Float64}
        full = [(*row, 1.0) if len(row) == 3 else tuple(row) for row in rows]
        return (
            pl.DataFrame(full, schema=schema, orient="row").with_row_index("unit_id").cast({"unit_id": pl.String})
        )

    return build


@pytest.fixture
def strata() -> Strata:
    """Build a population of units alike from (domain, stratum, N) or (domain, stratum, N, revenue)."""

    def build(*rows: Sequence[object]) -> pl.DataFrame:
        schema = {"domain": pl.String, "stratum": pl.String, "N": pl.Int64, "revenue": pl.Float64}
        full = [(*row, float(str(row[2]))) if len(row) == 3 else tuple(row) for row in rows]
        return pl.DataFrame(full, schema=schema, orient="row").with_columns(
            pl.col("revenue").alias("revenue_total"),
            (pl.col("revenue") ** 2 / pl.col("N")).alias("revenue_squares"),
        )

    return build
