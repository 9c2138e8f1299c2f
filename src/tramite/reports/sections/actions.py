"""What to do: the plan, its pictures, what was changed by people, and what was measured (METHOD §3.12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tramite.books.lines import BY_CODE
from tramite.decisions.actions.entry import ACTIONS_FILE, STATUSES, Plain
from tramite.decisions.actions.measuring import MeasuredAction
from tramite.decisions.actions.merging import Difference
from tramite.decisions.actions.plan import ActionPlan, PlannedAction
from tramite.decisions.actions.proposal import HORIZONS
from tramite.kernel.provenance import Source
from tramite.kernel.wording import say, spoken
from tramite.reports.charts.actions import has_value, timeline_chart, value_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.reports.sections.action_details import action_details

_DRAWN = 14  # more bars than that nobody compares


def write_actions(scribe: Scribe) -> Section:
    """Write the action plan."""
    plan = scribe.dossier.plan
    blocks: tuple[Block, ...] = (Words(_say(scribe, "absent"), tone="absent"),)
    if plan is not None and plan.actions:
        blocks = tuple(_blocks(scribe, plan))
    return Section("actions", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, plan: ActionPlan) -> Iterator[Block]:
    yield Words(_say(scribe, "lead"), points=tuple(_points(scribe, plan)))
    live = [one for one in plan.actions if one.status not in ("done", "dropped") and one.gone is None]
    dated = [one for one in live if one.horizon is not None][:_DRAWN]
    if dated:
        yield Picture(
            "actions-timeline", _say(scribe, "timeline", count=len(dated)), _say(scribe, "timeline_about"),
            timeline_chart(scribe, dated),
        )  # fmt: skip
    valued = [one for one in live if has_value(scribe, one)][:_DRAWN]
    if valued:
        yield Picture(
            "actions-value", _say(scribe, "value"), _say(scribe, "value_about"), value_chart(scribe, valued)
        )
    yield _plan(scribe, plan)
    if plan.measured:
        yield Heading("actions-measured", _say(scribe, "measured"))
        yield Words(_say(scribe, "measured_lead"))
        yield _measured(scribe, plan.measured)
    edited = [one for one in plan.actions if one.differences]
    if edited:
        yield _differences(scribe, edited)
    gone = [one for one in plan.actions if one.gone is not None]
    if gone:
        points = tuple(
            _say(scribe, "gone_since", title=one.words("title", scribe.language), day=scribe.day(one.gone))
            for one in gone if one.gone is not None
        )  # fmt: skip
        yield Words(_say(scribe, "gone"), points=points, tone="warning")
    yield Fold("actions-details", _say(scribe, "details", count=len(plan.actions)), action_details(scribe, plan))
    yield Words(_say(scribe, "law_note"))


def _points(scribe: Scribe, plan: ActionPlan) -> Iterator[str]:
    types = Counter(one.horizon for one in plan.actions)
    named = ", ".join(f"{say(f'actions.types_{one}', scribe.language)} {types[one]}" for one in HORIZONS)
    structural = sum(1 for one in plan.actions if one.proposal and one.proposal.structural)
    yield _say(scribe, "count", count=len(plan.actions), types=named, structural=structural)
    verify = sum(1 for one in plan.actions if one.proposal and one.proposal.verify)
    yield _say(scribe, "verify_count", count=verify)
    unranked = sum(1 for one in plan.actions if one.rank is None)
    yield _say(scribe, "unranked", count=unranked)
    stands = Counter(one.status for one in plan.actions)
    told = ", ".join(f"{say(f'actions.statuses_{s}', scribe.language)} {stands[s]}" for s in STATUSES if stands[s])
    yield _say(scribe, "kept", told=told) if plan.kept else _say(scribe, "not_kept")


def _plan(scribe: Scribe, plan: ActionPlan) -> Grid:
    headers = tuple(_say(scribe, f"head_{name}") for name in (
        "action", "type", "owner", "when", "cost", "effect", "stake", "rank", "grade", "status"
    ))  # fmt: skip
    rows = tuple(Row(one.words("title", scribe.language), _cells(scribe, one)) for one in plan.actions)
    notes = (_say(scribe, "effect_note"), _say(scribe, "stake_note"), _say(scribe, "rank_note"))
    return Grid("actions-plan", "actions", _say(scribe, "caption", currency=scribe.currency), headers, rows, notes)


def _cells(scribe: Scribe, one: PlannedAction) -> tuple[Datum, ...]:
    structural = one.proposal is not None and one.proposal.structural
    kind = say(f"actions.type_{one.horizon}", scribe.language) if one.horizon else "–"
    return (
        scribe.words(f"{kind}, {_say(scribe, 'structural')}" if structural else kind),
        scribe.words(one.words("owner", scribe.language) or "–"), scribe.words(_when(scribe, one)),
        _cost(scribe, one), _effect(scribe, one), _stake(scribe, one),
        scribe.number(one.rank, "ratio", one.evidence, derived=_say(scribe, "rank_ground")),
        scribe.words(one.grade), scribe.words(say(f"actions.status_{one.status}", scribe.language)),
    )  # fmt: skip


def _when(scribe: Scribe, one: PlannedAction) -> str:
    start, end, _ = one.dates
    return "–" if start is None or end is None else f"{scribe.day(start, 'month')} – {scribe.day(end, 'month')}"


def _cost(scribe: Scribe, one: PlannedAction) -> Datum:
    theirs = "cost" in one.mine or one.proposal is None
    sources = (Source("assumption", ACTIONS_FILE),) if theirs else one.evidence
    return scribe.number(one.cost, "money", sources, derived="" if one.cost else _say(scribe, "cost_missing"))


def _effect(scribe: Scribe, one: PlannedAction) -> Datum:
    if one.effect is None:
        return scribe.absent("money", _say(scribe, "effect_missing"))
    cell = scribe.estimate(one.effect.estimate)
    if cell.value is None:
        return cell
    most = (_say(scribe, "at_most"),) if one.effect.ceiling else ()
    return replace(cell, below=(*most, *cell.below, _say(scribe, "over", months=one.effect.months)))


def _stake(scribe: Scribe, one: PlannedAction) -> Datum:
    proposal = one.proposal
    if proposal is None or proposal.at_stake is None:
        return scribe.absent("money", _say(scribe, "stake_missing"))
    cell = scribe.number(proposal.at_stake, "money", proposal.evidence, derived=_say(scribe, "stake_ground"))
    return replace(cell, below=(say(f"rules.kind_{proposal.stake}", scribe.language),))


def _measured(scribe: Scribe, measured: tuple[MeasuredAction, ...]) -> Grid:
    headers = tuple(_say(scribe, f"head_{name}") for name in (
        "action", "kpi", "before", "after", "change", "check", "gain", "roi", "grade"
    ))  # fmt: skip
    rows = tuple(Row(one.title, _measured_cells(scribe, one)) for one in measured)
    caption = _say(scribe, "measured_caption", currency=scribe.currency)
    notes = tuple(_say(scribe, "measured_how", title=one.title, how=_how(scribe, one)) for one in measured)
    return Grid("actions-measured-table", "actions_measured", caption, headers, rows, notes)


def _measured_cells(scribe: Scribe, one: MeasuredAction) -> tuple[Datum, ...]:
    sources = one.change.evidence if one.change else ()
    scored = one.change is not None and one.change.unit == "points"
    why = one.missing.say(scribe.language) if one.missing else ""
    ends = (
        scribe.number(value, "score" if scored else "money", sources, derived=why)
        for value in (one.before, one.after)
    )
    found = (
        scribe.absent("money", why) if estimate is None else scribe.estimate(estimate)
        for estimate in (one.change, one.check, one.gain, one.roi)
    )
    kpi = scribe.line(one.kpi) if one.kpi in BY_CODE else one.kpi or "–"
    return scribe.words(kpi), *ends, *found, scribe.words(one.change.grade if one.change else "–")


def _how(scribe: Scribe, one: MeasuredAction) -> str:
    told = spoken(one.change.method, scribe.language) if one.change else ""
    return ". ".join(text for text in (told, one.missing.say(scribe.language) if one.missing else "") if text)


def _differences(scribe: Scribe, edited: list[PlannedAction]) -> Grid:
    rows = tuple(
        Row(one.words("title", scribe.language), _told(scribe, difference))
        for one in edited
        for difference in one.differences
    )
    headers = tuple(_say(scribe, f"head_{name}") for name in ("action", "field", "mine", "proposed"))
    return Grid("actions-differences", "actions_edited", _say(scribe, "differences"), headers, rows)


def _told(scribe: Scribe, difference: Difference) -> tuple[Datum, ...]:
    texts = (_value(scribe, difference.field, value) for value in (difference.mine, difference.proposed))
    return tuple(scribe.words(text) for text in (_say(scribe, f"field_{difference.field}"), *texts))


def _value(scribe: Scribe, field: str, value: Plain) -> str:
    """Write what stands in a field, or would: in this table a number is a word like the others."""
    if isinstance(value, float):
        return scribe.brief(value) if field == "cost" else f"= {scribe.figure(value, 'ratio')}"
    return "; ".join(value) if isinstance(value, list) else str(value or "–")


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return say(f"plan.{key}", scribe.language, **params)
