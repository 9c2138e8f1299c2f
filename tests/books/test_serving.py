from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tramite.books.lines import UNALLOCATED
from tramite.books.serving import minutes_by_partner, serving_costs
from tramite.books.statement import income_statement
from tramite.kernel.case import CaseDefinition, Serving
from tramite.kernel.periods import Period

from .conftest import on_polars

Frames = dict[str, pl.DataFrame]


@pytest.fixture
def touched(frames: Frames, make_table: Any) -> Frames:
    """Return the books with a log of 90 minutes for partner a, 30 for b, and no cost-to-serve in the ledger."""
    touches = [
        {"touch_id": f"t{n}", "date": date(2024, month, 2), "partner_id": partner, "kind": "support",
         "minutes": minutes}
        for n, (month, partner, minutes) in enumerate([(1, "a", 60.0), (7, "a", 30.0), (7, "b", 30.0)])
    ]  # fmt: skip
    costs = frames["costs"].filter(pl.col("line") != "cost_to_serve")
    return frames | {"costs": costs, "touches": make_table("touches", touches)}


def with_serving(definition: CaseDefinition, **serving: Any) -> CaseDefinition:
    return definition.model_copy(update={"serving": Serving.model_validate(serving)})


def rate(likely: float) -> dict[str, Any]:
    return {"low": likely, "likely": likely, "high": likely, "source": "controller"}


def test_time_costs_its_rate(touched: Frames, definition: CaseDefinition, period: Period) -> None:
    priced = with_serving(definition, cost_per_minute=rate(2.0))
    cell = income_statement(on_polars(touched), definition=priced, period=period).cell("shops", "cost_to_serve")
    assert cell.monthly is not None
    assert cell.monthly[0] == pytest.approx(-120)
    assert cell.monthly[6] == pytest.approx(-120)
    assert [source.kind for source in cell.sources] == ["table", "assumption"]


def test_service_of_a_direct_channel_is_in_no_log(
    touched: Frames, definition: CaseDefinition, period: Period
) -> None:
    priced = with_serving(definition, cost_per_minute=rate(2.0))
    statement = income_statement(on_polars(touched), definition=priced, period=period)
    assert statement.amount("web", "cost_to_serve") is None
    assert "cost_to_serve" in statement.cell("web", "cm1").left_out


def test_time_without_a_rate_is_not_known(touched: Frames, definition: CaseDefinition, period: Period) -> None:
    derived = serving_costs(on_polars(touched), definition, period)
    assert derived is not None
    assert derived.channels == frozenset()


def test_what_was_booked_needs_no_rate(touched: Frames, definition: CaseDefinition, period: Period) -> None:
    booked = touched["touches"].with_columns(amount=pl.lit(Decimal(7), dtype=pl.Decimal(18, 4)))
    statement = income_statement(on_polars(touched | {"touches": booked}), definition=definition, period=period)
    assert statement.amount("shops", "cost_to_serve") == pytest.approx(-21)


def test_the_ledger_comes_before_the_log(
    frames: Frames, touched: Frames, definition: CaseDefinition, period: Period
) -> None:
    both = touched | {"costs": frames["costs"]}
    priced = with_serving(definition, cost_per_minute=rate(2.0))
    statement = income_statement(on_polars(both), definition=priced, period=period)
    assert statement.amount("shops", "cost_to_serve") == pytest.approx(-8 * 12)


def by_minutes(frames: Frames) -> pl.DataFrame:
    """Return the costs with all overhead split by minutes."""
    driver = pl.when(pl.col("account") == "65").then(pl.lit("minutes")).otherwise("driver")
    return frames["costs"].with_columns(driver=driver)


def test_minutes_split_a_cost_over_channels(touched: Frames, definition: CaseDefinition, period: Period) -> None:
    statement = income_statement(
        on_polars(touched | {"costs": by_minutes(touched)}), definition=definition, period=period
    )
    assert statement.amount("shops", "overhead") == pytest.approx(-40 * 12)
    assert statement.amount("web", "overhead") == 0


def test_idle_time_is_charged_to_no_channel(touched: Frames, definition: CaseDefinition, period: Period) -> None:
    capable = with_serving(definition, practical_minutes=40)  # a month: 480 a year, 120 used
    statement = income_statement(
        on_polars(touched | {"costs": by_minutes(touched)}), definition=capable, period=period
    )
    assert statement.amount("shops", "overhead") == pytest.approx(-40 * 12 / 4)
    assert statement.amount(UNALLOCATED, "overhead") == pytest.approx(-40 * 12 * 3 / 4 - 12)


def test_minutes_are_not_known_where_a_touch_lacks_them(touched: Frames, period: Period) -> None:
    lacking = touched["touches"].with_columns(minutes=pl.when(pl.col("touch_id") != "t1").then("minutes"))
    assert minutes_by_partner(on_polars(touched), period) == {"a": 90.0, "b": 30.0}
    assert minutes_by_partner(on_polars({"touches": lacking}), period) == {}
