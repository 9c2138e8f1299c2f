"""The income statement by channel: what each channel brings, line by line, and from where we know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from tramite.books.allocation import Charge, Driven, charge_costs
from tramite.books.cells import Cell, subtotal, sum_cells
from tramite.books.conversion import end_customer_spend
from tramite.books.lines import COMPANY, LINES, UNALLOCATED
from tramite.books.sales import ChannelSales, Tables, revenue_table, sales_by_channel
from tramite.kernel.case import CaseDefinition, Channel
from tramite.kernel.figures import figure
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, phrase, say


@dataclass(frozen=True, slots=True)
class IncomeStatement:
    """Lines 1–19 and memo lines, by channel and for the company (METHOD §5.1).

    Attributes:
        channels: selling channels, then ``unallocated`` if some cost could not be split.
        cells: (channel, line) to cell, for these channels and for ``company``, their sum.
    """

    period: Period
    currency: str
    channels: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, channel_id: str, line: str) -> Cell:
        """Return a cell; ``KeyError`` if there is no such channel or line."""
        return self.cells[channel_id, line]

    def amount(self, channel_id: str, line: str) -> float | None:
        """Return an amount, costs negative; ``None`` is n.d."""
        return self.cells[channel_id, line].amount

    def ratio(self, channel_id: str, line: str, base: str = "net_sales") -> float | None:
        """Return a line as a share of another; ``None`` where either is n.d. or the base is zero."""
        part, whole = self.amount(channel_id, line), self.amount(channel_id, base)
        return None if part is None or not whole else part / whole

    def to_frame(self) -> Any:  # noqa: ANN401
        """Return one row per channel and line: a Polars frame."""
        rows = [
            {
                "channel_id": cell.channel_id,
                "line": cell.line,
                "amount": cell.amount,
                "allocated": cell.allocated,
                "left_out": ", ".join(cell.left_out),
                "sources": "; ".join(source.say() for source in cell.sources),
            }
            for cell in self.cells.values()
        ]
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        return nw.from_dict(columns, backend="polars").to_native()

    def say(self, language: Language = "en") -> str:
        """Write the margins of each channel, a line each."""
        lines = []
        for channel in (*self.channels, COMPANY):
            margins = ", ".join(
                f"{say(f'lines.{code}', language)} "
                f"{figure(self.amount(channel, code), 'money', language, self.currency)}"
                for code in ("net_sales", "cm1", "cm2", "ebitda")
            )
            lines.append(f"{channel}: {margins}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.say()


def income_statement(tables: Tables, *, definition: CaseDefinition, period: Period) -> IncomeStatement:
    """Compute the income statement by channel for a period.

    Lines 1–7 come from the invoices, 8–18 from ``costs`` (logistics also from the carriage on the invoice).
    Decide keep or close on line 16, never on 19: overhead does not vanish with a channel.
    Source: METHOD §5.1 (time-driven cost-to-serve: Kaplan & Anderson 2004; IFRS 15 for line 9).
    """
    sales = sales_by_channel(tables, definition, period)
    charges = charge_costs(tables, definition, period, sales)
    simulated = definition.simulated.books
    cells: dict[tuple[str, str], Cell] = {}
    channels = [channel.id for channel in definition.selling_channels]
    for channel in definition.selling_channels:
        parts = _sales_cells(channel, sales.get(channel.id), period, simulated)
        _add(cells, channel.id, _with_costs(parts, channel.id, charges, simulated))
        _add_memo(cells, channel, end_customer_spend(channel, sales.get(channel.id), tables, period, simulated))
    if any(any(charge.monthly) for (channel_id, _), charge in charges.items() if channel_id == UNALLOCATED):
        zeros = (0.0,) * period.months
        parts = {code: Cell(UNALLOCATED, code, zeros) for code in ("invoiced", "gross_sales", "discounts", "cogs")}
        _add(cells, UNALLOCATED, _with_costs(parts, UNALLOCATED, charges, simulated))
        for code in ("end_customer_spend", "partner_margin"):
            cells[UNALLOCATED, code] = Cell(UNALLOCATED, code, zeros)
        channels.append(UNALLOCATED)
    for line in LINES:
        cells[COMPANY, line.code] = sum_cells([cells[channel, line.code] for channel in channels], line.code)
    return IncomeStatement(period, definition.currency, tuple(channels), cells)


def _sales_cells(channel: Channel, sales: ChannelSales | None, period: Period, simulated: bool) -> dict[str, Cell]:
    measures = {
        "invoiced": ("net_amount", 1), "gross_sales": ("list_amount", 1), "discounts": ("discount_amount", -1),
        "cogs": ("cost_amount", -1), "logistics": ("freight_amount", -1),
    }  # fmt: skip
    cells = {}
    for code, (measure, sign) in measures.items():
        monthly = None
        detail = phrase("methods.rows", measure=measure, channel=channel.id, period=period)
        if sales is not None and measure in sales.sums:
            monthly = tuple(float(amount) * sign for amount in sales.sums[measure])
        elif sales is not None:
            lacking = sales.lacking[measure]
            detail = phrase("methods.rows_lacking", rows=detail, count=lacking)
        source = Source("table", revenue_table(channel), detail, simulated=simulated)
        cells[code] = Cell(channel.id, code, monthly, sources=(source,))
    return cells


def _with_costs(
    cells: dict[str, Cell], channel_id: str, charges: Mapping[tuple[str, str], Charge], simulated: bool
) -> dict[str, Cell]:
    for line in LINES:
        if line.role not in ("cost", "memo") or (channel_id, line.code) not in charges:
            continue
        charge = charges[channel_id, line.code]
        source = Source("table", "costs", Driven(line.code, tuple(charge.grounds)), simulated=simulated)
        cost = Cell(channel_id, line.code, tuple(-x for x in charge.monthly), -charge.allocated, (), (source,))
        known = cells.get(line.code)
        cells[line.code] = sum_cells([known, cost], line.code) if known and known.monthly is not None else cost
    return cells


def _add(cells: dict[tuple[str, str], Cell], channel_id: str, parts: dict[str, Cell]) -> None:
    for line in LINES:
        if line.role == "subtotal":
            parts[line.code] = subtotal(channel_id, line.code, parts)
        cells[channel_id, line.code] = parts.get(line.code, Cell(channel_id, line.code, None))


def _add_memo(cells: dict[tuple[str, str], Cell], channel: Channel, spend: Cell) -> None:
    cells[channel.id, "end_customer_spend"] = spend
    net = cells[channel.id, "net_sales"]
    margin = None
    if spend.monthly is not None and net.monthly is not None:
        margin = tuple(s - n for s, n in zip(spend.monthly, net.monthly, strict=True))
    cells[channel.id, "partner_margin"] = Cell(
        channel.id, "partner_margin", margin, sources=(*spend.sources, *net.sources)
    )
