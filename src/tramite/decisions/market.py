"""The base year as a simulation needs it: what is spent where, and what each unit of it leaves on every line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tramite.books.lines import BY_CODE, UNALLOCATED
from tramite.books.statement import IncomeStatement
from tramite.books.statement_cut import StatementCut
from tramite.kernel.case import CaseDefinition, Name
from tramite.kernel.chance import Draws

REVENUE: Final = ("gross_sales", "discounts", "bonuses", "returns")
VARIABLE: Final = (*REVENUE, "cogs", *BY_CODE["cm1"].parts[1:])
"""Lines that follow what end customers spend: together they are contribution margin 1."""
FIXED: Final = ("fixed_avoidable", "committed")
ONE_OFF: Final = "one_off"
SHOWROOMS: Final = ("retail", "franchise", "resellers", "branches")
"""Kinds of channel where customers see goods: agents, sales forces and distributors show none."""
Cell = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Market:
    """The base year of a case.

    Shapes: k channels, b months of the base year, j market cells (a segment of end customers and a product line),
    c lines of the statement that follow spending (``VARIABLE``). Amounts in the currency of the case, costs
    negative.

    Attributes:
        channels, cells: meaning of k and j; ``None`` in a cell: the books do not say.
        spend: (k, b, j) end-customer spend E of each month, without tax.
        rates: (k, j, c) amount of each line per unit of spend. A channel that sells nothing in a cell has there
            the rates of its sales of the same product line, or else of all its sales.
        fixed: (k, 2) monthly fixed costs, ``FIXED``. overhead: (k,) monthly.
        unallocated: monthly costs that no driver gives to a channel.
        indirect, physical: (k,) whether a partner stands between, whether the channel is a place.
        on_commission: (k,) whether commissions are what partners earn.
        shows: (k,) whether it is a place that shows goods, as an agent's office is not; ``physical`` unless given.
        opened: names of the channels that the case does not have, by id: alternatives open them.
    """

    channels: tuple[str, ...]
    cells: tuple[Cell, ...]
    spend: Draws
    rates: Draws
    fixed: Draws
    overhead: Draws
    unallocated: float
    indirect: Draws
    physical: Draws
    on_commission: Draws
    opened: Mapping[str, Name] = field(default_factory=dict)
    shows: Draws | None = None

    @property
    def places(self) -> Draws:
        """Whether each channel is a place that shows goods: (k,)."""
        return self.physical if self.shows is None else self.shows

    @property
    def segments(self) -> tuple[str | None, ...]:
        """Segments of the cells, each once."""
        return tuple(dict.fromkeys(segment for segment, _ in self.cells))

    @property
    def lines(self) -> tuple[str | None, ...]:
        """Product lines of the cells, each once."""
        return tuple(dict.fromkeys(line for _, line in self.cells))

    @property
    def segment_of(self) -> NDArray[np.int64]:
        """Position of each cell's segment: (j,)."""
        return np.array([self.segments.index(segment) for segment, _ in self.cells], dtype=np.int64)

    @property
    def line_of(self) -> NDArray[np.int64]:
        """Position of each cell's product line: (j,)."""
        return np.array([self.lines.index(line) for _, line in self.cells], dtype=np.int64)

    def index(self, channel_id: str) -> int:
        """Return the position of a channel on axis k."""
        return self.channels.index(channel_id)

    def cells_of(self, segments: tuple[str, ...], lines: tuple[str, ...]) -> frozenset[int]:
        """Return the positions of the cells of some segments and product lines; empty means all of them."""
        return frozenset(
            j
            for j, (segment, line) in enumerate(self.cells)
            if (not segments or segment in segments) and (not lines or line in lines)
        )

    def cost_of_goods(self) -> Draws:
        """Return what goods cost for each unit of end-customer spend, positive: (j,), of each cell's product line.

        The mean of all channels, by what is spent there; of a line that nobody sells, that of all lines.
        """
        spent = self.spend.sum(axis=1)
        cost = -(spent * self.rates[:, :, VARIABLE.index("cogs")]).sum(axis=0)
        by_line, sold = (np.bincount(self.line_of, of, len(self.lines)) for of in (cost, spent.sum(axis=0)))
        mean = np.divide(by_line, sold, out=np.full(len(self.lines), cost.sum() / spent.sum()), where=sold > 0)
        found: Draws = mean[self.line_of]
        return found

    def with_channel(self, channel_id: str, name: Name, rates: Draws) -> Market:
        """Return the market with one more channel, direct and online, in which nobody buys yet.

        Args:
            rates: (j, c) amount of each line per unit of spend.
        """

        def longer(values: Draws) -> Draws:
            return np.concatenate([values, np.zeros((1, *values.shape[1:]))])

        return replace(
            self, channels=(*self.channels, channel_id), opened={**self.opened, channel_id: name},
            spend=longer(self.spend), rates=np.concatenate([self.rates, rates[np.newaxis]]),
            fixed=longer(self.fixed), overhead=longer(self.overhead), indirect=longer(self.indirect),
            physical=longer(self.physical), on_commission=longer(self.on_commission),
            shows=longer(self.places),
        )  # fmt: skip


