"""Income statement by product line and by segment, inside each channel (METHOD §5.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tramite.books.cells import Cell
from tramite.books.lines import BY_CODE, COMPANY, UNALLOCATED
from tramite.books.places import Place
from tramite.books.statement_cut import StatementCut
from tramite.reports.charts.places import COLUMNS, places_chart
from tramite.reports.grid import Datum, Grid, Row, RowKind
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.sections.statement import ALLOCATED, LEFT_OUT, amount_datum

Naming = Callable[[str | None], str]
SHOWN = ("net_sales", "gross_margin", "cm1", "cm2")
NAMED = 8  # losses told in words: the table has them all


def write_places(scribe: Scribe) -> Section:
    """Write the statement by channel and line, and by channel and segment."""
    dossier = scribe.dossier
    blocks: list[Block] = [Words(scribe.tell("places.lead"))]
    cuts: tuple[tuple[str, StatementCut | None, Naming], ...] = (
        ("lines", dossier.by_line, scribe.product_line), ("segments", dossier.by_segment, scribe.segment),
    )  # fmt: skip
    for name, cut, naming in cuts:
        blocks.append(Heading(f"places-{name}", scribe.tell(f"places.{name}")))
        blocks += (
            [Words(scribe.tell(f"places.{name}_absent"), tone="absent")]
            if cut is None
            else _cut(scribe, name, cut, naming)
        )
    return Section("places", scribe.tell("places.title"), tuple(blocks), scribe.badge("books"))


def _cut(scribe: Scribe, name: str, cut: StatementCut, naming: Naming) -> Iterator[Block]:
    losses = _losses(scribe, cut, naming)
    if losses:
        yield Words(scribe.tell("places.losses", count=len(losses)), points=tuple(losses[:NAMED]), tone="warning")
    if any((cut.amount(place, "net_sales") or 0.0) > 0 for place in cut.places):
        about = scribe.tell("places.chart_about", columns=COLUMNS, currency=cut.currency)
        title = scribe.tell(f"places.{name}_chart")
        yield Picture(f"places-{name}-chart", title, about, places_chart(scribe, cut, naming))
        yield Words(about)
    yield _grid(scribe, name, cut, naming)


def _losses(scribe: Scribe, cut: StatementCut, naming: Naming) -> list[str]:
    """Say what sells below its own cost of goods, the largest loss first."""
    found = [(place, cut.amount(place, "gross_margin")) for place in cut.places]
    below = sorted((amount, place) for place, amount in found if amount is not None and amount < 0)
    return [
        scribe.tell(
            "places.loss", member=naming(place[1]), channel=scribe.channel(place[0]),
            amount=scribe.brief(amount), share=scribe.figure(_share(cut, place, "gross_margin"), "share"),
            net=scribe.brief(cut.amount(place, "net_sales")),
        )
        for amount, place in below
    ]  # fmt: skip


def _share(cut: StatementCut, place: Place, line: str) -> float | None:
    part, whole = cut.amount(place, line), cut.amount(place, "net_sales")
    return None if part is None or not whole else part / whole


def _grid(scribe: Scribe, name: str, cut: StatementCut, naming: Naming) -> Grid:
    statement = scribe.dossier.statement
    rows: list[Row] = []
    for channel in dict.fromkeys(place[0] for place in cut.places):
        places = [place for place in cut.places if place[0] == channel]
        places.sort(key=lambda place: -(cut.amount(place, "net_sales") or 0.0))
        rows.append(Row(scribe.channel(channel), kind="group"))
        if channel != UNALLOCATED:
            rows += [_row(scribe, naming(p[1]), {line: cut.cells[p, line] for line in SHOWN}) for p in places]
        whole = {line: statement.cell(str(channel), line) for line in SHOWN}
        rows.append(_row(scribe, scribe.tell("places.whole", channel=scribe.channel(channel)), whole, "subtotal"))
    whole = {line: statement.cell(COMPANY, line) for line in SHOWN}
    rows.append(_row(scribe, scribe.line(COMPANY), whole, "subtotal"))
    headers = [scribe.tell(f"places.{name}_column")]
    for line in SHOWN:
        if line != "gross_margin":
            headers.append(scribe.line(line))
        if line != "net_sales":
            headers.append(scribe.tell(f"places.{line}_share"))
    caption = scribe.tell(
        f"places.{name}_caption", period=scribe.period(cut.period), currency=cut.currency
    )  # fmt: skip
    return Grid(f"places-{name}-grid", name, caption, tuple(headers), tuple(rows), tuple(_notes(scribe, cut)))


def _row(scribe: Scribe, label: str, cells: dict[str, Cell], kind: RowKind = "line") -> Row:
    data: list[Datum] = []
    net = cells["net_sales"]
    for line, cell in cells.items():
        marks = (LEFT_OUT if cell.left_out else "") + (ALLOCATED if cell.allocated else "")
        if line != "gross_margin":
            data.append(amount_datum(scribe, cell, marks))
        if line != "net_sales":
            share = None if cell.amount is None or not net.amount else cell.amount / net.amount
            derived = scribe.say("share_ground", line=scribe.line(line))
            sources = dict.fromkeys((*cell.sources, *net.sources))
            data.append(scribe.number(share, "share", sources, derived=derived, marks=marks))
    return Row(label, tuple(data), kind)


def _notes(scribe: Scribe, cut: StatementCut) -> Iterator[str]:
    left_out = dict.fromkeys(code for line in SHOWN for code in cut.total[line].left_out)
    if left_out:
        lines = ", ".join(scribe.line(code) for code in left_out)
        yield f"{LEFT_OUT} {scribe.tell('places.left_out_note', lines=lines)}"
    costs = [cell for (_, line), cell in cut.cells.items() if BY_CODE[line].role == "cost"]
    whole = sum(abs(cell.amount or 0.0) for cell in costs if _before_cm2(cell.line))
    allocated = sum(abs(cell.allocated) for cell in costs if _before_cm2(cell.line))
    if allocated and whole:
        share = scribe.figure(allocated / whole, "share")
        yield f"{ALLOCATED} {scribe.tell('places.allocated_note', share=share)}"


def _before_cm2(line: str) -> bool:
    """Tell whether a cost stands between gross margin and CM2."""
    return line in BY_CODE["cm1"].parts or line in BY_CODE["cm2"].parts
