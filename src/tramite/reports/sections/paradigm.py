"""The kind of relationship: today, wanted by each side, where they agree, who moved (METHOD §3.6)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.paradigm.movement import DIRECTIONS
from tramite.beliefs.paradigm.paradigm import BUYING, PAIRS, Paradigm
from tramite.beliefs.paradigm.stage import STAGES
from tramite.reports.charts.parts import parts_chart
from tramite.reports.grid import Grid, Row
from tramite.reports.measures import cell_of, domains_of, measure_datum, parts_grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable
from tramite.voices.estimation.strata import SurveyWeighting

WEIGHTINGS: tuple[SurveyWeighting, ...] = ("vote", "revenue")


def write_paradigm(scribe: Scribe) -> Section:
    """Write what kind of relationship partners have, what each side wants, and where they agree."""
    found = scribe.dossier.beliefs.paradigm
    if found is None:
        absent = Words(_say(scribe, "missing"), tone="absent")
        return Section("paradigm", _say(scribe, "title"), (absent,), scribe.badge("voices"))
    blocks: list[Block] = [Words(_say(scribe, "lead"), points=tuple(_reading(scribe, found)))]
    blocks += _today(scribe, found)
    blocks += [Heading("paradigm-stages", _say(scribe, "stages")), _stages(scribe)]
    blocks += [Heading("paradigm-wishes", _say(scribe, "wishes")), *_wishes(scribe, found)]
    blocks += [Heading("paradigm-alignment", _say(scribe, "alignment")), Words(_say(scribe, "alignment_about"))]
    blocks += [_alignment(scribe, found), Heading("paradigm-moved", _say(scribe, "moved"))]
    blocks += [*_moved(scribe, found), Words(_say(scribe, "limits"))]
    return Section("paradigm", _say(scribe, "title"), tuple(blocks), scribe.badge("voices"))


def _reading(scribe: Scribe, found: Paradigm) -> Iterator[str]:
    for domain in domains_of(found.today):
        if domain == ALL:
            continue
        channel, most = scribe.channel(domain), _most(found.today, domain)
        if most is None:
            hidden = cell_of(found.today, domain, "vote", STAGES[0])
            why = "" if hidden is None else hidden.say(scribe.language)
            yield _say(scribe, "reading_hidden", channel=channel, why=why)
            continue
        wanted = _most(found.partners, domain)
        wishes = (
            _wish(scribe, "partners", _named("wants", None if wanted is None else wanted.key)),
            _wish(scribe, "vendor", _named("wants", found.intended.get(domain))),
            _wish(scribe, "customers", _named("wish", found.wished.get(domain))),
        )
        yield _say(
            scribe, "reading_one", channel=channel, n=most.estimate.n, wishes="; ".join(wishes),
            share=scribe.figure(most.estimate.value, "share"), stage=_say(scribe, f"stage_{most.key}"),
        )  # fmt: skip


def _wish(scribe: Scribe, side: str, key: str | None) -> str:
    return _say(scribe, f"read_{side}", what=_say(scribe, key)) if key else _say(scribe, f"read_{side}_open")


def _named(sentence: str, code: str | None) -> str | None:
    return None if code is None else f"{sentence}_{code}"


def _most(table: MeasureTable, domain: str) -> MeasureCell | None:
    shown = [
        cell
        for cell in table.cells
        if (cell.domain, cell.weighting) == (domain, "vote") and cell.estimate.value is not None
    ]
    return max(shown, key=lambda cell: cell.estimate.value or 0.0) if shown else None


def _today(scribe: Scribe, found: Paradigm) -> Iterator[Block]:
    def name(key: str) -> str:
        return _say(scribe, key)

    if any(cell.mean is not None for cell in found.today.cells):
        axis = scribe.tell("selling.chart_axis")
        chart = parts_chart(scribe, found.today, "vote", keys=STAGES, name=name, axis=axis)
        title = _say(scribe, "chart", weighting=scribe.px("vote"))
        yield Picture("paradigm-chart", title, _say(scribe, "chart_about"), chart)
    for weighting in WEIGHTINGS:
        caption = _say(scribe, "today", weighting=scribe.px(weighting))
        place = (f"paradigm-today-{weighting}", "paradigm", caption)
        yield parts_grid(scribe, found.today, weighting, keys=STAGES, name=name, place=place)


def _stages(scribe: Scribe) -> Words:
    method = scribe.method
    points = (
        _say(scribe, "subscription_about", share=scribe.level(method.subscription_min)),
        _say(scribe, "cocreation_about", n=method.cocreation_marks),
        _say(scribe, "partnership_about", n=method.partnership_marks),
        _say(scribe, "transactional_about"),
    )
    return Words("", points=points)


def _wishes(scribe: Scribe, found: Paradigm) -> Iterator[Block]:
    def name(key: str) -> str:
        return _say(scribe, key)

    for weighting in WEIGHTINGS:
        caption = _say(scribe, "wanted", weighting=scribe.px(weighting))
        place = (f"paradigm-wanted-{weighting}", "paradigm", caption)
        yield parts_grid(scribe, found.partners, weighting, keys=STAGES, name=name, place=place)
    if found.vendor.cells:
        place = ("paradigm-vendor", "paradigm", _say(scribe, "vendor"))
        yield parts_grid(scribe, found.vendor, "vote", keys=STAGES, name=name, place=place)
    if found.customers.cells:
        place = ("paradigm-customers", "paradigm", _say(scribe, "customers"))
        yield parts_grid(
            scribe, found.customers, "vote", keys=BUYING, name=lambda key: name(f"form_{key}"), place=place
        )


def _alignment(scribe: Scribe, found: Paradigm) -> Grid:
    rows = tuple(
        Row(
            scribe.channel(domain),
            tuple(measure_datum(scribe, cell_of(found.agreed[pair], domain, "revenue")) for pair in PAIRS),
            "subtotal" if domain == ALL else "line",
        )
        for domain in domains_of(found.today)
    )
    headers = (scribe.say("channel"), *(_say(scribe, f"agreed_{pair}") for pair in PAIRS))
    notes = (_say(scribe, "alignment_note"),)
    return Grid("paradigm-agreed", "paradigm", _say(scribe, "alignment_caption"), headers, rows, notes)


def _moved(scribe: Scribe, found: Paradigm) -> Iterator[Block]:
    moved = found.moved
    if moved is None:
        days = scribe.figure(scribe.method.wave_gap_days, "count")
        yield Words(_say(scribe, "moved_none", days=days), tone="absent")
        return
    k = scribe.method.disclosure_k
    pairs = str(moved.pairs) if moved.pairs >= k else scribe.tell("quality.few", k=k)
    before, after = scribe.day(moved.before), scribe.day(moved.after)
    yield Words(_say(scribe, "moved_lead", pairs=pairs, before=before, after=after))
    place = ("paradigm-moved-table", "paradigm", _say(scribe, "moved_caption"))
    yield parts_grid(scribe, moved.table, "vote", keys=DIRECTIONS, name=lambda key: _say(scribe, key), place=place)


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"paradigm.{key}", **params)
