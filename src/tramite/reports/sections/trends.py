"""The trends of the article, tested on this case: one page that says confirmed, rejected or not shown (R80)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tramite.beliefs.trends import Trend, TrendMeasure
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import reasons
from tramite.kernel.provenance import Source
from tramite.reports.charts.gaps import gap_chart
from tramite.reports.claims import estimate_cell, gap_row, verdict
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Picture, Section, Words

_DECIDES = "★"


def write_trends(scribe: Scribe) -> Section:
    """Write the four claims, what was measured of each, and the verdict."""
    found = scribe.dossier.beliefs.trends
    title, badge = _tell(scribe, "title"), scribe.badge("voices")
    if not found:
        return Section("trends", title, (Words(_tell(scribe, "absent"), tone="absent"),), badge)
    level = scribe.level(scribe.method.interval_level)
    blocks: list[Block] = [Words(
        _tell(scribe, "lead", level=level),
        tuple(
            _tell(scribe, "says", claim=_tell(scribe, f"claim_{one.number}"), verdict=verdict(scribe, one.verdict))
            for one in found
        ),
    )]  # fmt: skip
    blocks += _picture(scribe, found)
    blocks.append(_grid(scribe, found))
    limits = tuple(_tell(scribe, f"limit_{name}") for name in ("case", "decides", "stated"))
    blocks.append(Words(_tell(scribe, "limits"), limits))
    return Section("trends", title, tuple(blocks), badge)


def _picture(scribe: Scribe, found: Sequence[Trend]) -> Iterator[Picture]:
    rows = [
        gap_row(scribe, _label(scribe, trend, measure), _beyond(measure))
        for trend in found
        for measure in trend.measures
        if measure.verdict != "not_evaluable"
    ]
    if rows:
        chart = gap_chart(rows, topics=[str(row["topic"]) for row in rows], axis=_tell(scribe, "axis"))
        yield Picture("trends-chart", _tell(scribe, "chart"), _tell(scribe, "chart_about"), chart)


def _beyond(measure: TrendMeasure) -> Estimate:
    """Return how far beyond its limit a quantity is, in points; hundredths of shares."""
    estimate, factor = measure.estimate, 100.0 if measure.estimate.unit == "share" else 1.0
    ends = (estimate.value, estimate.lower, estimate.upper)
    value, lower, upper = (None if end is None else (end - measure.above) * factor for end in ends)
    return replace(estimate, value=value, lower=lower, upper=upper, unit="points")


def _label(scribe: Scribe, trend: Trend, measure: TrendMeasure) -> str:
    mark = f" {_DECIDES}" if measure == trend.measures[0] else ""
    return f"{trend.number}. {_tell(scribe, f'{measure.name}_short')}{mark}"


def _grid(scribe: Scribe, found: Sequence[Trend]) -> Grid:
    rows: list[Row] = []
    for trend in found:
        rows.append(Row(f"{trend.number}. {_tell(scribe, f'claim_{trend.number}')}", kind="group"))
        for measure in trend.measures:
            decides = measure == trend.measures[0]
            label = _tell(scribe, measure.name) + (f" {_DECIDES}" if decides else "")
            cells = (estimate_cell(scribe, measure.estimate), _limit(scribe, measure),
                     scribe.words(verdict(scribe, measure.verdict)))  # fmt: skip
            rows.append(Row(label, cells, "subtotal" if decides else "line"))
        for name in trend.left_out:
            cells = (scribe.words("–"), scribe.words("–"), scribe.words(_tell(scribe, "for_clean_team")))
            rows.append(Row(_tell(scribe, name), cells))
    headers = (_tell(scribe, "measure"), _tell(scribe, "found"), _tell(scribe, "limit"), _tell(scribe, "verdict"))
    notes = (f"{_DECIDES} {_tell(scribe, 'decides')}", _tell(scribe, "verdict_note"))
    return Grid("trends-grid", "trends", _tell(scribe, "caption"), headers, tuple(rows), notes)


def _limit(scribe: Scribe, measure: TrendMeasure) -> Datum:
    share = measure.estimate.unit == "share"
    sections = {name: reason.section for name, reason in reasons()}
    source = Source("setting", measure.setting or "0", f"METHOD §{sections.get(measure.setting, '3.7.2')}")
    datum = scribe.number(measure.above, "share" if share else "points", (source,))
    return replace(datum, text=scribe.level(measure.above) if share else scribe.figure(measure.above, "count"))


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"trends.{key}", **params)
