from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tramite.books.statement import income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

from .conftest import on_polars

Frames = dict[str, pl.DataFrame]


@pytest.fixture
def owing(frames: Frames, make_table: Any, period: Period) -> Frames:
    """Return the books with 365 owed by partner a at the end of each month, and 10 written off in the first."""
    rows = [
        {"month": m, "partner_id": "a", "amount": Decimal(365), "bad_debt": Decimal(10) if n == 0 else None}
        for n, m in enumerate(period)
    ]
    return frames | {"receivables": make_table("receivables", rows)}


def test_credit_costs_capital_and_what_is_lost(owing: Frames, definition: CaseDefinition, period: Period) -> None:
    statement = income_statement(on_polars(owing), definition=definition, period=period)
    cell = statement.cell("shops", "credit")
    assert cell.monthly is not None
    # 365 × 8% × 31/365 in January, with 10 lost; 29 days in February 2024
    assert cell.monthly[:2] == pytest.approx((-(0.08 * 31 + 10), -0.08 * 29))
    assert cell.amount == pytest.approx(-(0.08 * 366 + 10))
    assert statement.amount("web", "credit") is None
    assert {source.name for source in cell.sources} == {"receivables", "discount_rate"}


def test_credit_is_nd_where_a_month_is_not_recorded(
    owing: Frames, definition: CaseDefinition, period: Period
) -> None:
    gap = owing | {"receivables": owing["receivables"].filter(pl.col("month") != period.last)}
    statement = income_statement(on_polars(gap), definition=definition, period=period)
    assert statement.amount("shops", "credit") is None


def test_the_ledger_comes_before_receivables(
    owing: Frames, make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    booked = make_table("costs", [
        {"month": period.first, "channel_id": None, "line": "credit", "account": "67", "amount": Decimal(30),
         "driver": "receivables"}
    ])  # fmt: skip
    costs = pl.concat([owing["costs"], booked])
    statement = income_statement(on_polars(owing | {"costs": costs}), definition=definition, period=period)
    assert statement.amount("shops", "credit") == pytest.approx(-30)
    assert statement.amount("web", "credit") == 0
