"""An income statement of few lines, for beliefs that need one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tramite.books.cells import Cell
from tramite.books.statement import IncomeStatement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source

PERIOD = Period(date(2024, 1, 1), date(2024, 12, 1))
LINES = ("net_sales", "cm1", "cm2", "end_customer_spend", "partner_margin")


def told(amounts: Mapping[str, Mapping[str, float | None]], period: Period = PERIOD) -> IncomeStatement:
    """Write an income statement: channel → line → amount; what is left out is n.d."""
    cells = {
        (channel, line): Cell(
            line, None if lines.get(line) is None else (lines[line],),  # type: ignore[arg-type]
            sources=(Source("table", "sell_in"),),
        )
        for channel, lines in amounts.items() for line in LINES
    }  # fmt: skip
    return IncomeStatement(period, "EUR", tuple(amounts), cells)


def case(*channels: str, direct: tuple[str, ...] = (), **settings: float) -> CaseDefinition:
    """Describe a case with these channels."""
    return CaseDefinition.model_validate({
        "name": {"en": "Told", "it": "Detto"}, "vendor": "Bianchi", "currency": "EUR", "as_of": date(2024, 12, 31),
        "channels": [
            {"id": name, "name": {"en": name, "it": name}, "kind": "web" if name in direct else "resellers",
             "reach": "direct" if name in direct else "indirect", "end_customer": "both",
             "medium": "online" if name in direct else "physical"}
            for name in channels
        ],
        "method": settings,
    })  # fmt: skip
