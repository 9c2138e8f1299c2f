"""The income statement ahead: what each alternative does to every line of it (METHOD R21, §5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tramite.books.lines import COMPANY
from tramite.decisions.ahead import SHOWN
from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.reports.charts.ahead import lines_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Picture, Section, Words

ABREAST = 3  # alternatives beside today in one table; the others follow under a fold
SUBTOTALS = frozenset({"net_sales", "gross_margin", "cm1", "cm2", "ebitda"})


def write_ahead(scribe: Scribe) -> Section:
    """Write the statement of the last whole year ahead, today and each alternative, and where they differ."""
    comparison = scribe.dossier.comparison
    results = [] if comparison is None else [r for r in comparison.ranked if r.ahead is not None]
    today = comparison.results[0] if comparison is not None and comparison.results else None
    blocks: tuple[Block, ...]
    if comparison is None or not results or today is None or today.ahead is None or not today.ahead.years:
        blocks = (Words(_say(scribe, "missing"), tone="absent"),)
    else:
        blocks = tuple(_blocks(scribe, comparison, today, results))
    return Section("ahead", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def _blocks(
    scribe: Scribe, comparison: Comparison, today: AlternativeResult, results: Sequence[AlternativeResult]
) -> Iterator[Block]:
    years = 0 if today.ahead is None else today.ahead.years
    yield Words(_say(scribe, "lead", year=years, draws=scribe.figure(comparison.draws, "count")))
    shown, rest = results[:ABREAST], results[ABREAST:]
    yield Picture(
        "ahead-lines", _say(scribe, "chart", year=years), _say(scribe, "chart_about"),
        lines_chart(scribe, today, shown, years - 1),
    )  # fmt: skip
    yield _company(scribe, today, shown, years - 1, "ahead-company")
    others = [
        _company(scribe, today, rest[n : n + ABREAST], years - 1, f"ahead-company-{n}")
        for n in range(0, len(rest), ABREAST)
    ]
    if others:
        yield Fold("ahead-others", _say(scribe, "others"), tuple(others))
    folds = tuple(_channels(scribe, result, today, years - 1) for result in results)
    yield Fold("ahead-channels", _say(scribe, "by_channel"), folds)
    yield Words(_say(scribe, "note"))


def _company(
    scribe: Scribe, today: AlternativeResult, results: Sequence[AlternativeResult], year: int, grid_id: str
) -> Grid:
    lines = [line for line in SHOWN if any(_amount(result, COMPANY, line, year) for result in (today, *results))]
    rows = []
    for line in lines:
        now = _amount(today, COMPANY, line, year)
        cells = [_cell(scribe, today, now)]
        for result in results:
            amount = _amount(result, COMPANY, line, year)
            cells += [_cell(scribe, result, amount), _cell(scribe, result, amount - now, change=True)]
        rows.append(Row(scribe.line(line), tuple(cells), "subtotal" if line in SUBTOTALS else "line"))
    headers = [_say(scribe, "line"), today.title.say(scribe.language)]
    for result in results:
        headers += [result.title.say(scribe.language), _say(scribe, "change")]
    caption = _say(scribe, "caption", year=year + 1, currency=scribe.currency)
    return Grid(grid_id, "ahead", caption, tuple(headers), tuple(rows), (_say(scribe, "left_out"),))


def _channels(scribe: Scribe, result: AlternativeResult, today: AlternativeResult, year: int) -> Grid:
    """Write what changes in each channel: net sales and the margins."""
    ahead = result.ahead
    places = [] if ahead is None else [*ahead.market.channels, COMPANY]
    rows = []
    for place in places:
        cells = []
        for line in ("net_sales", "cm1", "cm2"):
            amount = _amount(result, place, line, year)
            cells.append(_cell(scribe, result, amount))
            cells.append(_cell(scribe, result, amount - _amount(today, place, line, year), change=True))
        rows.append(Row(scribe.channel(place), tuple(cells), "subtotal" if place == COMPANY else "line"))
    headers = [scribe.say("channel")]
    for line in ("net_sales", "cm1", "cm2"):
        headers += [scribe.line(line), _say(scribe, "change")]
    title = result.title.say(scribe.language)
    caption = _say(scribe, "channel_caption", title=title, year=year + 1, currency=scribe.currency)
    return Grid(f"ahead-{result.name}", "ahead", caption, tuple(headers), tuple(rows))


def _cell(scribe: Scribe, result: AlternativeResult, amount: float, *, change: bool = False) -> Datum:
    ground = _say(scribe, "change_ground" if change else "ground")
    return scribe.number(amount, "money", result.evidence, derived=ground)


def _amount(result: AlternativeResult, place: str, line: str, year: int) -> float:
    return 0.0 if result.ahead is None else result.ahead.year(place, line, year)


def _say(scribe: Scribe, key: str, **values: object) -> str:
    return scribe.tell(f"ahead.{key}", **values)
