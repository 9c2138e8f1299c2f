"""Around the PX index: what the relationship rests on, customers beside partners, what PX goes together with."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.px.firms import FOUNDATIONS
from tramite.beliefs.px.foundations import Foundations
from tramite.beliefs.px.groups import PxGroup, PxGroups
from tramite.reports.charts.answers import dot_row, strips_chart
from tramite.reports.grades import grade_note
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.reports.sections.answers import answer_cell
from tramite.reports.sections.customer_side import customer_side_blocks
from tramite.reports.sections.mirrors import INDICATIVE
from tramite.reports.sections.px import MEASURES, PILLARS
from tramite.reports.sections.px_validity import px_validity_blocks


def write_relationship(scribe: Scribe) -> Section:
    """Write what stands around the PX index, each with its picture, table and limits (METHOD §3.1.4, R57, R72)."""
    blocks = (
        *_foundations(scribe), *customer_side_blocks(scribe), *px_validity_blocks(scribe), *_groups(scribe)
    )  # fmt: skip
    return Section("relationship", scribe.say("relationship"), tuple(blocks), scribe.badge("voices", "books"))


def _foundations(scribe: Scribe) -> Iterator[Block]:
    yield Heading("relationship-foundations", scribe.tell("relationship.foundations"))
    found = scribe.dossier.beliefs.foundations
    if found is None:
        yield Words(scribe.tell("relationship.foundations_missing"), tone="absent")
        return
    level = scribe.level(scribe.method.interval_level)
    lowest = tuple(_lowest(scribe, found))
    yield Words(scribe.tell("relationship.foundations_lead", level=level), points=lowest)
    silent = [scribe.tell(f"relationship.{name}") for name in FOUNDATIONS if name not in found.tables]
    if silent:
        yield Words(scribe.tell("relationship.foundations_unasked", names=", ".join(silent)))
    names = [scribe.tell(f"relationship.{name}") for name in found.tables]
    rows = [
        dot_row(cell.estimate, topic=scribe.tell(f"relationship.{name}"), channel=scribe.channel(cell.domain),
                series=scribe.px("vote"))
        for name, table in found.tables.items()
        for cell in table.cells
        if cell.weighting == "vote" and not cell.hidden_because
    ]  # fmt: skip
    if rows:
        channels = [scribe.channel(channel) for channel in found.channels]
        drawn = strips_chart(scribe, rows, topics=names, channels=channels, series=[scribe.px("vote")])
        about = scribe.tell("relationship.foundations_about")
        yield Picture("relationship-foundations-chart", scribe.tell("relationship.foundations"), about, drawn)
    yield _foundation_grid(scribe, found, "vote")
    by_revenue = _foundation_grid(scribe, found, "revenue")
    yield Fold("relationship-by-revenue", scribe.tell("relationship.foundations_revenue"), (by_revenue,))
    yield Words(scribe.tell("relationship.foundations_limits"))


def _lowest(scribe: Scribe, found: Foundations) -> Iterator[str]:
    for channel in found.channels:
        low = [
            scribe.tell("relationship.foundation_score", name=scribe.tell(f"relationship.{name}"),
                        value=scribe.figure(found.cell(name, channel).estimate.value, "score"))
            for name in found.lowest(channel)
        ]  # fmt: skip
        if low:
            key = "foundations_lowest" if len(low) == 1 else "foundations_low"
            yield scribe.tell(f"relationship.{key}", channel=scribe.channel(channel), lowest=", ".join(low))


def _foundation_grid(scribe: Scribe, found: Foundations, weighting: str) -> Grid:
    cells = {
        (name, cell.domain): cell
        for name, table in found.tables.items()
        for cell in table.cells
        if cell.weighting == weighting
    }
    rows = tuple(
        Row(scribe.tell(f"relationship.{name}"),
            tuple(answer_cell(scribe, cells[name, channel]) for channel in found.channels),
            about=scribe.tell(f"relationship.{name}_about"))
        for name in found.tables
    )  # fmt: skip
    headers = (scribe.tell("relationship.foundation"), *(scribe.channel(channel) for channel in found.channels))
    caption = scribe.tell("relationship.foundations_caption", weighting=scribe.px(weighting))
    notes = (
        f"{INDICATIVE} {scribe.tell('results.indicative')}",
        scribe.say("hidden_note", k=scribe.method.disclosure_k),
        *grade_note(scribe, (cell.estimate for cell in cells.values())),
    )
    return Grid(f"relationship-{weighting}", "relationship", caption, headers, rows, notes)


def _groups(scribe: Scribe) -> Iterator[Block]:
    yield Heading("relationship-groups", scribe.tell("relationship.groups"))
    found = scribe.dossier.beliefs.px_groups
    if found is None:
        yield Words(scribe.tell("relationship.groups_missing"), tone="absent")
        return
    yield Words(scribe.tell("relationship.groups_lead"), points=tuple(_limits(scribe, found)))
    shown = {(group.role, group.size): group for group in found.groups if group.shown}
    if not shown:
        yield Words(scribe.tell("relationship.groups_hidden"))
        return
    yield Words(scribe.tell("relationship.groups_read"), points=tuple(_compared(scribe, found, shown)))
    names = [_name(scribe, group) for group in shown.values()]
    measures = [name for name in MEASURES if name in ("px", *PILLARS)]
    rows = [
        dot_row(cell.estimate, topic=scribe.px(name), channel=_name(scribe, group), series=scribe.px("vote"))
        for group in shown.values()
        for name, cell in group.cells.items()
    ]
    drawn = strips_chart(
        scribe, rows, topics=[scribe.px(name) for name in measures], channels=names, series=[scribe.px("vote")]
    )
    caption = scribe.tell("relationship.groups_caption")
    yield Picture("relationship-groups-chart", caption, scribe.tell("relationship.groups_about"), drawn)
    grid_rows = tuple(
        Row(_name(scribe, group), (
            *(answer_cell(scribe, group.cells[name]) for name in measures),
            scribe.words(scribe.px(group.weakest) if group.weakest else "–"),
        ))
        for group in found.groups
    )  # fmt: skip
    headers = (scribe.tell("relationship.group_header"), *(scribe.px(name) for name in measures),
               scribe.say("weakest"))  # fmt: skip
    estimates = (cell.estimate for group in shown.values() for cell in group.cells.values())
    notes = (scribe.say("hidden_note", k=scribe.method.disclosure_k), *grade_note(scribe, estimates))
    yield Grid("relationship-groups-px", "px_groups", caption, headers, grid_rows, notes)
    yield Words(scribe.tell("relationship.groups_limits"))


def _name(scribe: Scribe, group: PxGroup) -> str:
    size = scribe.tell(f"relationship.size_{group.size}")
    return scribe.tell("relationship.group", role=scribe.say(f"role_{group.role}"), size=size)


def _limits(scribe: Scribe, found: PxGroups) -> Iterator[str]:
    for role, limit in found.limits.items():
        yield scribe.tell(
            "relationship.size_limit", role=scribe.say(f"role_{role}"), limit=scribe.brief(round(limit, -3))
        )


def _compared(scribe: Scribe, found: PxGroups, shown: dict[tuple[str, str], PxGroup]) -> Iterator[str]:
    for role in found.limits:
        large, small = (
            shown[role, size].weakest if (role, size) in shown else None for size in ("large", "small")
        )
        name = scribe.say(f"role_{role}")
        if large and small and large == small:
            yield scribe.tell("relationship.groups_same", role=name, pillar=scribe.px(large))
        elif large and small:
            yield scribe.tell("relationship.groups_differ", role=name, large=scribe.px(large),
                              small=scribe.px(small))  # fmt: skip
