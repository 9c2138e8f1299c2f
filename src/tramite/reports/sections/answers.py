"""What was answered: mirrors first, then every question by side and part of the interview (METHOD §3.1–3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tramite.reports.answer_words import domain_name, part_of, question_of, side_name, topic_of
from tramite.reports.charts.answers import dot_row, ranked_chart, strips_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Fold, Heading, Picture, Section, Words
from tramite.reports.sections.mirrors import INDICATIVE, write_large, write_mirrors
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answers import Answers, ItemAnswers, ScaleTold
from tramite.voices.estimation.measure_table import MeasureCell
from tramite.voices.estimation.sides import SIDES
from tramite.voices.estimation.strata import SurveyWeighting

_VIEWS: tuple[SurveyWeighting, ...] = ("vote", "revenue")
_PICTURED = 3  # a picture of fewer questions tells less than their rows
Inside = Heading | Words | Picture | Grid


def write_answers(scribe: Scribe) -> Section:
    """Write what was answered: two sides on the same question, large partners, then all questions, folded."""
    answers = scribe.dossier.answers
    title = _tell(scribe, "title")
    if answers is None or not answers.items:
        return Section("answers", title, (Words(_tell(scribe, "absent"), tone="absent"),), scribe.badge("voices"))
    blocks = (
        Words(_tell(scribe, "lead", level=scribe.level(scribe.method.interval_level)),
              tuple(_left_out(scribe, answers))),
        *_waves(scribe, answers),
        *write_mirrors(scribe, answers),
        *write_large(scribe, answers),
        *_folds(scribe, answers),
        *_reliability(scribe, answers.scales),
    )  # fmt: skip
    return Section("answers", title, blocks, scribe.badge("voices"))


def answer_cell(scribe: Scribe, cell: MeasureCell) -> Datum:
    """Write one number, or why it is not shown; the interviews it stands on are in the Parquet table."""
    if cell.hidden_because == "no_size":
        return scribe.absent(cell.estimate.unit, cell.say(scribe.language))
    if cell.hidden_because:
        return scribe.hidden(cell.estimate.unit, because=cell.hidden_because)
    evidence = tuple(replace(source, ids=()) for source in cell.estimate.evidence)
    marks = INDICATIVE if cell.reading == "indicative" else ""
    estimate = replace(cell.estimate, evidence=evidence)
    datum = scribe.estimate(estimate, marks=marks)
    if estimate.unit != "ratio":
        return datum
    value, low, high = (
        None if x is None else round(x, 2) for x in (estimate.value, estimate.lower, estimate.upper)
    )
    coarse = scribe.estimate(replace(estimate, value=value, lower=low, upper=high), marks=marks)
    return replace(datum, text=coarse.text, below=coarse.below)  # a third decimal would be chance


def _waves(scribe: Scribe, answers: Answers) -> Iterator[Words]:
    """Say which answers these are, where there are several waves."""
    waves = answers.standing.waves
    if len(waves) > 1:
        days = ", ".join(f"{scribe.day(wave.first)} – {scribe.day(wave.last)}" for wave in waves)
        carried = scribe.figure(answers.standing.carried.height, "count")
        yield Words(_tell(scribe, "waves", count=len(waves), days=days, carried=carried))


def _left_out(scribe: Scribe, answers: Answers) -> Iterator[str]:
    if answers.apart_items:
        names = ", ".join(f"{topic_of(item, scribe.language)} ({item.id})" for item in answers.apart_items)
        yield _tell(scribe, "left_to_team", items=names)
    if answers.other_items:
        yield _tell(scribe, "elsewhere", count=scribe.figure(len(answers.other_items), "count"))


def _folds(scribe: Scribe, answers: Answers) -> Iterator[Fold]:
    for side in SIDES:
        found = answers.of(side)
        for part in dict.fromkeys(one.item.section for one in found):
            asked = [one for one in found if one.item.section == part]
            key = "questions_one" if len(asked) == 1 else "questions"
            count = _tell(scribe, key, count=len(asked))
            name = _tell(scribe, "fold", side=side_name(side, scribe.language), part=_part(scribe, part))
            place = f"answers-{side}-{part}"
            yield Fold(place, f"{name} · {count}", tuple(_fold(scribe, answers, asked, place)))


def _fold(scribe: Scribe, answers: Answers, asked: Sequence[ItemAnswers], place: str) -> Iterator[Inside]:
    ratings = [one for one in asked if one.rating]
    views = [view for view in _VIEWS if any(c.weighting == view for one in ratings for c in one.table.cells)]
    if len(ratings) >= _PICTURED and asked[0].side != "vendor":
        yield from _strips(scribe, ratings, views, place)
    for view in views:
        yield _scores(scribe, answers, ratings, view, place)
    for one in asked:
        if not one.rating:
            yield from _parts(scribe, answers, one, place)


def _strips(
    scribe: Scribe, ratings: Sequence[ItemAnswers], views: Sequence[SurveyWeighting], place: str
) -> Iterator[Picture]:
    names = {view: _tell(scribe, f"view_{view}") for view in views}
    topics = [topic_of(one.item, scribe.language) for one in ratings]
    channels = [_domain(scribe, domain) for domain in _domains(ratings, "vote")]
    rows = [
        dot_row(cell.estimate, topic=topic, channel=_domain(scribe, cell.domain), series=names[cell.weighting])
        for topic, one in zip(topics, ratings, strict=True)
        for cell in one.table.cells
        if cell.mean is not None
    ]
    if rows:
        side, part = _named(scribe, ratings[0])
        yield Picture(
            f"{place}-chart", _tell(scribe, "chart", side=side, part=part), _tell(scribe, "chart_about"),
            strips_chart(scribe, rows, topics=topics, channels=channels, series=list(names.values())),
        )  # fmt: skip


def _scores(
    scribe: Scribe, answers: Answers, ratings: Sequence[ItemAnswers], view: SurveyWeighting, place: str
) -> Grid:
    domains = _domains(ratings, view)
    rows = []
    for one in ratings:
        cells = {cell.domain: cell for cell in one.table.cells if cell.weighting == view}
        about = one.item.id
        if view == "vote":
            about += " · " + question_of(one.item, answers.bank, scribe.definition, scribe.language)
        rows.append(Row(
            topic_of(one.item, scribe.language),
            tuple(_score_in(scribe, cells, domain) for domain in domains), about=about,
        ))  # fmt: skip
    side, part = _named(scribe, ratings[0])
    weighting = _view(scribe, ratings[0], view)
    caption = _tell(scribe, "scores_caption", side=side, part=part, weighting=weighting)
    headers = (_tell(scribe, "question"), *(_domain(scribe, domain) for domain in domains))
    sheet = "answers" if view == "vote" else "answers_revenue"
    return Grid(f"{place}-{view}", sheet, caption, headers, tuple(rows), tuple(_notes(scribe, ratings, view)))


def _score_in(scribe: Scribe, cells: Mapping[str, MeasureCell], domain: str) -> Datum:
    """Write the number of a channel; who speaks of one without partners is not asked about them."""
    if domain in cells:
        return answer_cell(scribe, cells[domain])
    unit = next(iter(cells.values())).estimate.unit
    return scribe.absent(unit, _tell(scribe, "not_asked"))


def _parts(scribe: Scribe, answers: Answers, one: ItemAnswers, place: str) -> Iterator[Inside]:
    item, table, domains = one.item, one.table, _domains([one], "vote")
    if item.scale == "best-worst" and one.side != "vendor":
        yield from _ranked(scribe, answers, one, place)
    found = {(cell.domain, cell.key): cell for cell in table.cells if cell.weighting == "vote"}
    rows = tuple(
        Row(part_of(item, key, answers.bank, scribe.definition, scribe.language),
            tuple(_briefly(answer_cell(scribe, found[domain, key])) for domain in domains))
        for key in _order(answers, one)
    )  # fmt: skip
    caption = _tell(
        scribe, f"{item.scale.replace('-', '_')}_caption", side=side_name(one.side, scribe.language),
        topic=topic_of(item, scribe.language), weighting=_view(scribe, one, "vote"),
    )  # fmt: skip
    asked = f"{item.id} · " + question_of(item, answers.bank, scribe.definition, scribe.language)
    notes = [asked, *_notes(scribe, [one], "vote")]
    if one.side == "partner":
        notes.append(_tell(scribe, "by_revenue_elsewhere", item=item.id))
    key = next(key for _, key in found)
    headers = (_tell(scribe, "part"), *(_heard(scribe, found[domain, key]) for domain in domains))
    yield Grid(f"{place}-{item.id}", "answers_parts", caption, headers, rows, tuple(notes))


def _ranked(scribe: Scribe, answers: Answers, one: ItemAnswers, place: str) -> Iterator[Picture]:
    """Draw all channels together, the most wanted first, and beside it what the vendor's people guess."""
    guesses = [
        pair.second
        for pair in answers.mirrors
        if pair.first == one and pair.second.side == "vendor"
        and any(cell.domain == ALL and cell.because in ("", "few") for cell in pair.cells)
    ]  # fmt: skip
    names = {each.side: side_name(each.side, scribe.language) for each in (one, *guesses)}
    rows = [
        dot_row(
            cell.estimate, series=names[each.side],
            topic=part_of(one.item, cell.key, answers.bank, scribe.definition, scribe.language),
        )
        for each in (one, *guesses)
        for cell in each.table.cells
        if cell.domain == ALL and cell.mean is not None
    ]  # fmt: skip
    mine = [row for row in rows if row["series"] == names[one.side]]
    if mine:
        parts = [str(row["topic"]) for row in sorted(mine, key=lambda row: -float(str(row["value"])))]
        shown = [name for name in names.values() if any(row["series"] == name for row in rows)]
        title = _tell(scribe, "best_chart", side=names[one.side], topic=topic_of(one.item, scribe.language))
        chart = ranked_chart(
            scribe, rows, parts=parts, series=shown, axis=_tell(scribe, "best_axis"), unit="ratio"
        )
        yield Picture(f"{place}-{one.item.id}-chart", title, _tell(scribe, "best_chart_about"), chart)


