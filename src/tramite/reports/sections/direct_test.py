"""Do direct sales pay? Both margin and revenue must grow (METHOD R32)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.verdicts.verdict import Verdict
from tramite.reports.charts.verdicts import Compared, compared_chart
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.reports.sections.verdict_words import (
    figures_row,
    headers,
    lacking,
    tell,
    verdicts_of,
)

QUESTION = "direct_sales"


def write_direct_test(scribe: Scribe) -> Section:
    """Write the test of every alternative that sells direct, in all and by product line and segment."""
    found = verdicts_of(scribe, QUESTION)
    blocks: list[Block] = [Words(tell(scribe, f"{QUESTION}_rule"))]
    for name in dict.fromkeys(verdict.alternative or "" for verdict in found):
        blocks += _alternative(scribe, name, [each for each in found if each.alternative == name])
    if not found:
        blocks = [Words(tell(scribe, f"{QUESTION}_absent"), tone="absent")]
    else:
        blocks.append(Words(tell(scribe, f"{QUESTION}_limits")))
    return Section("direct-test", tell(scribe, QUESTION), tuple(blocks), scribe.badge("books", "voices"))


def _alternative(scribe: Scribe, name: str, found: list[Verdict]) -> Iterator[Block]:
    whole, title, anchor = found[0], _title(scribe, name), f"direct-{name}"
    yield Heading(anchor, title)
    if not whole.figures:
        told = tell(scribe, f"{QUESTION}_lacks", missing=lacking(scribe, whole.missing))
        yield Words(told, tone="absent")
        return
    yield Words(tell(scribe, f"{QUESTION}_told_{whole.answer}", channel=scribe.channel(whole.channel_id)))
    if whole.missing:
        told = tell(scribe, f"{QUESTION}_left_out", missing=lacking(scribe, whole.missing))
        yield Words(told, tone="warning")
    parts = [(_part(scribe, verdict), verdict) for verdict in found]
    rows = [row for label, verdict in parts for row in _compared(scribe, label, verdict)]
    about = tell(scribe, f"{QUESTION}_about")
    picture = tell(scribe, f"{QUESTION}_chart", title=title)
    yield Picture(f"{anchor}-chart", picture, about, compared_chart(scribe, rows))
    yield _grid(scribe, f"{anchor}-table", title, parts)


def _compared(scribe: Scribe, label: str, verdict: Verdict) -> Iterator[Compared]:
    for code, estimate in verdict.figures.items():
        if estimate.unit == "money":
            measure = "change_of_sales" if code == "sales_change" else "change_of_margin"
            yield Compared(label, tell(scribe, measure), estimate)


def _grid(scribe: Scribe, grid_id: str, title: str, parts: list[tuple[str, Verdict]]) -> Grid:
    rows = []
    for label, verdict in parts:
        margin = "margin2_change" if verdict.part is None else "margin1_change"
        rows.append(figures_row(scribe, verdict, label, ("sales_change", margin, "both_better")))
    names = headers(scribe, tell(scribe, "part"), ("change_of_sales", "change_of_margin", "both_better"))
    comparison = scribe.dossier.comparison
    months = scribe.method.horizon_months if comparison is None else comparison.months
    caption = tell(scribe, f"{QUESTION}_caption", title=title, months=months, currency=scribe.currency)
    notes = (tell(scribe, f"{QUESTION}_note"),)
    return Grid(grid_id, "verdicts", caption, names, tuple(rows), notes)


def _part(scribe: Scribe, verdict: Verdict) -> str:
    if verdict.part is None:
        return tell(scribe, "in_all")
    kind, _, name = verdict.part.partition(":")
    member = scribe.product_line(name or None) if kind == "line" else scribe.segment(name or None)
    return tell(scribe, f"part_{kind}", name=member)


def _title(scribe: Scribe, name: str) -> str:
    comparison = scribe.dossier.comparison
    titles = {} if comparison is None else {
        **{each.name: each.title for each in comparison.results},
        **{each.name: each.title for each in comparison.not_simulated},
    }  # fmt: skip
    return titles[name].say(scribe.language) if name in titles else name
