"""Would a price rise, or another pay for partners, pay? What is stated beside break-even (METHOD R18, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tramite.beliefs.blocked import CAUSES
from tramite.decisions.verdicts.verdict import Point, Verdict
from tramite.kernel.estimate import Estimate
from tramite.reports.charts.break_even import break_even_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.shown import may_show

_PRICE, _CUT, _RISE = "price_rise", "earnings_cut", "earnings_rise"
_CAUSES = tuple(f"blocked_{cause}" for cause in CAUSES)
_AXES = {
    _PRICE: ("price_axis", "loss_axis"), _CUT: ("cut_axis", "loss_sales_axis"), _RISE: ("rise_axis", "gain_axis"),
}  # fmt: skip
_NAMES = {_PRICE: "price", _CUT: "cut", _RISE: "rise"}


def write_terms(scribe: Scribe) -> Section:
    """Write the verdicts on prices and on what partners earn."""
    found = {
        question: [one for one in scribe.dossier.verdicts if one.question == question]
        for question in (_PRICE, _CUT, _RISE)
    }
    blocks: list[Block] = []
    if not any(found.values()):
        blocks.append(Words(_say(scribe, "missing"), tone="absent"))
    else:
        blocks.append(Words(_say(scribe, "lead")))
        blocks += _prices(scribe, found[_PRICE])
        blocks += _earnings(scribe, found[_CUT], found[_RISE])
    return Section("terms", _say(scribe, "title"), tuple(blocks), scribe.badge("books", "voices"))


def _prices(scribe: Scribe, verdicts: Sequence[Verdict]) -> Iterator[Block]:
    yield Heading("terms-price", _say(scribe, "price_heading"))
    yield _price_grid(scribe, verdicts)
    yield from _lacks(scribe, verdicts)
    yield from _picture(scribe, _PRICE, verdicts)
    yield Words(_say(scribe, "rule", rule=scribe.tell("verdicts.price_rise_rule")))


def _price_grid(scribe: Scribe, verdicts: Sequence[Verdict]) -> Grid:
    codes = ("target", "margin2", "required", "solved", "stated", "break_even")
    rows = [
        Row(
            scribe.channel(one.channel_id),
            (_answer(scribe, one), *(_figure(scribe, one.figures, code) for code in codes), _blocked(scribe, one)),
        )
        for one in verdicts
    ]
    named = [scribe.tell(f"verdicts.{code}") for code in codes[:4]]
    headers = (
        _say(scribe, "channel"), _say(scribe, "answer"), *named, _say(scribe, "stated_loss"),
        _say(scribe, "break_even_loss"), _say(scribe, "blocked"),
    )  # fmt: skip
    aimed = all(scribe.definition.channel(one.channel_id).target_cm2 is not None for one in verdicts)
    notes = (*([] if aimed else [_say(scribe, "no_target")]), _say(scribe, "all_of_it_note"))
    return Grid("terms-prices", "terms", _say(scribe, "price_caption"), headers, tuple(rows), notes)


def _earnings(scribe: Scribe, cuts: Sequence[Verdict], rises: Sequence[Verdict]) -> Iterator[Block]:
    if not cuts and not rises:
        return
    yield Heading("terms-earnings", _say(scribe, "earnings_heading"))
    points = tuple(
        _say(scribe, "earns", channel=scribe.channel(one.channel_id),
             **{name: scribe.figure(one.figures[code].value, "share")
                for name, code in (("earned", "earned"), ("margin", "margin1"))})
        for one in cuts
        if "earned" in one.figures
    )  # fmt: skip
    if points:
        yield Words(scribe.tell("verdicts.earnings_cut"), points=points)
    yield _earnings_grid(scribe, (*cuts, *rises))
    yield from _lacks(scribe, (*cuts, *rises))
    for question, verdicts in ((_CUT, cuts), (_RISE, rises)):
        yield from _picture(scribe, question, verdicts)
        yield Words(_say(scribe, "rule", rule=scribe.tell(f"verdicts.{question}_rule")))
    yield from _who_could_leave(scribe, cuts)


def _earnings_grid(scribe: Scribe, verdicts: Sequence[Verdict]) -> Grid:
    rows: list[Row] = []
    for one in verdicts:
        question = scribe.tell(f"verdicts.{one.question}")
        answer = scribe.tell(f"verdicts.{one.question}_{one.answer}")
        rows.append(Row(f"{scribe.channel(one.channel_id)} – {question} {answer}", kind="group"))
        rows += (_point(scribe, one, point) for point in one.points)
    headers = (
        _say(scribe, "size"), _say(scribe, "points"), scribe.tell("verdicts.stated"),
        _say(scribe, "break_even_change"), _say(scribe, "answer"),
    )  # fmt: skip
    caption, notes = _say(scribe, "earnings_caption"), (_say(scribe, "all_of_it_note"),)
    return Grid("terms-earnings-grid", "terms", caption, headers, tuple(rows), notes)


def _point(scribe: Scribe, one: Verdict, point: Point) -> Row:
    label = _say(scribe, f"{_NAMES[one.question]}_point", size=scribe.level(point.size))
    cells = tuple(
        _figure(scribe, point.figures, code, one.question) for code in ("change", "stated", "break_even")
    )
    return Row(label, (*cells, scribe.words(_say(scribe, point.answer))))


def _who_could_leave(scribe: Scribe, cuts: Sequence[Verdict]) -> Iterator[Block]:
    codes = ("leaving", "continuity", "dependence")
    points = tuple(
        _say(scribe, "beside", channel=scribe.channel(one.channel_id),
             **{code: _brief(scribe, one.figures.get(code)) for code in codes})
        for one in cuts
        if any(code in one.figures for code in codes)
    )  # fmt: skip
    if points:
        yield Words(_say(scribe, "beside_lead"), points=points)


def _picture(scribe: Scribe, question: str, verdicts: Sequence[Verdict]) -> Iterator[Block]:
    x_title, y_title = (_say(scribe, key) for key in _AXES[question])
    chart = break_even_chart(scribe, verdicts, x_title=x_title, y_title=y_title)
    if chart is not None:
        name = _NAMES[question]
        yield Picture(f"terms-{name}-chart", _say(scribe, f"{name}_chart"), _say(scribe, f"{name}_about"), chart)


def _lacks(scribe: Scribe, verdicts: Sequence[Verdict]) -> Iterator[Block]:
    points = []
    for one in verdicts:
        channel = scribe.channel(one.channel_id)
        named = [each.named(scribe.language, channel, told=True) for each in one.missing]
        if named:
            points.append(_say(scribe, "lacks", channel=channel, missing=", ".join(named)))
    if points:
        yield Words(_say(scribe, "lacks_lead"), points=tuple(dict.fromkeys(points)), tone="absent")


def _answer(scribe: Scribe, one: Verdict) -> Datum:
    """Write the answer; below it the rises that are possible, of all those within what was asked about."""
    cell = scribe.words(scribe.tell(f"verdicts.{one.question}_{one.answer}"))
    stated = one.figures.get("stated")
    if stated is None or not may_show(stated, method=scribe.method):
        return cell
    runs = (
        _say(scribe, "possible_run", low=scribe.figure(low, "share"), high=scribe.figure(high, "share"))
        for low, high in one.possible
    )
    return replace(cell, below=tuple(runs))


def _figure(scribe: Scribe, figures: Mapping[str, Estimate], code: str, question: str = _PRICE) -> Datum:
    """Write a figure; break-even in words where any loss is borne, or no gain would pay."""
    estimate = figures.get(code)
    if estimate is None:
        return scribe.absent("share")
    if code == "break_even" and question != _RISE and estimate.value == 1.0:
        return scribe.words(_say(scribe, "all_of_it"))
    if code == "break_even" and question == _RISE and estimate.value is None:
        return scribe.words(_say(scribe, "no_gain"))
    return scribe.estimate(estimate)


def _blocked(scribe: Scribe, one: Verdict) -> Datum:
    """Write the share of the vendor's people who call price rises blocked, and what they name (item VO01)."""
    if "blocked" not in one.figures:
        return scribe.absent("share", _say(scribe, "blocked_unknown"))
    cell = scribe.estimate(one.figures["blocked"])
    causes = tuple(
        f"{scribe.tell(f'verdicts.{code}')} {_brief(scribe, estimate)}"
        for code, estimate in one.figures.items()
        if code in _CAUSES and may_show(estimate, method=scribe.method)
    )
    return replace(cell, below=(*cell.below, *causes))


def _brief(scribe: Scribe, estimate: Estimate | None) -> str:
    return scribe.figure(None if estimate is None else estimate.value, "share")


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"terms.{key}", **params)
