from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramite.store.ingest.amounts import _stripped, cleaned


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


@given(
    cells=st.lists(st.none() | st.text(st.sampled_from("0123456789.,-+() €'\u2212EUR"), max_size=7), max_size=8)
)
def test_a_number_with_nothing_around_it_is_left_alone(cells: list[str | None]) -> None:
    text = pl.Series(cells, dtype=pl.String)
    assert cleaned(text, currency="EUR").to_list() == _stripped(text, "EUR").to_list()
    assert text.to_list() == cells