def market_of(statement: IncomeStatement, cut: StatementCut, definition: CaseDefinition) -> Market:
    """Lay out the base year by channel and market cell.

    The rates of a channel's cells, times its spend, add up to its lines of the statement: what the books charge to
    a cell without spending is spread over the channel's others, and lines that are n.d. are not there.

    Args:
        statement: by channel, of whole years. cut: the same period by channel, segment and line.
    """
    channels = tuple(channel.id for channel in definition.selling_channels)
    cells = tuple(dict.fromkeys((place[1], place[2]) for place in cut.places if place[0] in channels))
    months = statement.period.months
    spend = np.zeros((len(channels), months, len(cells)))
    amounts = np.zeros((len(channels), len(cells), len(VARIABLE)))
    for place in cut.places:
        if place[0] not in channels:
            continue
        k, j = channels.index(str(place[0])), cells.index((place[1], place[2]))
        monthly = cut.cells[place, "end_customer_spend"].monthly
        spend[k, :, j] = 0.0 if monthly is None else monthly
        amounts[k, j] = [_amount(cut.amount(place, line)) for line in VARIABLE]
        amounts[k, j, 0] = _amount(cut.amount(place, "net_sales")) - amounts[k, j, 1 : len(REVENUE)].sum()
    of = {channel.id: channel for channel in definition.selling_channels}
    return Market(
        channels=channels, cells=cells, spend=spend, rates=_rates(spend.sum(axis=1), amounts, cells),
        fixed=np.array([[_amount(statement.amount(c, line)) / months for line in FIXED] for c in channels]),
        overhead=np.array([_amount(statement.amount(c, "overhead")) / months for c in channels]),
        unallocated=_unallocated(statement) / months,
        indirect=np.array([float(of[c].reach == "indirect") for c in channels]),
        physical=np.array([float(of[c].medium == "physical") for c in channels]),
        on_commission=np.array([float(of[c].kind == "agents") for c in channels]),
        shows=np.array([float(of[c].medium == "physical" and of[c].kind in SHOWROOMS) for c in channels]),
    )  # fmt: skip


def _amount(amount: float | None) -> float:
    """Return what a line adds to a total: one that is n.d. adds nothing, and the total names it as left out."""
    return 0.0 if amount is None else amount


def _unallocated(statement: IncomeStatement) -> float:
    lines = ("cm1", *FIXED, "overhead")
    if UNALLOCATED not in statement.channels:
        return 0.0
    return sum(_amount(statement.amount(UNALLOCATED, line)) for line in lines)


def _rates(spend: Draws, amounts: Draws, cells: tuple[Cell, ...]) -> Draws:
    """Return amounts per unit of spend, (k, j, c), with those of like cells where there is no spend."""
    rates = np.zeros_like(amounts)
    lines = np.array([line or "" for _, line in cells])
    for k, (spent, amount) in enumerate(zip(spend, amounts, strict=True)):
        sold = spent > 0
        if not sold.any():
            continue
        homeless = amount[~sold].sum(axis=0) / spent[sold].sum()
        rates[k, sold] = amount[sold] / spent[sold, np.newaxis] + homeless
        for j in np.flatnonzero(~sold):
            like = sold & (lines == lines[j])
            like = like if like.any() else sold
            rates[k, j] = spent[like] @ rates[k, like] / spent[like].sum()
    return rates
