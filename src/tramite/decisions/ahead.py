"""The income statement of the months ahead, line by line: what an alternative does to each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from tramite.books.lines import BY_CODE, COMPANY, UNALLOCATED
from tramite.decisions.flows import amounts_by_cell
from tramite.decisions.market import FIXED, ONE_OFF, REVENUE, VARIABLE, Cell, Market
from tramite.decisions.simulation import Outcome
from tramite.kernel.chance import Draws
from tramite.kernel.periods import add_months

SHOWN: Final = (
    *REVENUE, "net_sales", "cogs", "gross_margin", *BY_CODE["cm1"].parts[1:], "cm1", "fixed_avoidable", "cm2",
    "committed", "overhead", "ebitda", ONE_OFF,
)  # fmt: skip
"""Lines of the statement ahead, in order; one-off costs stand below."""


@dataclass(frozen=True, slots=True)
class StatementAhead:
    """Means over the draws, month by month.

    Attributes:
        first_month: meaning of month 0.
        amounts: (channel, ``unallocated`` or ``company``, line of ``SHOWN``) to (t,), costs negative, in the
            currency of the case.
        by_cell: (k, j, c) over the horizon by channel, market cell and variable line: what a lever adds to a whole
            channel is not in it.
    """

    first_month: date
    market: Market
    amounts: Mapping[tuple[str, str], Draws]
    by_cell: Draws

    @property
    def years(self) -> int:
        """Number of whole years."""
        return len(self.amounts[COMPANY, "ebitda"]) // 12

    def year(self, place: str, line: str, year: int) -> float:
        """Return the amount of a line in a year, 0 the first."""
        return float(self.amounts[place, line][12 * year : 12 * (year + 1)].sum())

    def rows(self) -> Iterator[dict[str, object]]:
        """Walk through month, channel, line and amount."""
        for (place, line), monthly in self.amounts.items():
            for t, amount in enumerate(monthly):
                month = add_months(self.first_month, t)
                yield {"month": month, "channel_id": place, "line": line, "amount": float(amount)}

    def cells(self) -> Iterator[tuple[str, Cell, str, float]]:
        """Walk through channel, market cell, variable line and its amount over the horizon."""
        for k, channel in enumerate(self.market.channels):
            for j, cell in enumerate(self.market.cells):
                for c, line in enumerate(VARIABLE):
                    yield channel, cell, line, float(self.by_cell[k, j, c])


def statement_ahead(market: Market, outcome: Outcome, first_month: date) -> StatementAhead:
    """Lay out the mean of an alternative as an income statement (METHOD §5.1).

    Lines are linear in what is drawn, so that their means add up to the means of the subtotals.
    """
    by_cell = amounts_by_cell(market, outcome.groups, outcome.flows)
    variable = by_cell.sum(axis=2)  # (t, k, c)
    months = len(variable)
    found: dict[tuple[str, str], Draws] = {}
    for k, channel in enumerate(market.channels):
        lines = {line: variable[:, k, c] for c, line in enumerate(VARIABLE)}
        lines |= {line: outcome.fixed[:, k, n] for n, line in enumerate(FIXED)}
        lines["overhead"] = np.full(months, market.overhead[k])
        for line in (*VARIABLE, ONE_OFF):
            lines[line] = lines.get(line, np.zeros(months)) + outcome.added.get((k, line), 0.0)
        found |= {(channel, line): monthly for line, monthly in _with_subtotals(lines).items()}
    none = {line: np.zeros(months) for line in SHOWN}
    rest = none | {line: np.asarray(amount) for (k, line), amount in outcome.added.items() if k is None}
    rest["overhead"] = rest["overhead"] + market.unallocated
    found |= {(UNALLOCATED, line): monthly for line, monthly in _with_subtotals(rest).items()}
    places = (*market.channels, UNALLOCATED)
    for line in SHOWN:
        found[COMPANY, line] = np.sum([found[place, line] for place in places], axis=0)
    return StatementAhead(first_month, market, found, by_cell.sum(axis=0))


def _with_subtotals(lines: Mapping[str, Draws]) -> dict[str, Draws]:
    done = dict(lines)
    done["net_sales"] = np.sum([done[line] for line in REVENUE], axis=0)
    for line in ("gross_margin", "cm1", "cm2", "ebitda"):
        done[line] = np.sum([done[part] for part in BY_CODE[line].parts], axis=0)
    return {line: done[line] for line in SHOWN}
