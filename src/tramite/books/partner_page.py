"""One partner's own page: what it bought, what both sides earn, what serving it costs, what is agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.cells import Cell, sum_cells
from tramite.books.lines import BY_CODE, COMPANY, LINES
from tramite.books.partner_goods import Touches, earned, owed_by, stock_of, tables_of, touches_of
from tramite.books.partner_growth import invoices_reach
from tramite.books.partner_tables import partner_sales
from tramite.books.partner_terms import PartnerTerm, partner_terms
from tramite.books.place_cells import cells_by_place
from tramite.books.rows import Tables, rows_of
from tramite.books.sales import sales_by_place
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import CaseNotFound
from tramite.kernel.figures import Unit, figure
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, phrase, say

OURS = frozenset({"channel_share", "our_margin", "our_margin_ratio", "cm1", "cm1_ratio"})
LINES_SHOWN = tuple(line.code for line in LINES[: LINES.index(BY_CODE["cm1"]) + 1])
_USED = ("net_sales", "gross_sales", "discounts", "gross_margin", "cm1")
_Values = dict[str, tuple[float | None, Unit, tuple[Source, ...]]]


@dataclass(frozen=True, slots=True)
class PartnerSale:
    """What a partner was invoiced in a month, of one product line (``None``: of products without a line)."""

    month: date
    line_id: str | None
    net_amount: float


@dataclass(frozen=True, slots=True)
class PartnerFigure:
    """One figure of a partner, named by ``partner.<code>``; ``value`` is ``None`` where data is missing."""

    code: str
    value: float | None
    unit: Unit
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """The figures of one partner over a period.

    Attributes:
        sales: invoiced by month and line, months without sales left out.
        lines: the income statement of this partner, down to CM1; empty without invoices and costs.
        channel_lines: the same of its whole channel, to compare with.
        touches: contacts by kind; ``None`` where nobody records them.
    """

    partner_id: str
    name: str | None
    channel_id: str
    period: Period
    currency: str
    figures: tuple[PartnerFigure, ...]
    sales: tuple[PartnerSale, ...]
    terms: tuple[PartnerTerm, ...]
    touches: tuple[Touches, ...] | None
    lines: Mapping[str, Cell]
    channel_lines: Mapping[str, Cell]

    def value(self, code: str) -> float | None:
        """Return a figure by code; ``KeyError`` if there is none of that name."""
        return {found.code: found.value for found in self.figures}[code]

    def for_partner(self) -> PartnerPage:
        """Return the page that the partner itself may see: nothing of our margin and costs, nothing of others.

        Who assumed what of end prices, and why, is ours too; that it was assumed stays.
        """
        kept = [
            replace(found, sources=tuple(replace(source, detail="") for source in found.sources))
            for found in self.figures
            if found.code not in OURS
        ]
        touches = self.touches and tuple(replace(touch, minutes=None) for touch in self.touches)
        return replace(self, figures=tuple(kept), touches=touches, lines={}, channel_lines={})

    def to_frame(self) -> Any:  # noqa: ANN401
        """Return the sales by month and line: a Polars frame."""
        schema = {"month": nw.Date(), "line_id": nw.String(), "net_amount": nw.Float64()}
        columns = {name: [getattr(sale, name) for sale in self.sales] for name in schema}
        return nw.from_dict(columns, schema, backend="polars").to_native()

    def say(self, language: Language = "en") -> str:
        """Write the partner's figures, a line each."""
        lines = [f"{self.name or self.partner_id} ({self.channel_id}), {self.period}"]
        lines += [
            f"{say(f'partner.{found.code}', language)}: {figure(found.value, found.unit, language, self.currency)}"
            for found in self.figures
        ]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.say()


