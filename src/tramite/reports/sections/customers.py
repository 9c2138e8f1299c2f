"""End customers across channels and partners: shared, reached by one alone, moved (METHOD §3.8)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.books.cannibalisation import Cannibalisation
from tramite.books.overlap import CustomerOverlap, OverlapCell, Seller
from tramite.books.reach import CustomerReach
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Section, Words
from tramite.reports.shown import ShownPair, may_show_pair, shown_pairs, shown_reach

SHOWN = 25  # pairs and partners in the page: the Parquet tables have all that may be shown


def write_customers(scribe: Scribe) -> Section:
    """Write overlap, reach and cannibalisation; where nobody is known in two places, what to bring."""
    dossier = scribe.dossier
    shared = any(
        cell.one != cell.other
        for overlap in (dossier.overlap, dossier.channel_overlap)
        if overlap is not None
        for cell in overlap.cells
    )
    linked = "links" in dossier.table_rows
    blocks = tuple(_blocks(scribe)) if shared or linked else (Words(_absent(scribe), tone="absent"),)
    return Section("customers", _tell(scribe, "title"), blocks, scribe.badge("books"))


def _absent(scribe: Scribe) -> str:
    overlap = scribe.dossier.channel_overlap
    text = _tell(scribe, "absent")
    if overlap is None or not overlap.cells:
        return text
    known = ", ".join(
        _tell(scribe, "known", channel=scribe.channel(cell.one.id), count=_count(scribe, cell.customers))
        for cell in overlap.cells
        if cell.one == cell.other
    )
    return f"{_tell(scribe, 'nobody_shared', known=known)} {text}"


def _count(scribe: Scribe, customers: int) -> str:
    few = customers < scribe.method.disclosure_k
    return scribe.say("hidden") if few else scribe.figure(customers, "count")


def _blocks(scribe: Scribe) -> Iterator[Block]:
    dossier = scribe.dossier
    yield Words(_tell(scribe, "lead", k=dossier.method.disclosure_k))
    if dossier.channel_overlap is not None and dossier.channel_overlap.cells:
        yield _matrix(scribe, dossier.channel_overlap)
    if dossier.overlap is not None:
        yield from _pairs(scribe, dossier.overlap)
    if dossier.reach is not None:
        yield from _reach(scribe, dossier.reach)
    yield Heading("cannibalisation", _tell(scribe, "cannibalisation"))
    if dossier.cannibalisation:
        yield Words(_tell(scribe, "cannibalisation_lead"))
        yield _moved(scribe, dossier.cannibalisation)
    else:
        yield Words(_tell(scribe, "cannibalisation_absent"), tone="absent")


def _matrix(scribe: Scribe, overlap: CustomerOverlap) -> Grid:
    channels = [cell.one for cell in overlap.cells if cell.one == cell.other]
    direct = {channel.id for channel in scribe.definition.selling_channels if channel.reach == "direct"}
    rows = tuple(
        Row(scribe.channel(one.id), tuple(_shared(scribe, overlap, one, other, direct) for other in channels))
        for one in channels
    )
    headers = (scribe.say("channel"), *(scribe.channel(other.id) for other in channels))
    notes = [_tell(scribe, "matrix_note"), _tell(scribe, "hidden_note", k=scribe.method.disclosure_k)]
    if overlap.unnamed_revenue:
        notes.append(_tell(scribe, "unnamed", amount=scribe.brief(float(overlap.unnamed_revenue))))
    caption = _tell(scribe, "matrix_caption", period=scribe.period(overlap.period), currency=scribe.currency)
    return Grid("overlap-channels", "overlap", caption, headers, rows, tuple(notes))


def _shared(scribe: Scribe, overlap: CustomerOverlap, one: Seller, other: Seller, direct: set[str]) -> Datum:
    cell, whole, theirs = (overlap.cell(a, b) for a, b in ((one, other), (one, one), (other, other)))
    if cell is None or whole is None or theirs is None:
        return scribe.number(0, "count", overlap.sources)
    pair = ShownPair(one, other, cell.customers, whole.customers, theirs.customers)
    if not may_show_pair(pair, method=scribe.method):
        ground = _tell(scribe, "hidden_ground", k=scribe.method.disclosure_k)
        return Datum(scribe.say("hidden"), unit="count", grounds=(ground,))
    below = tuple(_below(scribe, cell, one.id in direct))
    found = scribe.number(cell.customers, "count", overlap.sources, derived=_tell(scribe, "overlap_ground"))
    return Datum(found.text, found.value, found.unit, below, grounds=found.grounds)


def _below(scribe: Scribe, cell: OverlapCell, direct: bool) -> Iterator[str]:
    if cell.one != cell.other:
        yield scribe.figure(cell.share, "share")
    if direct and cell.revenue is not None:  # our own invoices; what partners earn with whom stays theirs
        yield scribe.brief(float(cell.revenue))


def _pairs(scribe: Scribe, overlap: CustomerOverlap) -> Iterator[Block]:
    pairs, left_out = shown_pairs(overlap, method=scribe.method)
    yield Heading("overlap-partners", _tell(scribe, "partners"))
    hidden = _tell(scribe, "pairs_hidden", count=scribe.figure(left_out, "count"), k=scribe.method.disclosure_k)
    if not pairs:
        yield Words(hidden if left_out else _tell(scribe, "no_pairs"), tone="absent")
        return
    rows = tuple(
        Row(
            f"{_seller(scribe, pair.one)} – {_seller(scribe, pair.other)}",
            (
                scribe.number(pair.customers, "count", overlap.sources, derived=_tell(scribe, "overlap_ground")),
                scribe.number(pair.customers / pair.of_one, "share", overlap.sources),
                scribe.number(pair.customers / pair.of_other, "share", overlap.sources),
            ),
        )
        for pair in pairs[:SHOWN]
    )
    headers = tuple(_tell(scribe, key) for key in ("pair", "shared", "of_first", "of_second"))
    notes = [hidden] if left_out else []
    if len(pairs) > SHOWN:
        notes.append(_tell(scribe, "more", count=scribe.figure(len(pairs) - SHOWN, "count")))
    caption = _tell(scribe, "pairs_caption", period=scribe.period(overlap.period))
    yield Grid("overlap-pairs", "overlap", caption, headers, rows, tuple(notes))


def _reach(scribe: Scribe, reach: CustomerReach) -> Iterator[Block]:
    yield Heading("reach", _tell(scribe, "reach"))
    if not reach.partners:
        yield Words(_tell(scribe, "reach_absent"), tone="absent")
        return
    shown = shown_reach(reach, method=scribe.method)
    left_out = len(reach.partners) - len(shown)
    yield Words(_tell(scribe, "reach_lead"))
    hidden = _tell(scribe, "reach_hidden", count=scribe.figure(left_out, "count"), k=scribe.method.disclosure_k)
    if not shown:
        yield Words(hidden, tone="absent")
        return
    rows = tuple(
        Row(
            found.partner_id,
            (
                scribe.number(found.customers, "count", reach.sources),
                scribe.number(found.only_here, "count", reach.sources, derived=_tell(scribe, "only_here_ground")),
                scribe.number(found.share, "share", reach.sources, derived=_tell(scribe, "only_here_ground")),
            ),
        )
        for found in shown[:SHOWN]
    )
    notes = [hidden] if left_out else []
    if not reach.complete:
        notes.append(_tell(scribe, "reach_short"))
    if len(shown) > SHOWN:
        notes.append(_tell(scribe, "more", count=scribe.figure(len(shown) - SHOWN, "count")))
    headers = tuple(_tell(scribe, key) for key in ("partner", "customers", "only_here", "only_here_share"))
    caption = _tell(scribe, "reach_caption", period=scribe.period(reach.period))
    yield Grid("reach-grid", "reach", caption, headers, rows, tuple(notes))


def _moved(scribe: Scribe, found: tuple[Cannibalisation, ...]) -> Grid:
    rows = []
    for moved in found:
        label = _tell(
            scribe, "from_to", source=scribe.channel(moved.source), by=scribe.channel(moved.by)
        )  # fmt: skip
        many = moved.gross.n >= scribe.method.disclosure_k
        cells = [
            scribe.estimate(estimate) if many else scribe.hidden("share")
            for estimate in (moved.gross, moved.expected, moved.net)
        ]
        cells.append(scribe.words(_reading(scribe, moved) if many or moved.reason else scribe.say("hidden")))
        rows.append(Row(label, tuple(cells)))
    headers = tuple(_tell(scribe, key) for key in ("pair_of_channels", "gross", "expected", "net", "reading"))
    period = scribe.period(found[0].period)
    caption = _tell(scribe, "moved_caption", period=period, level=scribe.level(scribe.method.interval_level))
    return Grid("cannibalisation-grid", "moved", caption, headers, tuple(rows), (_tell(scribe, "moved_note"),))


def _reading(scribe: Scribe, moved: Cannibalisation) -> str:
    """Say in words what can be said: nothing, only the gross share, or against the control."""
    if moved.reason is not None:
        return moved.reason.say(scribe.language)
    control = scribe.figure(moved.control, "count")
    if moved.net.value is None:
        return _tell(scribe, "no_control", control=control, least=scribe.method.control_min_customers)
    sign = "unsure"
    if moved.net.lower is not None and moved.net.upper is not None:
        sign = "moved" if moved.net.lower > 0 else "not_moved" if moved.net.upper < 0 else "unsure"
    named = scribe.figure(moved.named, "share")
    return _tell(scribe, f"reading_{sign}", control=control, named=named)


def _seller(scribe: Scribe, seller: Seller) -> str:
    return scribe.channel(seller.id) if seller.kind == "channel" else seller.id


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"customers.{key}", **params)
