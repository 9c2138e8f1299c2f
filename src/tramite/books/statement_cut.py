"""The income statement by any mix of channel, segment, product line, partner and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from tramite.books.cells import Cell, sum_cells
from tramite.books.lines import LINES
from tramite.books.place_cells import cells_by_place
from tramite.books.places import DIMENSIONS, Dimension, Place, in_order, place_order
from tramite.books.rows import Tables
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class StatementCut:
    """Every line of the income statement, by place.

    Attributes:
        by: the dimensions of a place, in the order channel, segment, line, partner.
        places: in the order of the case's channels, then by name; what costs no driver can split comes last.
        cells: (place, line) to cell. total: line to the sum of all places.
    """

    period: Period
    currency: str
    by: tuple[Dimension, ...]
    places: tuple[Place, ...]
    cells: Mapping[tuple[Place, str], Cell]
    total: Mapping[str, Cell]

    def amount(self, place: Place, line: str) -> float | None:
        """Return an amount, costs negative; ``None`` is n.d. ``KeyError`` if there is no such place or line."""
        return self.cells[place, line].amount

    def to_frame(self, *, months: bool = False) -> Any:  # noqa: ANN401
        """Return one row per place and line, or per place, line and month: a Polars frame.

        Columns: ``channel_id`` and so on (null: the books do not say), ``month`` if asked for, ``line``,
        ``amount``, and without months ``allocated`` (what of it came by a driver), ``left_out`` and ``sources``.
        """
        rows = [row for place in self.places for row in self._rows(place, months=months)]
        schema: dict[str, Any] = {f"{dimension}_id": nw.String() for dimension in self.by}
        if months:
            schema["month"] = nw.Date()
        schema |= {"line": nw.String(), "amount": nw.Float64()}
        if not months:
            schema |= {"allocated": nw.Float64(), "left_out": nw.String(), "sources": nw.String()}
        columns = {name: [row[name] for row in rows] for name in schema}
        return nw.from_dict(columns, schema, backend="polars").to_native()

    def _rows(self, place: Place, *, months: bool) -> Iterable[dict[str, object]]:
        where = {f"{dimension}_id": member for dimension, member in zip(self.by, place, strict=True)}
        for line in LINES:
            cell = self.cells[place, line.code]
            if not months:
                sources = "; ".join(source.say() for source in cell.sources)
                yield where | {
                    "line": line.code, "amount": cell.amount, "allocated": cell.allocated,
                    "left_out": ", ".join(cell.left_out), "sources": sources,
                }  # fmt: skip
                continue
            amounts = cell.monthly or (None,) * self.period.months
            for month, amount in zip(self.period, amounts, strict=True):
                yield where | {"month": month, "line": line.code, "amount": amount}


def statement_cut(
    tables: Tables, *, definition: CaseDefinition, period: Period, by: Iterable[Dimension]
) -> StatementCut:
    """Compute the income statement of a period by any mix of dimensions (METHOD §5.1).

    Invoices know their product and buyer; of costs, what was made for a partner (touches, receivables) goes to it,
    and the rest is split inside its channel by its driver, or by net sales where it names the channel, and marked
    as allocated. The sum over all places is the statement of the company.

    Args:
        by: one or more of channel, segment (of the buyer: the partner, in a direct channel the end customer), line
            (of products) and partner. Months are in every cell.
    """
    wanted = set(by)
    kept = tuple(dimension for dimension in DIMENSIONS if dimension in wanted)
    dimensions = in_order(kept)
    finest = cells_by_place(tables, definition=definition, period=period, dimensions=dimensions)
    positions = [dimensions.index(dimension) for dimension in kept]
    groups: dict[Place, dict[Place, None]] = {}
    for place, _ in finest:
        groups.setdefault(tuple(place[position] for position in positions), {})[place] = None
    places = tuple(groups) if "channel" in kept else tuple(sorted(groups, key=place_order))
    cells = {
        (place, line.code): sum_cells([finest[part, line.code] for part in groups[place]], line.code)
        for place in places
        for line in LINES
    }
    total = {line.code: sum_cells([cells[place, line.code] for place in places], line.code) for line in LINES}
    return StatementCut(period, definition.currency, kept, places, cells, total)
