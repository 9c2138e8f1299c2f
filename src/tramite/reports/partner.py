"""The page of one partner: for us, or for the partner itself (R76; METHOD §5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tramite.beliefs.partners.partner_view import PartnerView
from tramite.beliefs.selling.sell_mode import SellMode
from tramite.books.lines import BY_CODE
from tramite.books.partner_page import PartnerFigure, PartnerPage
from tramite.kernel.case import CaseDefinition
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language
from tramite.reports.charts.partner import partner_chart
from tramite.reports.grid import Grid, Row
from tramite.reports.hand import Hand
from tramite.reports.leaf import Leaf, Writer, render_leaf
from tramite.reports.partner_beliefs import before_visit, for_itself, how_it_sells, what_role
from tramite.reports.section import Block, Picture, Section, Words
from tramite.reports.sections.statement import ALLOCATED, LEFT_OUT, amount_datum

Audience = Literal["us", "partner"]
_NEEDS = {
    "growth": "growth", "cm1": "cm1", "cm1_ratio": "cm1", "partner_margin": "margin", "commission_rate": "terms",
    "roi": "roi", "stock_units": "stock", "stock_cost": "stock", "stock_weeks": "stock", "owed": "owed",
    "overdue": "owed",
}  # fmt: skip


def render_partner(
    page: PartnerPage,
    *,
    definition: CaseDefinition,
    language: Language,
    audience: Audience = "us",
    view: PartnerView | None = None,
    mode: SellMode | None = None,
) -> str:
    """Write the page of a partner as HTML that stands by itself and prints.

    Args:
        audience: ``partner`` leaves out our margin, our costs, and whatever tells of others.
        view: what is believed of it; ``None`` without interviews. mode: how partners sell, for its channel.
    """
    hand = Writer(definition, language)
    shown = page if audience == "us" else page.for_partner()
    facts = hand.tell(
        "partner.facts", channel=hand.channel(page.channel_id), period=hand.period(page.period),
        currency=page.currency,
    )  # fmt: skip
    leaf = Leaf(
        hand.tell(f"partner.kind_{audience}"), page.name or page.partner_id, definition.vendor, facts,
        tuple(_sections(hand, shown, audience, view, mode)),
        hand.badge("books") if view is None else hand.badge("books", "voices"),
    )  # fmt: skip
    return render_leaf(hand, leaf)


def _sections(
    hand: Hand, page: PartnerPage, audience: Audience, view: PartnerView | None, mode: SellMode | None
) -> Iterator[Section]:
    if view is not None and audience == "us":
        yield before_visit(hand, view.for_us())
    yield Section("figures", _say(hand, "figures"), (_figures(hand, page, audience),))
    if view is not None and mode is not None and audience == "us":
        yield how_it_sells(hand, view, mode)
        yield what_role(hand, view)
    yield Section("sales", _say(hand, "sales"), tuple(_sales(hand, page)))
    if page.lines:
        blocks = (Words(_say(hand, "lines_lead")), _lines(hand, page))
        yield Section("lines", _say(hand, "lines"), blocks)
    yield Section("terms", _say(hand, "terms"), (_terms(hand, page),))
    if page.touches or audience == "us":
        yield Section("touches", _say(hand, "touches"), (_touches(hand, page, audience),))
    if view is not None and audience == "partner":
        yield from for_itself(hand, view.for_partner(), page.value("partner_margin"))
    if audience == "us" or view is None or view.roi is None:
        yield Section("roi", _say(hand, "roi_title"), (Words(_say(hand, f"roi_{audience}")),))


def _figures(hand: Hand, page: PartnerPage, audience: Audience) -> Grid:
    rows = []
    for found in page.figures:
        if found.value is None and audience == "partner":
            continue  # what we lack is ours to find; what it alone can tell is asked below
        ground = _ground(hand, found)
        cell = hand.number(found.value, found.unit, found.sources, derived=ground)
        rows.append(Row(_say(hand, found.code), (cell,), about=ground if found.value is None else ""))
    caption = _say(hand, "figures_caption", period=hand.period(page.period), currency=page.currency)
    headers = (_say(hand, "figure"), _say(hand, "value"))
    notes = (hand.say("missing_note"),) if audience == "us" else ()
    return Grid("partner-figures", "partner", caption, headers, tuple(rows), notes)


def _ground(hand: Hand, found: PartnerFigure) -> str:
    if found.value is None and found.code in _NEEDS:
        return _say(hand, f"needs_{_NEEDS[found.code]}")
    if found.code == "partner_margin":
        reported = any(source.name == "sell_out" for source in found.sources)
        return _say(hand, "margin_ground_reported" if reported else "margin_ground_bought")
    return ""


def _sales(hand: Hand, page: PartnerPage) -> Iterator[Block]:
    if not page.sales:
        yield Words(_say(hand, "no_sales"), tone="absent")
        return
    yield Picture("partner-chart", _say(hand, "sales_chart"), _say(hand, "sales_about"), partner_chart(hand, page))
    sources = next(found.sources for found in page.figures if found.code == "invoiced")
    lines = list(dict.fromkeys(sale.line_id for sale in page.sales))
    amounts = {(sale.month, sale.line_id): sale.net_amount for sale in page.sales}
    rows = [
        _amounts(hand, hand.day(month, "month"), [amounts.get((month, line), 0.0) for line in lines], sources)
        for month in page.period
    ]
    totals = [sum(amounts.get((month, line), 0.0) for month in page.period) for line in lines]
    rows.append(_amounts(hand, _say(hand, "total"), totals, sources, total=True))
    headers = (_say(hand, "month"), *(hand.product_line(line) for line in lines), _say(hand, "total"))
    caption = _say(hand, "sales_caption", currency=page.currency)
    yield Grid("partner-sales", "partner", caption, headers, tuple(rows))


def _amounts(
    hand: Hand, label: str, amounts: list[float], sources: tuple[Source, ...], *, total: bool = False
) -> Row:
    cells = tuple(hand.number(amount, "money", sources) for amount in (*amounts, sum(amounts)))
    return Row(label, cells, "subtotal" if total else "line")


def _lines(hand: Hand, page: PartnerPage) -> Grid:
    net, whole = page.lines["net_sales"].amount, page.channel_lines["net_sales"].amount
    rows = []
    for code, cell in page.lines.items():
        around = page.channel_lines[code]
        marks = (LEFT_OUT if cell.left_out else "") + (ALLOCATED if cell.allocated else "")
        shares = [
            None if c.amount is None or not base else c.amount / base for c, base in ((cell, net), (around, whole))
        ]
        derived = hand.say("share_ground", line=hand.line(code))
        cells = [amount_datum(hand, cell, marks)]
        cells += [
            hand.number(share, "share", c.sources, derived=derived)
            for share, c in zip(shares, (cell, around), strict=True)
        ]
        rows.append(Row(hand.line(code), tuple(cells), "subtotal" if BY_CODE[code].role == "subtotal" else "line"))
    headers = (
        hand.say("line"), hand.say("amount"), _say(hand, "of_sales"), _say(hand, "channel_average"),
    )  # fmt: skip
    caption = _say(hand, "lines_caption", period=hand.period(page.period), currency=page.currency)
    left_out = page.lines["cm1"].left_out
    notes = []
    if left_out:
        names = ", ".join(hand.line(code) for code in left_out)
        notes.append(f"{LEFT_OUT} {hand.tell('places.left_out_note', lines=names)}")
    if any(cell.allocated for cell in page.lines.values()):
        notes.append(f"{ALLOCATED} {_say(hand, 'allocated_note')}")
    return Grid("partner-lines", "partner", caption, headers, tuple(rows), tuple(notes))


def _terms(hand: Hand, page: PartnerPage) -> Block:
    if not page.terms:
        return Words(_say(hand, "terms_absent"), tone="absent")
    sources = next(found.sources for found in page.figures if found.code == "commission_rate")
    rows = tuple(
        Row(
            _say(hand, "all_lines") if term.line_id is None else hand.product_line(term.line_id),
            (
                hand.number(term.commission_rate, "share", sources),
                hand.number(term.discount_rate, "share", sources),
                hand.number(term.end_price_share, "share", sources),
                hand.number(term.payment_days, "days", sources),
                hand.words(hand.day(term.since)),
            ),
        )
        for term in page.terms
    )
    keys = ("line_id", "commission", "discount_rate", "end_price_share", "payment_days", "since")
    headers = tuple(_say(hand, key) for key in keys)
    return Grid("partner-terms", "partner", _say(hand, "terms_caption"), headers, rows)


def _touches(hand: Hand, page: PartnerPage, audience: Audience) -> Block:
    if not page.touches:
        return Words(_say(hand, "touches_absent" if page.touches is None else "touches_none"), tone="absent")
    ours = audience == "us"  # how much time we put in is ours to know
    sources = (Source("table", "touches", str(page.period), simulated=hand.definition.simulated.books),)
    rows = []
    for touch in page.touches:
        cells = [hand.number(touch.count, "count", sources)]
        if ours:
            cells.append(hand.number(touch.minutes, "count", sources))
        rows.append(Row(_say(hand, f"touch_{touch.kind}"), tuple(cells)))
    headers = [_say(hand, key) for key in ("touch", "count", "minutes")][: 3 if ours else 2]
    return Grid("partner-touches", "partner", _say(hand, "touches_caption"), tuple(headers), tuple(rows))


def _say(hand: Hand, key: str, **params: object) -> str:
    return hand.tell(f"partner.{key}", **params)
