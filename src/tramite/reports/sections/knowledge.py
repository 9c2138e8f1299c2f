"""How well the vendor knows its partners' experience: who sees what, index, guesses (METHOD §3.7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tramite.beliefs.knowledge.gaps import PerceptionGap
from tramite.beliefs.knowledge.index import KnowledgeIndex
from tramite.beliefs.knowledge.knowledge import KnowledgeBelief
from tramite.beliefs.knowledge.mixes import TopThree
from tramite.kernel.estimate import Estimate
from tramite.kernel.provenance import Source
from tramite.reports.answer_words import part_of, side_name, topic_of
from tramite.reports.charts.answers import dot_row
from tramite.reports.charts.dumbbell import dumbbell_chart
from tramite.reports.claims import kind_of, place_name, with_ends
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.reports.sections.answers import answer_cell
from tramite.reports.sections.mirrors import APART, INDICATIVE, difference_cell
from tramite.voices.disclosure.screening import ALL
from tramite.voices.hearing.sealing import GUESSED

_WORST = 3  # gaps that the reading names


def write_knowledge(scribe: Scribe) -> Section:
    """Write what the vendor's people guess beside what partners and customers say, and what follows from it."""
    belief = scribe.dossier.beliefs.knowledge
    title, badge = _tell(scribe, "title"), scribe.badge("voices")
    if belief is None:
        return Section("knowledge", title, (Words(_tell(scribe, "absent"), tone="absent"),), badge)
    blocks: list[Block] = [Words(_tell(scribe, "lead"), tuple(_reading(scribe, belief)))]
    blocks += gap_picture(scribe, belief, "knowledge-chart")
    blocks += [_indices(scribe, belief), _gaps(scribe, belief)]
    blocks += _tops(scribe, belief)
    blocks += _mixes(scribe, belief)
    blocks += [Heading("knowledge-sealed", _tell(scribe, "sealed")), *_sealed(scribe, belief)]
    limits = tuple(_tell(scribe, f"limit_{name}") for name in ("mean", "sides", "answers"))
    blocks.append(Words(_tell(scribe, "limits"), limits))
    return Section("knowledge", title, tuple(blocks), badge)


def _reading(scribe: Scribe, belief: KnowledgeBelief) -> Iterator[str]:
    """Say in plain words what the index, the bias, the order and the largest gaps mean."""
    whole = next((one for one in belief.indices if one.domain == ALL), None)
    if whole is None or whole.index.value is None:
        yield _tell(scribe, "no_index", least=scribe.method.knowledge_min_items)
    else:
        yield _tell(scribe, "says_index", index=with_ends(scribe, whole.index), grade=whole.index.grade)
        yield _tell(scribe, f"says_bias_{_sign(whole.bias)}", bias=with_ends(scribe, whole.bias))
        if whole.order.value is not None:
            yield _tell(scribe, "says_order", rho=with_ends(scribe, _coarse(whole.order)))
        if whole.reading == "indicative":
            yield _tell(scribe, "says_indicative", n=whole.index.n, least=scribe.method.read_indicative_below)
    worst = sorted(_told(belief, ALL), key=lambda gap: -abs(gap.value or 0.0))[:_WORST]
    if worst:
        yield _tell(scribe, "says_worst", gaps="; ".join(
            f"{_topic(scribe, gap)} {scribe.figure(gap.value, 'points')}" for gap in worst
        ))  # fmt: skip
    silent = [one.domain for one in belief.indices if one.domain != ALL and one.index.value is None]
    if silent:
        names = ", ".join(place_name(scribe, domain) for domain in silent)
        yield _tell(scribe, "says_silent", channels=names, k=scribe.method.disclosure_k)


def _sign(bias: Estimate) -> str:
    if bias.lower is None or bias.upper is None or bias.lower <= 0 <= bias.upper:
        return "none"
    return "high" if bias.lower > 0 else "low"


def _coarse(estimate: Estimate) -> Estimate:
    """Round a rank correlation of a dozen items: a third decimal would be chance."""
    ends = (estimate.value, estimate.lower, estimate.upper)
    value, lower, upper = (None if end is None else round(end, 2) for end in ends)
    return replace(estimate, value=value, lower=lower, upper=upper)


def _told(belief: KnowledgeBelief, domain: str) -> list[PerceptionGap]:
    return [gap for gap in belief.gaps if gap.domain == domain and gap.value is not None]


def _topic(scribe: Scribe, gap: PerceptionGap) -> str:
    return topic_of(gap.guess if gap.side == "customer" else gap.item, scribe.language)


