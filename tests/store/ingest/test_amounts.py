from __future__ import annotations

import polars as pl
import pytest

from tramite.store.ingest.amounts import cleaned


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("€ 1.234,50", "1.234,50"), ("12 EUR", "12"), ("49,00-", "-49,00"), ("(€ 1,000.00)", "-1,000.00"),
        ("1 234,56", "1234,56"), ("1'234.50", "1234.50"), ("− 5", "-5"), ("-€5", "-5"), ("12 34", "12 34"),
        ("$ 3", "$ 3"), ("1e-5", "1e-5"), (None, None),
    ],
)  # fmt: skip
def test_cleaned_leaves_the_number_and_what_makes_it_unsure(written: str | None, read: str | None) -> None:
    assert cleaned(pl.Series([written], dtype=pl.String), currency="EUR").to_list() == [read]
