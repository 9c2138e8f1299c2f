"""What to ask next: interviews that are worth more than they cost, and what to look up elsewhere (METHOD §4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tramite.decisions.information.group_advice import GroupAdvice
from tramite.decisions.information.next_wave import NextWave
from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.information.respondents_left import Group
from tramite.decisions.information.wave_plan import Plan
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.reports.asking import answer, as_known, group_name, pays_together, where_to_look
from tramite.reports.charts.asking import curves_chart, plan_chart
from tramite.reports.charts.strategy import parameter_name
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Section, Words

_PANELS = 6
_FRAME = (Source("table", "frame"),)


def write_ask(scribe: Scribe) -> Section:
    """Write whom to ask next, how many, or to stop asking."""
    found = scribe.dossier.next_wave
    blocks = (Words(_say(scribe, "missing"), tone="absent"),) if found is None else tuple(_blocks(scribe, found))
    return Section("ask", _say(scribe, "title"), blocks, scribe.badge("books", "voices"))


def _blocks(scribe: Scribe, found: NextWave) -> Iterator[Block]:
    sentence, points = answer(scribe, found)
    yield Words(_say(scribe, "lead"))
    yield Words(sentence, points=points)
    if found.grade is Grade.D and found.everything.value > 0:
        yield Words(_say(scribe, "grade_D"), tone="warning")
    drawn = [one for one in found.groups if one.sizes][:_PANELS]
    if drawn:
        yield Picture(
            "ask-curves", _say(scribe, "curves"), _say(scribe, "curves_about"), curves_chart(scribe, drawn)
        )
    if found.groups and found.everything.value > 0:
        yield _groups(scribe, found)
    for pair in found.pairs:
        yield Words(pays_together(scribe, pair))
    if found.plan is not None:
        yield from _plan(scribe, found, found.plan)
    if found.elsewhere:
        yield Heading("ask-elsewhere", _say(scribe, "elsewhere"))
        yield Words(_say(scribe, "elsewhere_lead"))
        yield _elsewhere(scribe, found)
    yield Words(_say(scribe, "limits"))


def _groups(scribe: Scribe, found: NextWave) -> Grid:
    headers = tuple(
        _say(scribe, key)
        for key in ("group", "about", "left", "ceiling", "best", "worth", "cost", "net", "advice")
    )
    rows = tuple(Row(_label(scribe, one.group), _advised(scribe, one)) for one in found.groups)
    note = _say(scribe, "groups_note", most=scribe.method.wave_group_max)
    return Grid("ask-groups", "ask", _say(scribe, "groups", currency=scribe.currency), headers, rows, (note,))


def _advised(scribe: Scribe, one: GroupAdvice) -> tuple[Datum, ...]:
    best = one.best
    words = ", ".join(scribe.tell(f"ask.about_{subject}") for subject in one.informs)
    left = scribe.number(one.group.left, "count", _FRAME, derived=_say(scribe, "ground_left"))
    first = (scribe.words(words), left, _worth(scribe, one.ceiling, "ground_ceiling"))
    advice = scribe.words(_say(scribe, f"advice_{one.advice}"))
    if best is None:
        return (*first, *(scribe.words("–") for _ in range(4)), advice)
    return (
        *first, scribe.number(best.n, "count", _FRAME, derived=_say(scribe, "ground_best")),
        _worth(scribe, best.worth, "ground_worth"), _money(scribe, best.cost, _cost_ground(scribe, one)),
        _money(scribe, best.net, _say(scribe, "ground_net"), best.worth.standard_error), advice,
    )  # fmt: skip


def _cost_ground(scribe: Scribe, one: GroupAdvice) -> str:
    each = scribe.brief(one.group.cost)
    if not one.group.undecided:
        return _say(scribe, "ground_cost", each=each)
    return _say(scribe, "ground_cost_undecided", each=each, count=one.group.undecided)


def _plan(scribe: Scribe, found: NextWave, plan: Plan) -> Iterator[Block]:
    yield Heading("ask-plan", _say(scribe, "plan"))
    if found.budget is None:
        yield Words(_say(scribe, "plan_free"))
    else:
        yield Words(_say(scribe, "plan_budget", budget=scribe.brief(found.budget)))
    if len(plan.parts) > 1:
        overlap = plan.alone - plan.together.value > plan.together.standard_error
        alone, together = (
            scribe.brief(as_known(amount, plan.together.standard_error))
            for amount in (plan.alone, plan.together.value)
        )
        yield Words(_say(scribe, "plan_overlap" if overlap else "plan_complete", alone=alone, together=together))
    yield Picture(
        "ask-plan-chart", _say(scribe, "plan_chart"), _say(scribe, "plan_chart_about"), plan_chart(scribe, plan)
    )
    yield _plans(scribe, found, plan)


def _plans(scribe: Scribe, found: NextWave, plan: Plan) -> Grid:
    advised = {one.group: one for one in found.groups}
    rows = []
    for each in sorted(found.plans, key=lambda one: one is not plan):
        how, error = _say(scribe, f"plan_how_{each.how}"), each.together.standard_error
        for part in each.parts:
            cells = (
                scribe.number(part.n, "count", _FRAME, derived=how),
                _worth(scribe, WorthKnowing(part.alone, error), "ground_worth"),
                _money(scribe, part.cost, _cost_ground(scribe, advised[part.group])),
                _money(scribe, part.alone - part.cost, _say(scribe, "ground_net"), error),
            )
            rows.append(Row(_label(scribe, part.group), cells))
        count = sum(part.n for part in each.parts)
        total = (
            scribe.number(count, "count", _FRAME, derived=_say(scribe, "ground_plan")),
            _worth(scribe, each.together, "ground_worth"),
            _money(scribe, each.cost, _say(scribe, "ground_plan")),
            _money(scribe, each.net, _say(scribe, "ground_net"), error),
        )
        rows.append(Row(_say(scribe, "plan_total", how=how), total, kind="subtotal"))
    headers = tuple(_say(scribe, key) for key in ("group", "plan_number", "plan_alone", "cost", "net"))
    caption, note = _say(scribe, "plan_table", currency=scribe.currency), _say(scribe, "plan_note")
    return Grid("ask-plan-table", "ask", caption, headers, tuple(rows), (note,))


def _elsewhere(scribe: Scribe, found: NextWave) -> Grid:
    rows = []
    for each in found.elsewhere:
        error = each.worth.standard_error
        ground = scribe.tell("strategy.worth_ground", error=scribe.brief(as_known(error, error), currency=False))
        cells = (
            scribe.words(where_to_look(scribe, each)),
            _money(scribe, each.worth.value, ground, error, each.evidence),
            scribe.words(each.grade),
        )
        rows.append(Row(parameter_name(scribe, each.code, each.channel_id), cells))
    headers = (
        scribe.say("parameter"), _say(scribe, "where"), _say(scribe, "ceiling"), scribe.say("grade_header")
    )  # fmt: skip
    caption = _say(scribe, "elsewhere_table", currency=scribe.currency)
    return Grid("ask-elsewhere-table", "ask", caption, headers, tuple(rows), (_say(scribe, "elsewhere_note"),))


def _label(scribe: Scribe, group: Group) -> str:
    name = group_name(scribe, group)
    return name[0].upper() + name[1:]


def _money(
    scribe: Scribe, amount: float, derived: str, error: float = 0.0, sources: tuple[Source, ...] = _FRAME
) -> Datum:
    """Write money as exactly as it is known."""
    cell = scribe.number(amount, "money", sources, derived=derived)
    return replace(cell, text=scribe.measure(as_known(amount, error), "money"))


def _worth(scribe: Scribe, worth: WorthKnowing, ground: str) -> Datum:
    """Write what something is worth; its ground tells the error of the simulation."""
    error = as_known(worth.standard_error, worth.standard_error)
    derived = _say(scribe, ground, error=scribe.brief(error, currency=False))
    return _money(scribe, worth.value, derived, worth.standard_error)


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"ask.{key}", **params)