def _order(answers: Answers, one: ItemAnswers) -> list[str]:
    """Put parts in their order on the card where they are steps, else the weightiest of all channels first."""
    codes = [choice.code for choice in answers.bank.choices_of(one.item.choices)]
    whole = [cell for cell in one.table.cells if cell.domain == ALL and cell.weighting == "vote"]
    whole.sort(key=lambda cell: codes.index(cell.key) if cell.key in codes else len(codes))
    if one.item.choices not in answers.bank.scored_lists:
        whole.sort(key=lambda cell: -(cell.estimate.value or 0.0))
    return [cell.key for cell in whole]


def _briefly(datum: Datum) -> Datum:
    """Leave the sample to the head of the column: it is the same for all parts of an answer."""
    return replace(datum, below=datum.below[:1]) if datum.estimate is not None else datum


def _heard(scribe: Scribe, cell: MeasureCell) -> str:
    name = _domain(scribe, cell.domain)
    return name if cell.mean is None else f"{name}, {scribe.below(cell.estimate)[-1]}"


def _notes(scribe: Scribe, asked: Sequence[ItemAnswers], view: SurveyWeighting) -> Iterator[str]:
    cells = [(one, cell) for one in asked for cell in one.table.cells if cell.weighting == view]
    if any(cell.reading == "indicative" for _, cell in cells):
        yield f"{INDICATIVE} {_tell(scribe, 'indicative')}"
    yield from _hidden(scribe, cells)
    if asked[0].side == "vendor":
        yield _tell(scribe, "vendor_note")
    apart, several = (max(getattr(one.table, name) for one in asked) for name in ("apart", "several"))
    if apart >= scribe.method.disclosure_k and several - apart >= scribe.method.disclosure_k:
        spread = scribe.figure(scribe.method.informant_spread, "count")
        yield _tell(scribe, "apart_note", apart=apart, several=several, spread=spread)


