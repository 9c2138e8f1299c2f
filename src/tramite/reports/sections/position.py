"""Position: where the company stands with customers, distributors and partners, channel by channel (R30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tramite.beliefs.position.belief import PositionBelief
from tramite.beliefs.position.fit import OUTPUTS, UNSERVED, ChannelFit
from tramite.beliefs.position.standing import Figure, Standing
from tramite.books.cells import Cell
from tramite.books.statement_cut import StatementCut
from tramite.kernel.wording import Sayable
from tramite.reports.answer_words import part_of
from tramite.reports.charts.position import position_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.sections.answers import answer_cell
from tramite.voices.asking.bank import load_bank
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.sides import Side

_ROWS: tuple[tuple[Figure, Side], ...] = (
    ("wallet", "customer"), ("wallet", "partner"), ("wallet", "vendor"),
    ("first", "customer"), ("second", "customer"), ("later", "customer"),
    ("first", "partner"), ("second", "partner"), ("later", "partner"),
    ("recommendation", "customer"), ("recommendation", "partner"), ("recommendation", "vendor"),
    ("nps", "customer"), ("nps", "partner"), ("continuity", "customer"), ("continuity", "partner"),
    ("px", "partner"), ("tension", "partner"), ("clash", "partner"),
)  # fmt: skip


def write_position(scribe: Scribe) -> Section:
    """Write where the company stands in each channel, and how channels fit what their customers choose by."""
    belief, title = scribe.dossier.beliefs.position, _tell(scribe, "title")
    if belief is None:
        return Section("position", title, (Words(_tell(scribe, "absent"), tone="absent"),), scribe.badge("voices"))
    channels = [channel.id for channel in scribe.definition.selling_channels]
    blocks: list[Block] = [Words(_tell(scribe, "lead"), points=tuple(_readings(scribe, belief, channels)))]
    if any(one.estimate.value is not None for one in belief.standings):
        about = _tell(scribe, "chart_about")
        chart = position_chart(scribe, [one for one in belief.standings if one.channel_id in channels])
        blocks.append(Picture("position-chart", _tell(scribe, "chart"), about, chart))
    blocks += [_standings(scribe, belief, channels), *_fits(scribe, belief, channels), *_sold(scribe, belief)]
    blocks += [
        Heading("position-limits", _tell(scribe, "limits")),
        Words(_tell(scribe, "limits_lead"), points=tuple(_limits(scribe, belief))),
    ]
    return Section("position", title, tuple(blocks), scribe.badge("books", "voices"))


def _readings(scribe: Scribe, belief: PositionBelief, channels: list[str]) -> Iterator[str]:
    """Say for each channel what its customers and partners give and would do, as far as it is shown."""
    for channel in channels:
        parts = [
            _tell(scribe, f"said_{figure}_{side}", value=scribe.figure(one.estimate.value, one.estimate.unit))
            for figure, side in (
                ("wallet", "customer"), ("first", "customer"), ("px", "partner"), ("continuity", "partner"),
            )
            if (one := belief.standing(figure, side, channel)) is not None  # type: ignore[arg-type]
            and one.estimate.value is not None
        ]  # fmt: skip
        if parts:
            yield f"{scribe.channel(channel)}: {'; '.join(parts)}."


def _standings(scribe: Scribe, belief: PositionBelief, channels: list[str]) -> Grid:
    shown = [*channels, ALL]
    rows = [
        Row(_label(scribe, figure, side), tuple(_standing(scribe, belief, figure, side, c) for c in shown),
            about=_tell(scribe, f"{figure}_about"))
        for figure, side in _ROWS
        if any(belief.standing(figure, side, channel) is not None for channel in shown)
    ]  # fmt: skip
    rows += [
        Row(_tell(scribe, name), tuple(_named(scribe, found, channel) for channel in shown), "memo")
        for name, found in (("role", belief.roles), ("paradigm", belief.paradigms))
        if found
    ]
    headers = (_tell(scribe, "figure"), *(scribe.channel(channel) for channel in shown))
    notes = (_tell(scribe, "votes_note"), scribe.say("hidden_note", k=scribe.method.disclosure_k))
    return Grid("position-grid", "position", _tell(scribe, "caption"), headers, tuple(rows), notes)


def _label(scribe: Scribe, figure: Figure, side: Side) -> str:
    return f"{_tell(scribe, figure)} – {scribe.say(f'side_{side}').lower()}"


def _standing(scribe: Scribe, belief: PositionBelief, figure: Figure, side: Side, channel: str) -> Datum:
    one: Standing | None = belief.standing(figure, side, channel)
    if one is None:
        return scribe.words("–")
    if one.hidden_because:
        return scribe.hidden(one.estimate.unit, because=one.hidden_because)
    evidence = tuple(replace(source, ids=()) for source in one.estimate.evidence)
    return scribe.estimate(replace(one.estimate, evidence=evidence))


def _named(scribe: Scribe, found: Mapping[str, Sayable], channel: str) -> Datum:
    return scribe.words(found[channel].say(scribe.language) if channel in found else "–")


def _fits(scribe: Scribe, belief: PositionBelief, channels: list[str]) -> Iterator[Block]:
    found = {fit.channel_id: fit for fit in belief.fits}
    fits = {channel: found[channel] for channel in channels if channel in found}
    yield Heading("position-fit", _tell(scribe, "fit"))
    if not fits:
        yield Words(_tell(scribe, "fit_absent"))
        return
    bank = load_bank()
    item = bank.item("CN03")
    names = {code: part_of(item, code, bank, scribe.definition, scribe.language) for code in OUTPUTS}
    criteria = {choice.code: choice.say(scribe.language).lower() for choice in bank.choices_of("criteria")}
    yield Words(_tell(scribe, "fit_lead", unserved=", ".join(criteria[code] for code in UNSERVED)))
    rows = [Row(names[code], tuple(_output(scribe, fit, code) for fit in fits.values())) for code in OUTPUTS]
    rows.append(Row(_tell(scribe, "fit_score"), tuple(_fit(scribe, fit) for fit in fits.values()), "subtotal",
                    _tell(scribe, "fit_score_about")))  # fmt: skip
    rows.append(Row(_tell(scribe, "complex"), tuple(_complex(scribe, fit) for fit in fits.values()), "memo",
                    _tell(scribe, "complex_about")))  # fmt: skip
    headers = (_tell(scribe, "output"), *(scribe.channel(channel) for channel in fits))
    yield Grid("position-fit-grid", "position", _tell(scribe, "fit_caption"), headers, tuple(rows))


def _output(scribe: Scribe, fit: ChannelFit, code: str) -> Datum:
    if code not in fit.outputs:
        return scribe.words("–")
    datum, weight = answer_cell(scribe, fit.outputs[code]), fit.weights.get(code)
    if weight is None or fit.outputs[code].hidden_because:
        return datum
    return replace(datum, below=(*datum.below, _tell(scribe, "weight", share=scribe.figure(weight, "share"))))


def _fit(scribe: Scribe, fit: ChannelFit) -> Datum:
    return (
        scribe.absent("score", _tell(scribe, "fit_missing")) if fit.fit is None else answer_cell(scribe, fit.fit)
    )


def _complex(scribe: Scribe, fit: ChannelFit) -> Datum:
    return scribe.words("–") if fit.complex_needs is None else answer_cell(scribe, fit.complex_needs)


def _sold(scribe: Scribe, belief: PositionBelief) -> Iterator[Block]:
    """Set what is sold, by product line and channel, beside how end customers buy in the channels of partners."""
    yield Heading("position-ways", _tell(scribe, "ways"))
    yield Words(_tell(scribe, "ways_lead"))
    if scribe.dossier.by_line is not None:
        yield _lines(scribe, scribe.dossier.by_line)
    if belief.ways.cells:
        yield _ways(scribe, belief)


def _lines(scribe: Scribe, cut: StatementCut) -> Grid:
    channels = [channel.id for channel in scribe.definition.selling_channels]
    sold = {place: cell for (place, line), cell in cut.cells.items() if line == "net_sales"}
    rows = []
    for member in dict.fromkeys(member for channel, member in cut.places if channel in channels):
        cells = {channel: sold[channel, member] for channel in channels if (channel, member) in sold}
        whole = sum(cell.amount or 0.0 for cell in cells.values())
        if whole > 0:
            data = (_sold_here(scribe, cells.get(channel), whole) for channel in channels)
            rows.append(Row(scribe.product_line(member), tuple(data)))
    headers = (_tell(scribe, "line"), *(scribe.channel(channel) for channel in channels))
    caption = _tell(scribe, "sold_caption", period=scribe.period(cut.period))
    return Grid("position-sold", "position", caption, headers, tuple(rows))


def _sold_here(scribe: Scribe, cell: Cell | None, whole: float) -> Datum:
    if cell is None:
        return scribe.words("–")
    return scribe.number(None if cell.amount is None else cell.amount / whole, "share", cell.sources)


def _ways(scribe: Scribe, belief: PositionBelief) -> Grid:
    bank = load_bank()
    item = bank.item("PC02")
    codes = [choice.code for choice in bank.choices_of(item.choices)]
    cells = {(cell.domain, cell.key): cell for cell in belief.ways.cells}
    rows = tuple(
        Row(scribe.channel(domain), tuple(
            answer_cell(scribe, cells[domain, code]) if (domain, code) in cells else scribe.words("–")
            for code in codes
        ), "subtotal" if domain == ALL else "line")
        for domain in dict.fromkeys(domain for domain, _ in cells)
    )  # fmt: skip
    names = (part_of(item, code, bank, scribe.definition, scribe.language) for code in codes)
    return Grid(
        "position-ways-grid", "position", _tell(scribe, "ways_caption"), (scribe.say("channel"), *names), rows
    )


def _limits(scribe: Scribe, belief: PositionBelief) -> Iterator[str]:
    for key in ("limit_heads", "limit_rank", "limit_lines", "limit_segments", "limit_fit"):
        yield _tell(scribe, key)
    if not belief.roles or not belief.paradigms:
        yield _tell(scribe, "limit_roles")
    if belief.for_clean_team:
        yield _tell(scribe, "limit_clean_team", firms=scribe.method.clean_team_firms)


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"position.{key}", **params)
