from __future__ import annotations

from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tramite.books.lines import COMPANY, LINES, UNALLOCATED
from tramite.books.statement import IncomeStatement, income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period

Books = dict[str, nw.LazyFrame[Any]]


def amounts(statement: IncomeStatement, channel: str) -> dict[str, float | None]:
    return {line.code: statement.amount(channel, line.code) for line in LINES}


def test_statement_agrees_with_hand_work(books: Books, definition: CaseDefinition, period: Period) -> None:
    statement = income_statement(books, definition=definition, period=period)
    assert statement.channels == ("web", "shops", UNALLOCATED)
    # Per month: web 200 net of 240 at list, cost 120, carriage 4, rent 4, half of 40 overhead.
    web = {"gross_sales": 240, "discounts": -40, "net_sales": 200, "cogs": -120, "gross_margin": 80,
           "logistics": -4, "commissions": 0, "cost_to_serve": 0, "cm1": 76, "fixed_avoidable": -4, "cm2": 72,
           "overhead": -20, "ebitda": 52, "end_customer_spend": 200, "partner_margin": 0}  # fmt: skip
    # Shops: the sales force's visits 8 and commissions 6 come off; customers pay 15 × 20 units.
    shops = {"gross_sales": 240, "discounts": -40, "net_sales": 200, "cogs": -120, "gross_margin": 80,
             "logistics": -4, "commissions": -6, "cost_to_serve": -8, "cm1": 62, "fixed_avoidable": 0, "cm2": 62,
             "overhead": -20, "ebitda": 42, "end_customer_spend": 300, "partner_margin": 100}  # fmt: skip
    for channel, monthly in (("web", web), ("shops", shops)):
        expected = {line.code: None if line.code not in monthly else monthly[line.code] * 12 for line in LINES}
        assert amounts(statement, channel) == pytest.approx(expected)
    assert statement.amount(UNALLOCATED, "ebitda") == pytest.approx(-12)
    assert statement.amount(COMPANY, "ebitda") == pytest.approx((52 + 42 - 1) * 12)


def test_statement_names_what_a_subtotal_leaves_out(
    books: Books, definition: CaseDefinition, period: Period
) -> None:
    statement = income_statement(books, definition=definition, period=period)
    assert statement.cell("web", "net_sales").left_out == ("bonuses", "returns")
    assert statement.cell("web", "cm1").left_out == (
        "bonuses", "returns", "trade_marketing", "payment_fees", "credit",
    )  # fmt: skip


def test_statement_marks_what_was_allocated(books: Books, definition: CaseDefinition, period: Period) -> None:
    statement = income_statement(books, definition=definition, period=period)
    assert statement.cell("shops", "cost_to_serve").allocated == pytest.approx(-96)
    assert statement.cell("shops", "commissions").allocated == 0
    assert statement.cell("web", "overhead").allocated == pytest.approx(-240)


def test_statement_is_the_same_on_duckdb(
    books: Books, frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    connection = duckdb.connect()
    for name, frame in frames.items():
        connection.register(name, frame.to_arrow())
    on_duckdb = {name: nw.from_native(connection.table(name)) for name in frames}
    one = income_statement(books, definition=definition, period=period)
    other = income_statement(on_duckdb, definition=definition, period=period)
    assert one.cells == other.cells


@pytest.mark.parametrize("missing", ["sell_in", "sell_out", "costs", "products", "partners", "ledger", "budgets"])
def test_statement_stands_without_any_table(
    books: Books, definition: CaseDefinition, period: Period, missing: str
) -> None:
    rest = {name: frame for name, frame in books.items() if name != missing}
    statement = income_statement(rest, definition=definition, period=period)
    unknown = {
        "sell_in": {("shops", "net_sales"), ("shops", "cm2"), (COMPANY, "net_sales"), (COMPANY, "ebitda")},
        "sell_out": {("web", "net_sales"), ("web", "cm2"), (COMPANY, "net_sales"), (COMPANY, "ebitda")},
        "costs": {("web", "cm2"), ("shops", "overhead"), (COMPANY, "cm2"), (COMPANY, "ebitda")},
        "products": {("shops", "end_customer_spend"), ("shops", "partner_margin")},
    }.get(missing, set())
    nd = {place for place, cell in statement.cells.items() if cell.amount is None}
    assert unknown <= nd
    if missing in ("partners", "ledger", "budgets"):
        assert statement.cells == income_statement(books, definition=definition, period=period).cells


def test_statement_does_not_split_by_sales_it_does_not_know(
    books: Books, definition: CaseDefinition, period: Period
) -> None:
    rest = {name: frame for name, frame in books.items() if name != "sell_out"}
    statement = income_statement(rest, definition=definition, period=period)
    assert statement.amount("shops", "overhead") == 0
    assert statement.amount(UNALLOCATED, "overhead") == pytest.approx(-41 * 12)


def test_statement_is_nd_where_a_line_lacks_its_cost(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    last = pl.int_range(pl.len()) == pl.len() - 1
    damaged = frames["sell_in"].with_columns(cost_amount=pl.when(~last).then("cost_amount"))
    books = {name: nw.from_native(frame.lazy()) for name, frame in (frames | {"sell_in": damaged}).items()}
    statement = income_statement(books, definition=definition, period=period)
    assert statement.amount("shops", "gross_margin") is None
    assert statement.amount("shops", "net_sales") == pytest.approx(2400)
    assert "1 rows without it" in statement.cell("shops", "cogs").sources[0].say()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_statement_is_invariant_to_row_order(
    frames: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period, seed: int
) -> None:
    def statement(tables: dict[str, pl.DataFrame]) -> dict[tuple[str, str], float | None]:
        books = {name: nw.from_native(frame.lazy()) for name, frame in tables.items()}
        cells = income_statement(books, definition=definition, period=period).cells
        return {place: cell.amount for place, cell in cells.items()}

    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in frames.items()}
    assert statement(shuffled) == pytest.approx(statement(frames))
