"""The income statement of the made market: cells without more than amounts."""

from __future__ import annotations

from datetime import date

from tests.decisions.levers.terms_made import market
from tramite.books.cells import Cell
from tramite.books.lines import COMPANY
from tramite.books.statement import IncomeStatement
from tramite.decisions.market import REVENUE, VARIABLE
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source


def statement(fixed: float = 0.0, *, assumed_price: bool = False) -> IncomeStatement:
    """Return a year of the made market, with the same fixed costs in every channel."""
    cells: dict[tuple[str, str], Cell] = {}
    made = market()
    books = Source("table", "sell_in", "test")
    for k, channel in enumerate(made.channels):
        spend = made.spend[k].sum()
        amounts = {line: spend * rate for line, rate in zip(VARIABLE, made.rates[k, 0], strict=True)}
        amounts["net_sales"] = sum(amounts[line] for line in REVENUE)
        amounts["cm1"] = sum(amounts[line] for line in VARIABLE)
        amounts["fixed_avoidable"], amounts["cm2"] = -fixed, amounts["cm1"] - fixed
        amounts["overhead"], amounts["end_customer_spend"] = 0.0, spend
        for line, amount in amounts.items():
            kind = "assumption" if assumed_price and line == "end_customer_spend" else "table"
            source = Source("assumption", "end price") if kind == "assumption" else books
            cells[channel, line] = Cell(line, tuple([amount / 12] * 12), sources=(source,))
    for line in {line for _, line in cells}:
        total = sum(cells[channel, line].amount or 0.0 for channel in made.channels)
        cells[COMPANY, line] = Cell(line, tuple([total / 12] * 12), sources=(books,))
    return IncomeStatement(Period(date(2024, 1, 1), date(2024, 12, 1)), "EUR", made.channels, cells)