def gap_picture(
    scribe: Scribe, belief: KnowledgeBelief, picture_id: str, *, most: int | None = None
) -> Iterator[Picture]:
    """Draw the gaps of all channels, or the widest of them; nothing if none may be shown."""
    told = sorted(_told(belief, ALL), key=lambda gap: -abs(gap.value or 0.0))[:most]
    told.sort(key=lambda gap: -(gap.value or 0.0))
    if not told:
        return
    names = {side: side_name(side, scribe.language) for side in ("vendor", "partner", "customer")}
    rows: list[dict[str, object]] = []
    spans: list[dict[str, object]] = []
    for gap in told:
        topic, ends = _topic(scribe, gap), (gap.cell.first.estimate.value, gap.cell.second.estimate.value)
        rows.append(dot_row(gap.cell.second.estimate, topic=topic, series=names["vendor"]))
        rows.append(dot_row(gap.cell.first.estimate, topic=topic, series=names[gap.side]))
        if gap.beside is not None:
            whole = gap.beside
            rows.append({
                "topic": topic, "series": names["customer"], "value": whole.value,
                "lower": whole.value if whole.lower is None else whole.lower,
                "upper": whole.value if whole.upper is None else whole.upper,
            })  # fmt: skip
        known = [end for end in ends if end is not None]
        spans.append({
            "topic": topic, "low": min(known), "high": max(known), "text": scribe.figure(gap.value, "points"),
            "sure": gap.cell.apart,
        })  # fmt: skip
    shown = {row["series"] for row in rows}
    chart = dumbbell_chart(
        rows, spans, topics=[str(span["topic"]) for span in spans],
        series=[name for name in names.values() if name in shown], axis=_tell(scribe, "axis"),
    )  # fmt: skip
    title = "chart" if most is None else "chart_widest"
    yield Picture(picture_id, _tell(scribe, title, count=len(told)), _tell(scribe, "chart_about"), chart)


def _indices(scribe: Scribe, belief: KnowledgeBelief) -> Grid:
    rows = tuple(_index_row(scribe, one) for one in belief.indices)
    headers = (
        scribe.say("channel"),
        *(_tell(scribe, name) for name in ("index", "plain", "bias", "order", "items")),
    )
    method = scribe.method
    notes = (
        _tell(scribe, "index_note", slope=scribe.figure(method.knowledge_slope, "count"),
              least=method.knowledge_min_items),
        _tell(scribe, "plain_note"),
        _tell(scribe, "order_note"),
        *([f"{INDICATIVE} {scribe.tell('results.indicative')}"]
          if any(one.reading == "indicative" for one in belief.indices) else []),
    )  # fmt: skip
    return Grid("knowledge-index", "knowledge", _tell(scribe, "index_caption"), headers, rows, notes)


def _index_row(scribe: Scribe, one: KnowledgeIndex) -> Row:
    marks = INDICATIVE if one.reading == "indicative" else ""
    cells: list[Datum] = []
    for estimate in (one.index, one.bias, _coarse(one.order)):
        missing = estimate.value is None
        cells.append(
            scribe.absent(estimate.unit, _tell(scribe, "too_few_items", items=one.items,
                                               least=scribe.method.knowledge_min_items)) if missing
            else scribe.estimate(estimate, marks=marks)
        )  # fmt: skip
    cells.insert(1, scribe.number(one.plain, "score", one.index.evidence, derived=_tell(scribe, "plain_note")))
    cells.append(scribe.number(one.items, "count", one.index.evidence))
    return Row(place_name(scribe, one.domain), tuple(cells), kind_of(one.domain))


def _gaps(scribe: Scribe, belief: KnowledgeBelief) -> Grid:
    rows = []
    for domain in sorted({gap.domain for gap in belief.gaps}, key=lambda name: (name != ALL, name)):
        found = sorted(_told(belief, domain), key=lambda gap: -(gap.value or 0.0))
        if found:
            rows.append(Row(place_name(scribe, domain), kind="group"))
            rows += [_gap_row(scribe, gap) for gap in found]
    headers = [_tell(scribe, name) for name in ("question", "guess", "answer", "beside", "gap")]
    notes = (
        f"{APART} {scribe.tell('results.apart')}.",
        f"{INDICATIVE} {scribe.tell('results.indicative')}",
        _tell(scribe, "beside_note"),
        _tell(scribe, "gap_note", least=scribe.method.read_indicative_below),
    )
    return Grid("knowledge-gaps", "knowledge", _tell(scribe, "gaps_caption"), tuple(headers), tuple(rows), notes)


def _gap_row(scribe: Scribe, gap: PerceptionGap) -> Row:
    ids = f"{gap.item.id}, {gap.guess.id}"
    source = (Source("interviews", ids, simulated=scribe.definition.simulated.voices),)
    ground = _tell(scribe, "gap_ground")
    if gap.cell.difference is not None:
        difference = difference_cell(scribe, gap.cell.difference, ids, ground)
    else:
        value = None if gap.value is None else round(gap.value, 1)
        difference = scribe.number(value, "points", source, derived=ground, marks=INDICATIVE)
    beside = scribe.words("–")
    if gap.beside is not None:
        mirrors = ", ".join(item for item in gap.item.mirrors if item.startswith("C"))
        heard = (Source("interviews", mirrors, simulated=scribe.definition.simulated.voices),)
        beside = scribe.number(round(gap.beside.value, 1), "score", heard, derived=_tell(scribe, "beside_note"))
    cells = (answer_cell(scribe, gap.cell.second), answer_cell(scribe, gap.cell.first), beside, difference)
    return Row(_topic(scribe, gap), cells, about=f"{gap.item.id} – {gap.guess.id}")


