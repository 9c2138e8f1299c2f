"""Contribution by channel and product line, or segment: where money is made and where it is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import altair as alt

from tramite.books.cells import Cell
from tramite.books.places import Place
from tramite.books.statement_cut import StatementCut
from tramite.reports.charts.theme import INK, frame
from tramite.reports.hand import Hand

COLUMNS = 10  # more do not fit a page: the table has them all
FULL = 0.15  # colours are full at fifteen per cent of net sales, gained or lost
LOSS, GAIN, BAR = "#F0A36B", "#8CC0E8", "#4B5563"  # light: dark figures stand on them
_WIDTH, _ROW = 680, 54


def places_chart(hand: Hand, cut: StatementCut, name: Callable[[str | None], str]) -> alt.TopLevelMixin:
    """Draw a board: a row per channel, a column per line (or segment) of the largest sales.

    Colour and figure: CM1 as a share of net sales. Bar at the foot: net sales, on one scale for all. A triangle
    and a thick frame: the gross margin is already negative.

    Args:
        cut: by channel and one more dimension. name: of a member of it.
    """
    members = _largest(cut)
    sold = [cut.amount(place, "net_sales") or 0.0 for place in cut.places if place[1] in members]
    most = max(sold, default=0.0)
    rows = [
        _square(hand, cut.cells, place, name(place[1]), most)
        for place in cut.places
        if place[1] in members and (cut.amount(place, "net_sales") or 0.0) > 0
    ]
    channels = list(dict.fromkeys(str(row["channel"]) for row in rows))
    columns = [name(member) for member in members]
    return _draw(rows, channels, columns)


def _largest(cut: StatementCut) -> list[str | None]:
    sums: dict[str | None, float] = {}
    for place in cut.places:
        sums[place[1]] = sums.get(place[1], 0.0) + (cut.amount(place, "net_sales") or 0.0)
    largest = sorted((member for member in sums if sums[member] > 0), key=lambda member: -sums[member])
    return largest[:COLUMNS]


def _square(
    hand: Hand, cells: Mapping[tuple[Place, str], Cell], place: Place, member: str, most: float
) -> dict[str, object]:
    net, gross, contribution = (cells[place, line].amount for line in ("net_sales", "gross_margin", "cm1"))
    share = None if contribution is None or not net else contribution / net
    below = gross is not None and gross < 0
    return {
        "channel": hand.channel(place[0]), "member": member, "from": 0.0, "middle": 0.5, "to": 1.0,
        "share": None if share is None else max(-FULL, min(FULL, share)), "below": below,
        "text": ("▼ " if below else "") + hand.figure(share, "share"),
        "sold": (net or 0.0) / most if most else 0.0, "net": hand.brief(net, currency=False),
    }  # fmt: skip


def _draw(rows: Sequence[Mapping[str, object]], channels: list[str], columns: list[str]) -> alt.TopLevelMixin:
    bare = alt.Axis(labels=False, ticks=False, domain=False, grid=False)
    x = alt.X("from:Q", title=None, axis=bare, scale=alt.Scale(domain=[0, 1], nice=False))
    base = alt.Chart().encode(y=alt.Y("channel:N", sort=channels, title=None))
    colour = alt.Color(
        "share:Q",
        legend=None,
        scale=alt.Scale(domain=[-FULL, 0, FULL], range=[LOSS, "#FFFFFF", GAIN], interpolate="rgb"),
    )
    known = base.transform_filter("isValid(datum.share)")
    squares = known.mark_rect(height={"band": 0.94}, stroke="#D1D5DB").encode(x=x, x2=alt.X2("to:Q"), color=colour)
    frames = base.transform_filter("datum.below").mark_rect(
        height={"band": 0.94}, filled=False, stroke=INK, strokeWidth=2
    )
    middle = base.encode(x=alt.X("middle:Q"))
    sold = base.mark_bar(height=5, yOffset=17, color=BAR).encode(x=x, x2=alt.X2("sold:Q"))
    return (
        alt.layer(
            squares,
            frames.encode(x=x, x2=alt.X2("to:Q")),
            middle.mark_text(fontWeight="bold", fontSize=13, dy=-12).encode(text=alt.Text("text:N")),
            middle.mark_text(dy=5).encode(text=alt.Text("net:N")),
            sold,
            data=frame(rows),
        )
        .properties(width=max(80, _WIDTH // max(len(columns), 1)), height=_ROW * len(channels))
        .facet(column=alt.Column("member:N", title=None, sort=columns), spacing=4)
    )
