"""Two sides on the same question, and large partners beside all: where they see it differently (METHOD §3.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tramite.kernel.provenance import Source
from tramite.reports.answer_words import domain_name, part_of, side_name, topic_of
from tramite.reports.charts.answers import dot_row, ranked_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Fold, Heading, Picture, Words
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answers import Answers, ItemAnswers, MirroredItems
from tramite.voices.estimation.differences import Difference
from tramite.voices.estimation.measure_table import SizeGap
from tramite.voices.estimation.mirrors import MirrorCell, leaves_zero

APART, INDICATIVE = "◆", "°"


def write_mirrors(scribe: Scribe, answers: Answers) -> Iterator[Heading | Words | Picture | Grid | Fold]:
    """Write pairs of items side by side: scores open, other scales folded."""
    yield Heading("answers-mirrors", _tell(scribe, "mirrors"))
    shown = [(pair, cells) for pair in answers.mirrors if (cells := _shown(pair))]
    if not shown:
        yield Words(_tell(scribe, "no_pairs"), tone="absent")
        return
    compared = [cell for _, cells in shown for cell in cells if cell.difference is not None]
    level = scribe.method.interval_level
    yield Words(_tell(
        scribe, "mirrors_lead", least=scribe.method.read_indicative_below, level=scribe.level(level), mark=APART,
        count=len(compared), expected=scribe.figure((1 - level) * len(compared), "score"),
    ))  # fmt: skip
    yield from _picture(scribe, [pair for pair, _ in shown])
    kinds = dict.fromkeys((pair.first.side, pair.second.side) for pair, _ in shown)
    for kind in kinds:
        of_kind = [(p, c) for p, c in shown if (p.first.side, p.second.side) == kind and p.first.rating]
        if of_kind:
            yield _pairs(scribe, of_kind)
    for pair, cells in shown:
        if not pair.first.rating:
            yield _folded(scribe, answers, pair, cells)


def write_large(scribe: Scribe, answers: Answers) -> Iterator[Heading | Words | Grid]:
    """Write where the mean by revenue less the one by vote leaves zero (METHOD §3.2.1)."""
    gaps = [(one, gap) for one in answers.items for gap in one.table.gaps if gap.difference.lower is not None]
    if not gaps:
        return
    apart = sorted(
        ((one, gap) for one, gap in gaps if leaves_zero(gap.difference)),
        key=lambda pair: -abs(pair[1].difference.value or 0.0),
    )
    level = scribe.method.interval_level
    yield Heading("answers-large", _tell(scribe, "large"))
    key = "large_lead" if apart else "large_none"
    expected = scribe.figure((1 - level) * len(gaps), "score")
    yield Words(
        _tell(scribe, key, level=scribe.level(level), found=len(apart), count=len(gaps), expected=expected)
    )
    if apart:
        headers = [_tell(scribe, "question"), scribe.say("channel"), _tell(scribe, "by_vote"),
                   _tell(scribe, "by_revenue"), _tell(scribe, "difference")]  # fmt: skip
        rows = tuple(_large(scribe, one, gap) for one, gap in apart)
        yield Grid("answers-gaps", "large_partners", _tell(scribe, "large_caption"), tuple(headers), rows)


def _large(scribe: Scribe, one: ItemAnswers, gap: SizeGap) -> Row:
    vote, size = (one.table.cell(gap.domain, gap.key, view) for view in ("vote", gap.weighting))
    cells = (
        scribe.words(_domain(scribe, gap.domain)), _score(scribe, one, vote.estimate.value),
        _score(scribe, one, size.estimate.value),
        difference_cell(scribe, gap.difference, one.item.id, _tell(scribe, "large_ground")),
    )  # fmt: skip
    return Row(topic_of(one.item, scribe.language), cells, about=one.item.id)


def _score(scribe: Scribe, one: ItemAnswers, value: float | None) -> Datum:
    simulated = scribe.definition.simulated.voices
    return scribe.number(value, "score", (Source("interviews", one.item.id, simulated=simulated),))


def difference_cell(scribe: Scribe, found: Difference, items: str, ground: str, *, scores: bool = True) -> Datum:
    """Write a difference with its interval; of shares and best-worst scores in hundredths of their scale."""
    factor = 1.0 if scores else 100.0
    if found.value is None:
        return scribe.absent("points")
    source = Source("interviews", items, simulated=scribe.definition.simulated.voices)
    below = []
    if found.lower is not None and found.upper is not None:
        low, high = (scribe.figure(end * factor, "points") for end in (found.lower, found.upper))
        below.append(scribe.say("from_to", low=low, high=high))
    cell = scribe.number(found.value * factor, "points", (source,), derived=ground)
    return replace(cell, below=tuple(below), marks=APART if leaves_zero(found) else "")


def _shown(pair: MirroredItems) -> list[MirrorCell]:
    """Choose what is set side by side: shown on both sides, and speaking of the same channels."""
    return [cell for cell in pair.cells if cell.because not in ("hidden", "channels")]


def _picture(scribe: Scribe, pairs: Sequence[MirroredItems]) -> Iterator[Picture]:
    guessed = [p for p in pairs if p.first.rating and p.first.side == "partner" and p.second.side == "vendor"]
    rows = []
    for pair in guessed:
        both = next((cell for cell in _shown(pair) if cell.domain == ALL), None)
        if both is not None:
            topic = topic_of(pair.first.item, scribe.language)
            for one, cell in ((pair.first, both.first), (pair.second, both.second)):
                series = side_name(one.side, scribe.language)
                rows.append(dot_row(cell.estimate, topic=topic, series=series))
    if rows:
        topics = list(dict.fromkeys(str(row["topic"]) for row in rows))
        shown = list(dict.fromkeys(str(row["series"]) for row in rows))
        chart = ranked_chart(
            scribe, rows, parts=topics, series=shown, axis=_tell(scribe, "chart_axis"), unit="score"
        )
        about = _tell(scribe, "mirrors_chart_about")
        yield Picture("answers-mirrors-chart", _tell(scribe, "mirrors_chart"), about, chart)


def _pairs(scribe: Scribe, shown: Sequence[tuple[MirroredItems, list[MirrorCell]]]) -> Grid:
    from_side, to_side = (side_name(one.side, scribe.language) for one in (shown[0][0].first, shown[0][0].second))
    rows = [
        Row(
            topic_of(pair.first.item, scribe.language),
            (scribe.words(_domain(scribe, cell.domain)), *_compared(scribe, pair, cell)),
            about=f"{pair.first.item.id} – {pair.second.item.id}",
        )
        for pair, cells in shown
        for cell in cells
    ]
    headers = (_tell(scribe, "question"), scribe.say("channel"), from_side, to_side, _tell(scribe, "difference"))
    caption = _tell(scribe, "pair_caption", first=from_side, second=to_side)
    place = f"answers-{shown[0][0].first.side}-{shown[0][0].second.side}"
    return Grid(place, "mirrors", caption, headers, tuple(rows), tuple(_notes(scribe, rows)))


def _folded(scribe: Scribe, answers: Answers, pair: MirroredItems, cells: Sequence[MirrorCell]) -> Fold:
    first, second = (side_name(one.side, scribe.language) for one in (pair.first, pair.second))
    topic = topic_of(pair.first.item, scribe.language)
    rows: list[Row] = []
    for domain in dict.fromkeys(cell.domain for cell in cells):
        rows.append(Row(_domain(scribe, domain), kind="group"))
        for cell in cells:
            if cell.domain == domain:
                label = part_of(pair.first.item, cell.key, answers.bank, scribe.definition, scribe.language)
                rows.append(Row(label, tuple(_compared(scribe, pair, cell))))
    caption = _tell(scribe, "pair_parts_caption", first=first, second=second, topic=topic)
    place = f"answers-{pair.first.item.id}-{pair.second.item.id}"
    headers = (_tell(scribe, "part"), first, second, _tell(scribe, "difference"))
    ids = f"{pair.first.item.id} – {pair.second.item.id}"
    grid = Grid(f"{place}-grid", "mirrors_parts", caption, headers, tuple(rows), tuple(_notes(scribe, rows)))
    return Fold(place, f"{first} – {second}: {topic} ({ids})", (grid,))


def _compared(scribe: Scribe, pair: MirroredItems, cell: MirrorCell) -> Iterator[Datum]:
    for each in (cell.first, cell.second):
        evidence = tuple(replace(source, ids=()) for source in each.estimate.evidence)
        marks = INDICATIVE if each.reading == "indicative" else ""
        yield scribe.estimate(replace(each.estimate, evidence=evidence), marks=marks)
    if cell.difference is None:
        yield scribe.words(_tell(scribe, "not_compared"))
        return
    ids = f"{pair.first.item.id}, {pair.second.item.id}"
    sides = {name: side_name(one.side, scribe.language) for name, one in
             (("first", pair.first), ("second", pair.second))}  # fmt: skip
    ground = _tell(scribe, "difference_ground", **sides)
    yield difference_cell(scribe, cell.difference, ids, ground, scores=pair.first.rating)


def _notes(scribe: Scribe, rows: Sequence[Row]) -> Iterator[str]:
    if any(cell.marks == INDICATIVE for row in rows for cell in row.cells):
        yield f"{INDICATIVE} {_tell(scribe, 'indicative')}"
    cells = [row.cells[-1] for row in rows if row.cells]
    if any(cell.marks for cell in cells):
        yield f"{APART} {_tell(scribe, 'apart')}."
    if any(not cell.numeric for cell in cells):
        yield _tell(scribe, "not_few", least=scribe.method.read_indicative_below)


def _domain(scribe: Scribe, domain: str) -> str:
    return domain_name(domain, scribe.definition, scribe.language)


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"results.{key}", **params)
