"""Who knows what, and where customers are sent because of it (METHOD §3.7.2–6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill

from tramite.beliefs.information.information import InformationBelief
from tramite.reports.answer_words import part_of, side_name
from tramite.reports.charts.answers import dot_row
from tramite.reports.charts.dumbbell import dumbbell_chart
from tramite.reports.charts.gaps import gap_chart
from tramite.reports.claims import (
    estimate_cell,
    gap_row,
    kind_of,
    place_name,
    verdict,
    with_ends,
    without_ids,
)
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.reports.sections.answers import answer_cell
from tramite.reports.sections.steering import write_steering
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable
from tramite.voices.estimation.sides import Side

_SIDES: tuple[Side, ...] = ("vendor", "partner", "customer")
_LINE = 38  # letters of a statement beside its dots


def write_information(scribe: Scribe) -> Section:
    """Write knowledge by side, the information gap, roadmap, strategy, content, sources, steering, priorities."""
    belief = scribe.dossier.beliefs.information
    title, badge = _tell(scribe, "title"), scribe.badge("voices")
    if belief is None:
        return Section("information", title, (Words(_tell(scribe, "absent"), tone="absent"),), badge)
    blocks: list[Block] = [Words(_tell(scribe, "lead"), tuple(_reading(scribe, belief)))]
    blocks += _facts(scribe, belief)
    blocks += _gaps(scribe, belief)
    blocks += [Heading("information-steering", _tell(scribe, "steering")), *write_steering(scribe, belief)]
    blocks += [Heading("information-strategy", _tell(scribe, "strategy")), *_strategy(scribe, belief)]
    blocks += [Heading("information-content", _tell(scribe, "content")), *_content(scribe, belief)]
    blocks += [Heading("information-priorities", _tell(scribe, "priorities")), *_priorities(scribe, belief)]
    blocks.append(Words(_tell(scribe, "limits"), tuple(
        _tell(scribe, f"limit_{name}") for name in ("facts", "stated", "lines", "intended")
    )))  # fmt: skip
    return Section("information", title, tuple(blocks), badge)


def _reading(scribe: Scribe, belief: InformationBelief) -> Iterator[str]:
    if not belief.knowledge:
        yield _tell(scribe, "no_facts")
    for side in ("customer", "vendor"):
        gap = belief.gap(side)
        if gap is not None:
            yield _tell(scribe, f"says_{side}_{gap.verdict}", gap=with_ends(scribe, gap.gap),
                       level=scribe.level(scribe.method.interval_level))  # fmt: skip
    if belief.vendor_first:
        yield _tell(scribe, "vendor_first", least=scribe.level(scribe.method.vendor_knowledge_min))
    whole = next((one for one in belief.steering if one.domain == ALL), None)
    if whole is not None and whole.index.value is not None:
        leading = belief.causes.leading.get(ALL)
        yield _tell(scribe, "says_steering", index=with_ends(scribe, whole.index),
                   limit=scribe.level(scribe.method.b11_steering))  # fmt: skip
        yield _tell(scribe, f"cause_{leading}" if leading else "cause_none")


def _facts(scribe: Scribe, belief: InformationBelief) -> Iterator[Block]:
    if not belief.knowledge:
        return
    names = {side: side_name(side, scribe.language) for side in _SIDES}
    found = {side: _cells(belief.by_fact[side], ALL) for side in _SIDES if side in belief.by_fact}
    told = {side: cells for side, cells in found.items() if cells}
    texts = _fact_texts(scribe, belief)
    rows = [
        dot_row(cell.estimate, topic=texts.get(fact, fact), series=names[side])
        for side, cells in told.items()
        for fact, cell in cells.items()
    ]
    if len(told) > 1:
        spans = [
            {"topic": texts.get(fact, fact), "low": min(ends), "high": max(ends), "text": "", "sure": False}
            for fact in texts
            if len(ends := [c[fact].estimate.value or 0.0 for c in told.values() if fact in c]) > 1
        ]
        chart = dumbbell_chart(
            rows, spans, topics=list(texts.values()), series=[names[side] for side in told],
            axis=_tell(scribe, "axis_right"), share=True,
        )  # fmt: skip
        yield Picture("information-facts-chart", _tell(scribe, "facts_chart"), _tell(scribe, "facts_about"), chart)
    yield _knowledge(scribe, belief)


def _fact_texts(scribe: Scribe, belief: InformationBelief) -> dict[str, str]:
    """Return each fact in the language of the page, as it was read out, with whether it is true."""
    if belief.facts is None:
        return {}
    column = f"text_{scribe.language}"
    told = {
        fact: _tell(scribe, "fact_true" if true else "fact_false", text=text)
        for fact, text, true in belief.facts.select("fact_id", column, "true").iter_rows()
    }
    return {fact: fill(text, _LINE) for fact, text in told.items()}


def _knowledge(scribe: Scribe, belief: InformationBelief) -> Grid:
    rows: list[Row] = []
    for side in [side for side in _SIDES if side in belief.knowledge]:
        rows.append(Row(side_name(side, scribe.language), kind="group"))
        wrong = {cell.domain: cell for cell in belief.sure_wrong[side].cells}
        for cell in belief.knowledge[side].cells:
            if cell.estimate.n:
                cells = (answer_cell(scribe, cell), answer_cell(scribe, wrong[cell.domain]))
                rows.append(Row(place_name(scribe, cell.domain), cells, kind_of(cell.domain)))
    headers = (_tell(scribe, "side_channel"), _tell(scribe, "right"), _tell(scribe, "sure_wrong"))
    sure = scribe.figure(scribe.method.sure_from, "count")
    notes = (_tell(scribe, "right_note", sure=sure), _tell(scribe, "customers_note"))
    return Grid(
        "information-knowledge", "information", _tell(scribe, "knowledge_caption"), headers, tuple(rows), notes
    )


def _gaps(scribe: Scribe, belief: InformationBelief) -> Iterator[Block]:
    if not belief.gaps:
        return
    labels = {
        (gap.side, gap.domain): _tell(scribe, f"gap_{gap.side}", channel=place_name(scribe, gap.domain))
        for gap in belief.gaps
    }
    told = [gap for gap in belief.gaps if gap.gap.lower is not None]
    if told:
        rows = [gap_row(scribe, labels[gap.side, gap.domain], gap.gap) for gap in told]
        chart = gap_chart(rows, topics=[str(row["topic"]) for row in rows], axis=_tell(scribe, "axis_gap"))
        yield Picture("information-gap-chart", _tell(scribe, "gap_chart"), _tell(scribe, "gap_about"), chart)
    table = tuple(
        Row(labels[gap.side, gap.domain],
            (estimate_cell(scribe, gap.gap), scribe.words(verdict(scribe, gap.verdict)),
             scribe.number(len(gap.facts), "count", gap.gap.evidence)), kind_of(gap.domain))
        for gap in belief.gaps
    )  # fmt: skip
    headers = tuple(_tell(scribe, name) for name in ("compared", "gap", "claim", "common"))
    notes = (_tell(scribe, "gap_note", least=scribe.method.read_indicative_below),)
    yield Grid("information-gaps", "information", _tell(scribe, "gap_caption"), headers, table, notes)


def _strategy(scribe: Scribe, belief: InformationBelief) -> Iterator[Block]:
    segment = belief.strategy.get(ALL)
    if segment is None:
        yield Words(_tell(scribe, "no_strategy"))
    else:
        name = part_of(belief.bank.item("VI08"), segment.code, belief.bank, scribe.definition, scribe.language)
        yield Words(_tell(scribe, "strategy_lead", segment=name, share=with_ends(scribe, segment.cell.estimate)))
    understood = {cell.domain: cell for cell in belief.understood.cells}
    keys = list(dict.fromkeys(cell.key for cell in belief.roadmap["partner"].cells))
    roadmap = {(cell.domain, cell.key): cell for cell in belief.roadmap["partner"].cells}
    rows = [
        Row(place_name(scribe, name),
            (_or_none(scribe, understood.get(name)),
             *(_or_none(scribe, roadmap.get((name, key))) for key in keys)),
            kind_of(name))
        for name in dict.fromkeys([*(cell.domain for cell in belief.roadmap["partner"].cells), *understood])
    ]  # fmt: skip
    customers = {cell.key: cell for cell in belief.roadmap["customer"].cells if cell.domain == ALL}
    if customers:
        cells = (scribe.words("–"), *(_or_none(scribe, customers.get(key)) for key in keys))
        rows.append(Row(side_name("customer", scribe.language), cells, "memo"))
    if rows:
        item = belief.bank.item("PI06")
        named = (part_of(item, key, belief.bank, scribe.definition, scribe.language) for key in keys)
        names = [_tell(scribe, "can_explain", name=name) for name in named]
        headers = (scribe.say("channel"), _tell(scribe, "understood"), *names)
        yield Grid("information-roadmap", "information", _tell(scribe, "strategy_caption"), headers, tuple(rows),
                   (_tell(scribe, "strategy_note"),))  # fmt: skip


def _content(scribe: Scribe, belief: InformationBelief) -> Iterator[Block]:
    rows = tuple(
        Row(_tell(scribe, f"pair_{one.pair}"),
            (scribe.words(place_name(scribe, one.domain)), estimate_cell(scribe, one.gap),
             scribe.words(verdict(scribe, one.verdict))), kind_of(one.domain))
        for one in belief.content
    )  # fmt: skip
    if rows:
        headers = (
            _tell(scribe, "compared"),
            scribe.say("channel"),
            _tell(scribe, "gap"),
            _tell(scribe, "claim_higher"),
        )
        note = _tell(scribe, "gap_note", least=scribe.method.read_indicative_below)
        yield Grid(
            "information-content-gaps", "information", _tell(scribe, "content_caption"), headers, rows, (note,)
        )
    cells = _cells(belief.sources, ALL)
    if cells:
        ranked = sorted(cells.values(), key=lambda cell: -(cell.estimate.value or 0.0))
        item = belief.bank.item("CK02")
        listed = tuple(
            Row(part_of(item, cell.key, belief.bank, scribe.definition, scribe.language),
                (answer_cell(scribe, cell),)) for cell in ranked
        )  # fmt: skip
        grid = Grid("information-sources-grid", "information", _tell(scribe, "sources_caption"),
                    (_tell(scribe, "source"), _tell(scribe, "named")), listed)  # fmt: skip
        yield Fold("information-sources", _tell(scribe, "sources"), (grid,))


def _priorities(scribe: Scribe, belief: InformationBelief) -> Iterator[Block]:
    found = belief.priorities
    rows = []
    for name in dict.fromkeys(cell.domain for cell in found.stated.cells):
        tops = [found.top(table, name) for table in (found.stated, found.guessed)]
        if tops[0]:
            words = [_goals(scribe, belief, top) or scribe.say("hidden") for top in tops]
            evidence = next(cell.estimate.evidence for cell in found.stated.cells if cell.domain == name)
            sources = tuple(without_ids(evidence))
            overlap = scribe.number(
                found.overlap.get(name), "count", sources, derived=_tell(scribe, "overlap_ground")
            )
            rows.append(Row(place_name(scribe, name), (*map(scribe.words, words), overlap), kind_of(name)))
    if rows:
        headers = (scribe.say("channel"), *(_tell(scribe, name) for name in ("want", "thought", "overlap")))
        yield Grid("information-goals", "information", _tell(scribe, "priorities_caption"), headers, tuple(rows))
    goals = tuple(goal.name.say(scribe.language) for goal in scribe.definition.goals)
    if goals:
        yield Words(_tell(scribe, "goals"), goals)
    elif not rows:
        yield Words(_tell(scribe, "no_priorities"))


def _goals(scribe: Scribe, belief: InformationBelief, codes: Iterable[str]) -> str:
    item = belief.bank.item("PM05")
    return ", ".join(part_of(item, code, belief.bank, scribe.definition, scribe.language) for code in codes)


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"information.{key}", **params)


def _cells(table: MeasureTable, name: str) -> Mapping[str, MeasureCell]:
    return {cell.key: cell for cell in table.cells if cell.domain == name and cell.mean is not None}


def _or_none(scribe: Scribe, cell: MeasureCell | None) -> Datum:
    return scribe.absent("share") if cell is None else answer_cell(scribe, cell)
