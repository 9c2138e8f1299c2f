"""The income statement by channel: what each channel brings, line by line, and from where we know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from tramite.books.cells import Cell, sum_cells
from tramite.books.lines import COMPANY, LINES
from tramite.books.place_cells import cells_by_place
from tramite.books.places import BY_CHANNEL
from tramite.books.rows import Tables
from tramite.kernel.case import CaseDefinition
from tramite.kernel.figures import figure
from tramite.kernel.periods import Period
from tramite.kernel.wording import Language, say


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
                "channel_id": channel,
                "line": line,
                "amount": cell.amount,
                "allocated": cell.allocated,
                "left_out": ", ".join(cell.left_out),
                "sources": "; ".join(source.say() for source in cell.sources),
            }
            for (channel, line), cell in self.cells.items()
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

    Lines 1–7 come from the invoices, 8–18 from ``costs`` (logistics also from the carriage on the invoice; lines
    11 and 13, where ``costs`` has none, from touches and receivables).
    Decide keep or close on line 16, never on 19: overhead does not vanish with a channel.
    Source: METHOD §5.1 (time-driven cost-to-serve: Kaplan & Anderson 2004; IFRS 15 for line 9).
    """
    by_place = cells_by_place(tables, definition=definition, period=period, dimensions=BY_CHANNEL)
    cells = {(str(place[0]), line): cell for (place, line), cell in by_place.items()}
    channels = tuple(dict.fromkeys(channel for channel, _ in cells))
    for line in LINES:
        cells[COMPANY, line.code] = sum_cells([cells[channel, line.code] for channel in channels], line.code)
    return IncomeStatement(period, definition.currency, channels, cells)
