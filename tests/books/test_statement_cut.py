from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tramite.books.lines import COMPANY, LINES, UNALLOCATED
from tramite.books.places import DIMENSIONS, Dimension
from tramite.books.statement import income_statement
from tramite.books.statement_cut import StatementCut, statement_cut
from tramite.kernel.case import CaseDefinition, Serving, Uncertain
from tramite.kernel.periods import Period
from tramite.store.engine import open_engine

from .conftest import Books, on_polars

Frames = dict[str, pl.DataFrame]
BY = st.sets(st.sampled_from(DIMENSIONS), min_size=1)


@pytest.fixture
def two_lines(frames: Frames, make_table: Any, period: Period) -> Frames:
    """Return the books with two product lines and two segments: each month partner a also buys 50 of toys.

    Of the shops' 250 a month, a has 100 of tools and 50 of toys, b 100 of tools; a is of segment big, b of small.
    """
    toys = [
        {"document_id": f"toys-{m:%Y%m}", "document_line": 1, "date": m, "channel_id": "shops", "partner_id": "a",
         "product_id": "p2", "units": 5.0, "list_amount": Decimal(60), "discount_amount": Decimal(10),
         "net_amount": Decimal(50), "cost_amount": Decimal(20), "freight_amount": Decimal(1)}
        for m in period
    ]  # fmt: skip
    more = {
        "sell_in": pl.concat([frames["sell_in"], make_table("sell_in", toys)]),
        "products": make_table("products", [
            {"product_id": "p1", "list_price": Decimal(15), "line_id": "tools"},
            {"product_id": "p2", "list_price": Decimal(20), "line_id": "toys"},
        ]),
        "partners": make_table("partners", [
            {"partner_id": "a", "channel_id": "shops", "segment_id": "big"},
            {"partner_id": "b", "channel_id": "shops", "segment_id": "small"},
        ]),
    }  # fmt: skip
    return frames | more


def cut(frames: Frames, definition: CaseDefinition, period: Period, *by: Dimension) -> StatementCut:
    return statement_cut(on_polars(frames), definition=definition, period=period, by=by)


def monthly(result: StatementCut, line: str) -> dict[tuple[str | None, ...], float]:
    return {place: (result.amount(place, line) or 0.0) / 12 for place in result.places}


def test_cut_agrees_with_hand_work(two_lines: Frames, definition: CaseDefinition, period: Period) -> None:
    result = cut(two_lines, definition, period, "channel", "line")
    places = [("web", "tools"), ("shops", "tools"), ("shops", "toys"), (UNALLOCATED, UNALLOCATED)]
    assert list(result.places) == places
    assert monthly(result, "net_sales") == pytest.approx(dict(zip(places, (200, 200, 50, 0), strict=True)))
    assert monthly(result, "cogs") == pytest.approx(dict(zip(places, (-120, -120, -20, 0), strict=True)))
    # commissions 6 name the shops, visits 8 serve them: inside the shops 200 to 50
    assert monthly(result, "commissions") == pytest.approx(dict(zip(places, (0, -4.8, -1.2, 0), strict=True)))
    assert monthly(result, "cost_to_serve") == pytest.approx(dict(zip(places, (0, -6.4, -1.6, 0), strict=True)))
    # overhead 40 by net sales 200 : 200 : 50, and 1 that nothing splits
    shares = tuple(-40 * x / 450 for x in (200, 200, 50))
    assert monthly(result, "overhead") == pytest.approx(dict(zip(places, (*shares, -1), strict=True)))
    # customers pay list: 15 × 20 of tools and 20 × 5 of toys
    assert monthly(result, "end_customer_spend") == pytest.approx(
        dict(zip(places, (200, 300, 100, 0), strict=True))
    )


def test_cut_without_channels_adds_them_up(two_lines: Frames, definition: CaseDefinition, period: Period) -> None:
    result = cut(two_lines, definition, period, "line")
    assert result.by == ("line",)
    assert monthly(result, "net_sales") == pytest.approx({("tools",): 400, ("toys",): 50, (UNALLOCATED,): 0})


def test_cut_by_segment_takes_that_of_the_buyer(
    two_lines: Frames, definition: CaseDefinition, period: Period
) -> None:
    result = cut(two_lines, definition, period, "segment")
    # customers of the web are in no register: their segment is not known
    assert monthly(result, "net_sales") == pytest.approx(
        {("big",): 150, ("small",): 100, (None,): 200, (UNALLOCATED,): 0}
    )


def test_cut_marks_what_was_allocated(two_lines: Frames, definition: CaseDefinition, period: Period) -> None:
    result = cut(two_lines, definition, period, "channel", "partner")
    assert result.cells[("shops", "a"), "commissions"].allocated == pytest.approx(-6 * 12 * 150 / 250)
    assert result.cells[("shops", "a"), "cogs"].allocated == 0
    assert result.cells[("web", None), "fixed_avoidable"].amount == pytest.approx(-4 * 12)


