"""The options of a plan, one by one: what each costs, gives by itself, and whether it can be chosen."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.allocation.availability import Unavailable
from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.allocation.plan import Option
from tramite.decisions.allocation.result import Allocation
from tramite.kernel.provenance import Source
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading
from tramite.reports.sections.feasible import why_barred

_PLAN = Source("assumption", "allocation.toml")


def write_options(scribe: Scribe, made: CaseAllocation, found: Allocation) -> Iterator[Block]:
    """Write a table of all options, by choice."""
    away = {one.item: one for one in made.unavailable}
    best = () if found.best is None else made.plan.chosen(found.best.mix)
    rows: list[Row] = []
    for item, (choice, option) in enumerate(made.plan.options()):
        if option is choice.options[0]:
            rows.append(Row(choice.name.say(scribe.language), kind="group"))
        alone, why = found.alone[item], away.get(item)
        if alone is not None:
            effect = scribe.estimate(alone.change, sources=(_PLAN,))
        else:
            effect = scribe.absent("money", _reason(scribe, option, why))
        limits = {price.code: price.limit for price in found.shadow_prices}
        if alone is None or any(used > limits[code] for code, used in alone.uses.items()):
            reading = _reason(scribe, option, why)
        else:
            reading = _say(scribe, "is_chosen" if (choice, option) in best else "not_chosen")
        cells = (_cost(scribe, option.once), _cost(scribe, option.yearly), effect, scribe.words(reading))
        rows.append(Row(option.name.say(scribe.language), cells))
    yield Heading("allocation-options-title", _say(scribe, "options"))
    headers = tuple(_say(scribe, key) for key in ("option", "once", "yearly", "alone", "chosen"))
    notes = () if made.people_heard else (_say(scribe, "people_unheard"),)
    caption = _say(scribe, "options_caption", currency=scribe.currency)
    yield Grid("allocation-options", "allocation", caption, headers, tuple(rows), notes)


def _cost(scribe: Scribe, amount: float) -> Datum:
    return scribe.number(amount, "money", (_PLAN,), derived=_say(scribe, "plan_ground"))


def _reason(scribe: Scribe, option: Option, why: Unavailable | None) -> str:
    if why is None:
        return _say(scribe, "over_limits")
    if option.blocked is not None:
        by, reason = _say(scribe, f"by_{option.blocked.by}"), option.blocked.reason.say(scribe.language)
        return _say(scribe, "blocked_plan", by=by, reason=reason)
    if why.bars:
        words = why_barred(scribe, why.bars[0])
        return words[0].upper() + words[1:]
    lacks = (one.named(scribe.language, scribe.channel(one.channel_id)) for one in why.missing)
    return _say(scribe, "blocked_missing", missing=", ".join(lacks))


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"allocation.{key}", **params)