def _hidden(scribe: Scribe, cells: Sequence[tuple[ItemAnswers, MeasureCell]]) -> Iterator[str]:
    """Say why cells are hidden: a line per reason, questions hidden in the same channels together."""
    places: dict[tuple[str, str], dict[str, None]] = {}
    for one, cell in cells:
        if cell.hidden_because:
            key = (cell.say(scribe.language), topic_of(one.item, scribe.language))
            places.setdefault(key, {})[_domain(scribe, cell.domain)] = None
    alike: dict[str, dict[str, list[str]]] = {}
    for (why, topic), where in places.items():
        alike.setdefault(why, {}).setdefault(", ".join(where), []).append(topic)
    alone = len({one.item.id for one, _ in cells}) == 1
    for why, found in alike.items():
        told = (where if alone else f"{', '.join(topics)} ({where})" for where, topics in found.items())
        yield f"{why}: {'; '.join(told)}."


def _reliability(scribe: Scribe, scales: Sequence[ScaleTold]) -> Iterator[Inside]:
    if not scales:
        return
    enough = scribe.figure(scribe.method.reliability_enough, "ratio")
    yield Heading("answers-reliability", _tell(scribe, "reliability"))
    yield Words(_tell(scribe, "reliability_lead", enough=enough))
    headers = tuple(_tell(scribe, key) for key in ("scale", "alpha", "omega", "n", "reading"))
    rows = tuple(Row(_scale(scribe, told), tuple(_told(scribe, told)), about=", ".join(told.items))
                 for told in scales)  # fmt: skip
    yield Grid("answers-scales", "reliability", _tell(scribe, "reliability_caption"), headers, rows)


