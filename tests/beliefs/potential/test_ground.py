from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from tests.beliefs.potential.made import heard
from tramite.beliefs.potential.ground import potential_ground
from tramite.books.kpi_ground import ground_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period, add_months

Lazy = Mapping[str, nw.LazyFrame[Any]]


def lazy(frames: Mapping[str, pl.DataFrame]) -> Lazy:
    return {name: nw.from_native(frame.lazy()) for name, frame in frames.items()}


def ground(tables: Lazy, definition: CaseDefinition, period: Period, study: Any = None) -> Any:
    return potential_ground(ground_of(tables, definition=definition, period=period), tables, study)


def test_books_give_sales_conversion_and_last_years_budget(
    books: Lazy, definition: CaseDefinition, period: Period
) -> None:
    found = ground(books, definition, period)
    assert found.net_sales == {"web": 2400.0, "shops": 2400.0}
    # a line is 10 units at a list price of 15, of which end customers pay all: 100/150
    assert found.conversion == pytest.approx({"web": 1.0, "shops": 2 / 3})
    assert (found.budgets["force"].amount, found.budget_period) == (3000.0, period)
    assert found.earlier == frozenset()


def test_next_years_budget_goes_before_last_years(
    frames: dict[str, pl.DataFrame], make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    coming = add_months(period.last, 1)
    rows = [{"month": month, "months": 12, "channel_id": "force", "net_amount": Decimal(amount)}
            for month, amount in ((period.first, 3000), (coming, 4000))]  # fmt: skip
    rows.append({"month": coming, "months": 3, "channel_id": "web", "net_amount": Decimal(500)})
    found = ground(lazy(frames | {"budgets": make_table("budgets", rows)}), definition, period)
    assert {channel: budget.amount for channel, budget in found.budgets.items()} == {"force": 4000.0}
    assert found.budget_period.first == coming


def test_an_earlier_wave_is_held_against_what_came(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    market = heard([10.0, 20.0])
    for one, unit in zip(market.interviews, ("a", "b"), strict=True):
        one["unit_id"], one["date"] = unit, date(2023, 12, 10)
        market.responses.append({"interview_id": one["interview_id"], "item_id": "PX01", "key": "likely",
                                 "number": 30.0})  # fmt: skip
    for unit, row in zip(("a", "b"), market.frame, strict=True):
        row["unit_id"] = unit
    doubled = frames["sell_in"].with_columns(
        pl.when((pl.col("partner_id") == "a") & (pl.col("date") >= period.first))
        .then(pl.col("net_amount") * 2).otherwise(pl.col("net_amount")).cast(pl.Decimal(18, 4)).alias("net_amount")
    )  # fmt: skip
    study = market.study(definition.method)
    found = ground(lazy(frames | {"sell_in": doubled}), definition, period, study)
    assert found.earlier == {one["interview_id"] for one in market.interviews}
    # asked in December 2023: 2024 over 2023; partner a bought twice as much, b as much
    assert found.kept_promises.rows() == [("a", 0.3, 1.0), ("b", 0.3, 0.0)]


def test_a_budget_that_is_over_has_its_sales_beside_it(
    frames: dict[str, pl.DataFrame], make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    """The sales force feeds the shops, which sold 2,400 in either year; half a year of budget is none."""
    rows = [
        {"month": first, "months": months, "channel_id": channel, "net_amount": Decimal(amount)}
        for first, months, channel, amount in (
            (period.first, 12, "force", 3000), (period.previous().first, 12, "force", 2000),
            (period.first, 6, "web", 1000),
        )
    ]  # fmt: skip
    found = ground(lazy(frames | {"budgets": make_table("budgets", rows)}), definition, period).past_budgets
    assert set(found) == {"force"}
    assert [(one.period, one.budget, one.sold) for one in found["force"]] == [
        (period, 3000.0, 2400.0), (period.previous(), 2000.0, 2400.0),
    ]  # fmt: skip
