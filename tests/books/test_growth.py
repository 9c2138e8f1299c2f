from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramite.books.growth import Growth, decompose_growth, growth_frame, log_mean_drivers
from tramite.books.kpi_ground import ground_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

from .conftest import Books, on_polars

Frames = dict[str, pl.DataFrame]
FACTORS = st.tuples(*[st.floats(0.01, 1e4)] * 3)


def decomposed(books: Books, definition: CaseDefinition, period: Period) -> tuple[Growth, ...]:
    return decompose_growth(ground_of(books, definition=definition, period=period), tables=books)


@given(before=FACTORS, now=FACTORS)
def test_drivers_sum_to_the_change(before: tuple[float, ...], now: tuple[float, ...]) -> None:
    drivers = log_mean_drivers(("partners", "orders_each", "order_value"), before, now)
    change = math.prod(now) - math.prod(before)
    scale = max(math.prod(now), math.prod(before))
    assert sum(driver.contribution for driver in drivers) == pytest.approx(change, abs=1e-9 * scale)
    assert [d.contribution > 0 for d in drivers if d.before != d.now] == [
        d.now > d.before for d in drivers if d.before != d.now
    ]


def test_driver_that_did_not_change_has_no_part() -> None:
    drivers = log_mean_drivers(("partners", "orders_each", "order_value"), (2, 3, 10), (4, 3, 10))
    assert [driver.contribution for driver in drivers] == pytest.approx([60, 0, 0])


def test_growth_gives_lost_partner_and_larger_orders_their_parts(
    frames: Frames, definition: CaseDefinition, period: Period
) -> None:
    now = pl.col("date") >= period.first
    sell_in = frames["sell_in"].filter(~((pl.col("partner_id") == "b") & now)).with_columns(
        net_amount=pl.when(now).then(pl.col("net_amount") * 4).otherwise("net_amount").cast(pl.Decimal(18, 4))
    )  # fmt: skip
    found = decomposed(on_polars(frames | {"sell_in": sell_in}), definition, period)
    shops = next(growth for growth in found if growth.channel_id == "shops")
    assert (shops.before, shops.now, shops.change) == (2400, 4800, 2400)
    assert [(d.factor, d.before, d.now) for d in shops.drivers] == [
        ("partners", 2, 1), ("orders_each", 12, 12), ("order_value", 100, 400),
    ]  # fmt: skip
    # L(4800, 2400) = 2400/ln 2; ln ½ = −ln 2, ln 4 = 2 ln 2
    assert [d.contribution for d in shops.drivers] == pytest.approx([-2400, 0, 4800])
    web = next(growth for growth in found if growth.channel_id == "web")
    assert [d.factor for d in web.drivers] == ["customers", "orders_each", "order_value"]
    assert len(growth_frame(found)) == 6


def test_growth_goes_through_customers_where_sell_out_names_them(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    named = full["sell_out"].with_columns(
        customer_id=pl.when(pl.col("channel_id") == "shops")
        .then(pl.format("s{}", pl.col("date").dt.month() % 4))
        .otherwise("customer_id")
    )
    found = decomposed(on_polars(full | {"sell_out": named}), definition, period)
    shops = next(growth for growth in found if growth.channel_id == "shops")
    assert [(d.factor, d.now) for d in shops.drivers] == [
        ("partners", 2), ("customers_each", 2), ("spend_each", 600),
    ]  # fmt: skip


def test_growth_is_nd_where_invoices_do_not_reach_back(
    frames: Frames, definition: CaseDefinition, period: Period
) -> None:
    late = frames["sell_in"].filter(pl.col("date") >= pl.date(2023, 6, 1))
    found = decomposed(on_polars(frames | {"sell_in": late}), definition, period)
    assert [growth.channel_id for growth in found] == ["web"]