def _scale(scribe: Scribe, told: ScaleTold) -> str:
    return _tell(scribe, "scale_buying") if told.name == "buying" else scribe.px(told.name)


def _told(scribe: Scribe, told: ScaleTold) -> Iterator[Datum]:
    found = told.reliability
    ground = (_tell(scribe, "reliability_ground"),)
    if found.alpha is None or found.omega is None or found.lower is None or found.upper is None:
        yield from (scribe.absent("ratio"), scribe.absent("ratio"), scribe.words("–"))
        yield scribe.words("" if found.why is None else found.why.say(scribe.language))
        return
    low, high, alpha, omega = (
        scribe.figure(round(x, 2), "ratio") for x in (found.lower, found.upper, found.alpha, found.omega)
    )
    below = (scribe.say("from_to", low=low, high=high),)
    yield Datum(alpha, found.alpha, "ratio", below, grounds=ground)
    yield Datum(omega, found.omega, "ratio", grounds=ground)
    yield Datum(scribe.figure(found.n, "count"), found.n, "count", grounds=ground)
    good = found.omega >= scribe.method.reliability_enough
    yield scribe.words(_tell(scribe, "consistent" if good else "loose"))


def _domains(asked: Sequence[ItemAnswers], view: SurveyWeighting) -> list[str]:
    """Return the channels in which something is shown, and all; the notes tell of the others."""
    cells = [cell for one in asked for cell in one.table.cells if cell.weighting == view]
    return [*dict.fromkeys(cell.domain for cell in cells if cell.domain != ALL and cell.mean is not None), ALL]


def _view(scribe: Scribe, one: ItemAnswers, view: SurveyWeighting) -> str:
    return scribe.px(view) if one.side == "partner" else _tell(scribe, "view_each")


def _domain(scribe: Scribe, domain: str) -> str:
    return domain_name(domain, scribe.definition, scribe.language)


def _named(scribe: Scribe, one: ItemAnswers) -> tuple[str, str]:
    return side_name(one.side, scribe.language), _part(scribe, one.item.section)


def _part(scribe: Scribe, section: str) -> str:
    return _tell(scribe, f"part_{section}")


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"results.{key}", **params)
