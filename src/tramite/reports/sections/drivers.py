"""What goes together with recommendation, continuity and growth; and kinds of partners, to explore."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.drivers.drivers import PREDICTORS
from tramite.beliefs.drivers.partner_classes import PartnerClasses
from tramite.beliefs.drivers.result import Driver, OutcomeDrivers
from tramite.kernel.provenance import Source
from tramite.reports.charts.drivers import drivers_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words

CONDITION_HIGH = 30.0  # Belsley, Kuh & Welsch 1980: from here on single shares are shaky


def write_drivers(scribe: Scribe) -> Section:
    """Write what goes together with each outcome, then the classes (METHOD §3.1.4, R72)."""
    title, badge = scribe.say("drivers"), scribe.badge("voices", "books")
    found = scribe.dossier.beliefs.drivers
    if found is None:
        return Section("drivers", title, (Words(scribe.tell("drivers.missing"), tone="absent"),), badge)
    blocks: list[Block] = [Words(scribe.tell("drivers.lead"))]
    for told in found.outcomes.values():
        blocks += _outcome(scribe, told)
    blocks.append(Words(scribe.tell("drivers.limits")))
    blocks += _classes(scribe, found.classes)
    return Section("drivers", title, tuple(blocks), badge)


def _outcome(scribe: Scribe, told: OutcomeDrivers) -> Iterator[Block]:
    name = scribe.tell(f"relationship.outcome_{told.outcome}")
    if told.why is not None:
        yield Heading(f"drivers-{told.outcome}", name)
        yield Words(scribe.tell("drivers.not_told", outcome=name, why=told.why.say(scribe.language)))
        return
    grade = told.grade.value
    yield Heading(f"drivers-{told.outcome}", scribe.tell("drivers.of_outcome", outcome=name, grade=grade))
    r2, adjusted = scribe.figure(told.r2, "share"), scribe.figure(told.adjusted, "share")
    lead = scribe.tell("drivers.told", n=told.n, r2=r2, count=len(told.drivers), adjusted=adjusted)
    yield Words(lead, points=tuple(_read(scribe, told)))
    if any(one.quadrant is not None for one in told.drivers):
        title = scribe.tell("drivers.picture", outcome=name)
        about = scribe.tell("drivers.picture_about")
        yield Picture(f"drivers-{told.outcome}-chart", title, about, drivers_chart(scribe, told))
    yield _grid(scribe, told, name, r2)


def _read(scribe: Scribe, told: OutcomeDrivers) -> Iterator[str]:
    first = told.drivers[0]
    ends = {"share": first.share.value, "low": first.share.lower, "high": first.share.upper}
    written = {key: scribe.figure(value, "share") for key, value in ends.items()}
    if told.level_with_first:
        others = ", ".join(_name(scribe, other) for other in told.level_with_first)
        yield scribe.tell("drivers.first_open", first=_name(scribe, first.name), others=others, **written)
    else:
        often = scribe.figure(first.first, "share")
        yield scribe.tell("drivers.first_alone", first=_name(scribe, first.name), often=often, **written)
    for one, other in told.twins:
        yield scribe.tell("drivers.twins", one=_name(scribe, one), other=_name(scribe, other))
    if told.condition is not None and told.condition > CONDITION_HIGH:
        yield scribe.tell("drivers.condition_high", condition=scribe.figure(told.condition, "score"))
    if len(told.drivers) < len(PREDICTORS):
        yield scribe.tell("drivers.few_predictors", least=scribe.method.driver_firms_each * len(PREDICTORS))


def _grid(scribe: Scribe, told: OutcomeDrivers, name: str, r2: str) -> Grid:
    rows = tuple(
        Row(_name(scribe, one.name), tuple(_cells(scribe, one, told)),
            about=scribe.tell(f"relationship.{one.name}_about") if one.name in PREDICTORS[3:]
            else scribe.px(f"{one.name}_about"))
        for one in told.drivers
    )  # fmt: skip
    columns = ("share", "first", "weight", "score", "place", "vif")
    headers = (scribe.tell("drivers.predictor"), *(scribe.tell(f"drivers.{column}") for column in columns))
    equal = scribe.figure(1 / len(told.drivers), "share")
    sound = scribe.figure(scribe.method.band_sound, "count")
    place = scribe.tell("drivers.place_note", equal=equal, sound=sound)
    notes = (place, scribe.tell("drivers.first_note"), scribe.tell("drivers.vif_note"))
    caption = scribe.tell("drivers.caption", outcome=name, r2=r2)
    return Grid(f"drivers-{told.outcome}-shares", "drivers", caption, headers, rows, notes)


def _cells(scribe: Scribe, one: Driver, told: OutcomeDrivers) -> Iterator[Datum]:
    yield scribe.estimate(one.share)
    yield scribe.number(one.first, "share", told.sources, derived=scribe.tell("drivers.first_ground"))
    yield scribe.estimate(one.weight)
    yield scribe.hidden("score") if one.score is None else scribe.estimate(one.score)
    yield scribe.words(_place(scribe, one))
    yield scribe.number(round(one.vif, 2), "ratio", told.sources, derived=scribe.tell("drivers.vif_ground"))


def _place(scribe: Scribe, one: Driver) -> str:
    if one.quadrant is None:
        return "–"
    place = scribe.tell(f"drivers.{one.quadrant}")
    return place if one.sure else scribe.tell("drivers.place_unsure", place=place)


def _name(scribe: Scribe, predictor: str) -> str:
    return scribe.tell(f"drivers.{predictor}")


def _classes(scribe: Scribe, found: PartnerClasses) -> Iterator[Block]:
    yield Heading("drivers-classes", scribe.tell("drivers.classes"))
    sound = scribe.figure(scribe.method.band_sound, "count")
    yield Words(scribe.tell("drivers.classes_lead", sound=sound), points=(found.say(scribe.language),))
    if not found.classes:
        return
    yield Words(scribe.tell("drivers.classes_steps" if found.steps else "drivers.classes_kinds"))
    columns = [scribe.tell("drivers.class", number=number) for number in range(1, len(found.classes) + 1)]
    rows = [Row(scribe.tell("drivers.class_share"), tuple(scribe.estimate(one.share) for one in found.classes))]
    rows += [
        Row(_name(scribe, name), tuple(scribe.estimate(one.profile[name]) for one in found.classes))
        for name in found.classes[0].profile
    ]
    ground = scribe.tell("drivers.class_stability_ground")
    sources = (Source("setting", "class_stability"), *found.classes[0].share.evidence)
    again = (scribe.number(one.stability, "share", sources, derived=ground) for one in found.classes)
    rows.append(Row(scribe.tell("drivers.class_stability"), tuple(again), "memo"))
    least = scribe.figure(scribe.method.class_stability, "share")
    notes = (scribe.tell("drivers.class_note", least=least),)
    caption = scribe.tell("drivers.classes_caption")
    headers = (scribe.tell("drivers.predictor"), *columns)
    yield Grid("drivers-classes-profile", "partner_classes", caption, headers, tuple(rows), notes)