def _tops(scribe: Scribe, belief: KnowledgeBelief) -> Iterator[Block]:
    yield Heading("knowledge-tops", _tell(scribe, "tops"))
    if not belief.tops:
        yield Words(_tell(scribe, "no_tops"))
        return
    yield Words(_tell(scribe, "tops_lead"))
    rows = tuple(
        Row(
            topic_of(top.item, scribe.language),
            (
                scribe.words(place_name(scribe, top.domain)),
                scribe.words(_cards(scribe, belief, top, top.answered)),
                scribe.words(_cards(scribe, belief, top, top.guessed)),
                scribe.number(top.overlap, "count", top.evidence, derived=_tell(scribe, "overlap_ground")),
                scribe.words(f"n\xa0{top.n}" + (f" {INDICATIVE}" if top.reading == "indicative" else "")),
            ),
            about=f"{top.item.id} – {top.guess.id}",
        )
        for top in belief.tops
    )  # fmt: skip
    names = ("question", "channel", "said_first", "guessed_first", "overlap", "heard")
    headers = tuple(scribe.say(name) if name == "channel" else _tell(scribe, name) for name in names)
    notes = (f"{INDICATIVE} {scribe.tell('results.indicative')}",)
    yield Grid("knowledge-top", "knowledge", _tell(scribe, "tops_caption"), headers, rows, notes)


def _cards(scribe: Scribe, belief: KnowledgeBelief, top: TopThree, codes: Sequence[str]) -> str:
    return ", ".join(part_of(top.item, code, belief.bank, scribe.definition, scribe.language) for code in codes)


def _mixes(scribe: Scribe, belief: KnowledgeBelief) -> Iterator[Fold]:
    if not belief.mixes:
        return
    rows: list[Row] = []
    for item, domain in dict.fromkeys((mix.item, mix.domain) for mix in belief.mixes):
        topic = topic_of(item, scribe.language)
        rows.append(Row(f"{topic}, {place_name(scribe, domain)}", kind="group"))
        found = [mix for mix in belief.mixes if (mix.item, mix.domain) == (item, domain)]
        for mix in sorted(found, key=lambda mix: -mix.distance):
            label = part_of(item, mix.row, belief.bank, scribe.definition, scribe.language)
            cells = (
                scribe.number(mix.distance, "share", mix.evidence, derived=_tell(scribe, "distance_ground")),
                scribe.number(mix.by_chance, "share", mix.evidence, derived=_tell(scribe, "chance_ground")),
                scribe.number(mix.n, "count", mix.evidence),
            )
            rows.append(Row(label, cells))
    headers = (
        _tell(scribe, "task"),
        _tell(scribe, "distance"),
        _tell(scribe, "by_chance"),
        _tell(scribe, "heard"),
    )
    grid = Grid("knowledge-mix", "knowledge", _tell(scribe, "mixes_caption"), headers, tuple(rows),
                (_tell(scribe, "mixes_note"),))  # fmt: skip
    yield Fold("knowledge-mixes", _tell(scribe, "mixes"), (grid,))


def _sealed(scribe: Scribe, belief: KnowledgeBelief) -> Iterator[Words]:
    """Tell when results were first shown, and each guess that came after it, with its dates."""
    if scribe.definition.simulated.voices:
        yield Words(_tell(scribe, "sealed_simulated"))
        return
    showings = belief.showings
    points = []
    for side in GUESSED:
        first = showings.first(side)
        name = side_name(side, scribe.language)
        points.append(
            _tell(scribe, "never_shown", side=name) if first is None
            else _tell(scribe, "first_shown", side=name, day=scribe.day(first.at.date()), time=f"{first.at:%H:%M}",
                       verb=first.verb)
        )  # fmt: skip
    yield Words(_tell(scribe, "sealed_lead"), tuple(points))
    if not showings.intact:
        yield Words(_tell(scribe, "log_broken"), tone="warning")
    elif not showings.noted:
        yield Words(_tell(scribe, "log_unwritten"), tone="warning")
    if belief.late:
        late = tuple(
            _tell(scribe, f"late_{guess.because}", interview=guess.interview_id, day=scribe.day(guess.day),
                  side=side_name(guess.side, scribe.language),
                  shown="" if guess.shown is None else scribe.day(guess.shown.date()))
            for guess in belief.late
        )  # fmt: skip
        yield Words(_tell(scribe, "late", count=len({guess.interview_id for guess in belief.late})), late)


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"knowledge.{key}", **params)