def test_cut_charges_touches_to_their_partner(
    two_lines: Frames, make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    costs = two_lines["costs"].filter(pl.col("line") != "cost_to_serve")
    touches = make_table("touches", [
        {"touch_id": "1", "date": date(2024, 3, 4), "partner_id": "a", "kind": "visit", "minutes": 60.0},
        {"touch_id": "2", "date": date(2024, 3, 5), "partner_id": "b", "kind": "visit", "minutes": 30.0,
         "amount": Decimal(99)},
    ])  # fmt: skip
    rate = Uncertain(low=0.5, likely=0.5, high=0.5, source="controller")
    priced = definition.model_copy(update={"serving": Serving(cost_per_minute=rate)})
    result = cut(two_lines | {"costs": costs, "touches": touches}, priced, period, "partner", "line")
    served = {place: result.amount(place, "cost_to_serve") for place in result.places}
    # 60 minutes at 0.5, split over what a buys, 100 to 50; b's is booked
    assert served[("tools", "a")] == pytest.approx(-20)
    assert served[("toys", "a")] == pytest.approx(-10)
    assert served[("tools", "b")] == pytest.approx(-99)
    assert served[("tools", None)] is None  # the web's service is in no log


def test_cut_keeps_a_partner_who_only_costs(
    two_lines: Frames, make_table: Any, definition: CaseDefinition, period: Period
) -> None:
    partners = pl.concat([
        two_lines["partners"], make_table("partners", [{"partner_id": "c", "channel_id": "shops"}])
    ])  # fmt: skip
    receivables = make_table(
        "receivables", [{"month": m, "partner_id": "c", "amount": Decimal(100)} for m in period]
    )
    result = cut(two_lines | {"partners": partners, "receivables": receivables}, definition, period, "partner")
    assert result.amount(("c",), "credit") == pytest.approx(-100 * 0.08 * 366 / 365)
    assert result.amount(("c",), "net_sales") == 0
    assert result.amount(("a",), "credit") == 0
    assert result.amount((None,), "credit") is None


def test_cut_frame_holds_every_place_line_and_month(
    two_lines: Frames, definition: CaseDefinition, period: Period
) -> None:
    result = cut(two_lines, definition, period, "channel", "line")
    whole, months = result.to_frame(), result.to_frame(months=True)
    assert whole.height == len(result.places) * len(LINES)
    assert months.height == whole.height * 12
    summed = months.group_by("channel_id", "line_id", "line", maintain_order=True).agg(pl.col("amount").sum())
    assert summed.filter(line="net_sales")["amount"].sum() == pytest.approx(450 * 12)
    assert whole.columns == ["channel_id", "line_id", "line", "amount", "allocated", "left_out", "sources"]
    assert whole.filter(line_id="toys", line="net_sales")["amount"].to_list() == [600.0]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by=BY, seed=st.integers(0, 1000))
def test_any_cut_of_rows_in_any_order_meets_the_statement(
    two_lines: Frames, definition: CaseDefinition, period: Period, by: set[Dimension], seed: int
) -> None:
    whole = income_statement(on_polars(two_lines), definition=definition, period=period)
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in two_lines.items()}
    result = cut(shuffled, definition, period, *by)
    expected = {line.code: whole.amount(COMPANY, line.code) for line in LINES}
    assert {code: cell.amount for code, cell in result.total.items()} == pytest.approx(expected)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by=BY, seed=st.integers(0, 1000))
def test_cut_has_the_same_digits_whatever_the_order_of_rows(
    two_lines: Frames, definition: CaseDefinition, period: Period, by: set[Dimension], seed: int
) -> None:
    lines = two_lines["sell_in"]
    copies = [
        lines.with_columns(pl.col("document_id") + f"-{n}", units=pl.col("units") * 1.1 + 0.3 / (n + 1))
        for n in range(7)
    ]
    books = two_lines | {
        "sell_in": pl.concat(copies),
        "products": two_lines["products"].with_columns(list_price=pl.lit(Decimal("14.3333"))),
    }
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in books.items()}
    assert cut(shuffled, definition, period, *by) == cut(books, definition, period, *by)


@pytest.mark.parametrize("by", [("channel", "segment", "line", "partner"), ("segment",), ("partner", "line")])
def test_cut_is_the_same_on_duckdb(
    two_lines: Frames, definition: CaseDefinition, period: Period, by: tuple[Dimension, ...]
) -> None:
    with open_engine() as engine:
        books: Books = engine.tables(two_lines)
        other = statement_cut(books, definition=definition, period=period, by=by)
    assert other == cut(two_lines, definition, period, *by)


def test_cut_splits_by_no_driver_that_is_not_known(
    two_lines: Frames, definition: CaseDefinition, period: Period
) -> None:
    lacking = two_lines["sell_in"].with_columns(units=pl.when(pl.col("product_id") == "p1").then("units"))
    costs = two_lines["costs"].with_columns(
        driver=pl.when(pl.col("line") == "commissions").then(pl.lit("units")).otherwise("driver")
    )
    result = cut(two_lines | {"sell_in": lacking, "costs": costs}, definition, period, "channel", "line")
    assert result.amount(("shops", UNALLOCATED), "commissions") == pytest.approx(-6 * 12)
    assert result.amount(("shops", "toys"), "commissions") == 0