def partner_figures(
    tables: Tables, *, definition: CaseDefinition, period: Period, partner_id: str
) -> PartnerPage | None:
    """Compute the page of one partner. Our margin is on it: :meth:`PartnerPage.for_partner` leaves it out.

    Lines 1–14 are those of the statement cut by partner: invoices, then costs made for it (touches, credit) and
    its part of the channel's (METHOD §5.1). What it earns: :func:`~tramite.books.partner_goods.earned`. Its return
    on investment needs its own costs, which books do not hold: n.d. here (item PS02; METHOD §5.2).

    Returns: ``None`` where ``partners`` or ``sell_in`` is missing.

    Raises:
        CaseNotFound: no partner has that id.
    """
    if "partners" not in tables or "sell_in" not in tables:
        return None
    found = rows_of(tables["partners"].filter(nw.col("partner_id") == partner_id).select("name", "channel_id"))
    if not found:
        raise CaseNotFound("partner_not_found", partner=partner_id)
    channel_id = str(found[0]["channel_id"])
    cells = cells_by_place(tables, definition=definition, period=period, dimensions=("channel", "partner"))
    places = dict.fromkeys(place for place, _ in cells)
    mine = [place for place in places if place[1] == partner_id]
    around = [place for place in places if place[0] == channel_id]
    lines, channel = (
        {code: sum_cells([cells[p, code] for p in some], code) for code in BY_CODE if some}
        for some in (mine, around)
    )
    own = tables_of(tables, partner_id)
    terms = partner_terms(tables, partner_id=partner_id, channel_id=channel_id, period=period)
    sales = _monthly(own, definition, period)
    values = _of_invoices(tables, definition, period, partner_id, channel_id) | _of_lines(lines)
    values |= _of_relation(tables, own, definition, period, partner_id, lines, terms)
    return PartnerPage(
        partner_id, found[0]["name"], channel_id, period, definition.currency,
        tuple(PartnerFigure(code, *value) for code, value in values.items()),
        tuple(sales), terms, touches_of(own, period=period),
        {code: cell for code, cell in lines.items() if code in LINES_SHOWN},
        {code: cell for code, cell in channel.items() if code in LINES_SHOWN},
    )  # fmt: skip


def _of_invoices(
    tables: Tables, definition: CaseDefinition, period: Period, partner_id: str, channel_id: str
) -> _Values:
    now, before = (partner_sales(tables, definition, when) for when in (period, period.previous()))
    invoiced, earlier = (sums[COMPANY].get(partner_id, 0.0) for sums in (now, before))
    growth = invoiced / earlier - 1 if earlier > 0 and invoices_reach(tables, period.previous().first) else None
    here = now.get(channel_id, {})
    detail = phrase("methods.rows", measure="net_amount", channel=channel_id, period=period)
    books = (Source("table", "sell_in", detail, simulated=definition.simulated.books),)
    return {
        "invoiced": (invoiced, "money", books),
        "growth": (growth, "share", books),
        "channel_share": (_ratio(here.get(partner_id, 0.0), sum(here.values())), "share", books),
    }


def _of_lines(lines: Mapping[str, Cell]) -> _Values:
    cells = {code: lines.get(code, Cell(code, None)) for code in _USED}
    net, gross, discounts, margin, cm1 = (cells[code].amount for code in _USED)
    listed = (*cells["discounts"].sources, *cells["gross_sales"].sources)
    return {
        "discount": (_ratio(None if discounts is None else -discounts, gross), "share", listed),
        "our_margin": (margin, "money", cells["gross_margin"].sources),
        "our_margin_ratio": (_ratio(margin, net), "share", cells["gross_margin"].sources),
        "cm1": (cm1, "money", cells["cm1"].sources),
        "cm1_ratio": (_ratio(cm1, net), "share", cells["cm1"].sources),
    }


def _of_relation(
    tables: Tables, own: Tables, definition: CaseDefinition, period: Period, partner_id: str,
    lines: Mapping[str, Cell], terms: tuple[PartnerTerm, ...],
) -> _Values:  # fmt: skip
    made = definition.simulated.books
    margin = earned(own, definition=definition, period=period, net=lines.get("net_sales"))
    units, cost, weeks = stock_of(own, period=period)
    owed, overdue = owed_by(tables, partner_id, period=period)
    general = [term.commission_rate for term in terms if term.line_id is None]
    stock, credit = (Source("table", name, str(period.last), simulated=made) for name in ("stock", "receivables"))
    return {
        "partner_margin": (margin.value, "money", margin.sources),
        "commission_rate": (general[0] if general else None, "share", (Source("table", "terms", simulated=made),)),
        "roi": (None, "share", ()),
        "stock_units": (units, "count", (stock,)),
        "stock_cost": (cost, "money", (stock,)),
        "stock_weeks": (weeks, "weeks", (stock, Source("table", "sell_out", str(period), simulated=made))),
        "owed": (owed, "money", (credit,)),
        "overdue": (overdue, "money", (credit,)),
    }


def _monthly(own: Tables, definition: CaseDefinition, period: Period) -> list[PartnerSale]:
    bought = {name: table for name, table in own.items() if name != "sell_out"}
    summed: dict[tuple[date, str | None], float] = {}
    for place, sales in sales_by_place(bought, definition, period, ("channel", "line")).items():
        for month, amount in zip(period, sales.sums["net_amount"], strict=True):
            summed[month, place[1]] = summed.get((month, place[1]), 0.0) + float(amount)
    found = [PartnerSale(month, line, amount) for (month, line), amount in summed.items() if amount]
    return sorted(found, key=lambda sale: (sale.month, sale.line_id or ""))


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
