"""What the limits of a plan cost: the best mix with each limit tighter and wider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.allocation.plan import ONCE, YEARLY
from tramite.decisions.allocation.result import Allocation, ShadowPrice
from tramite.decisions.allocation.search import EASED
from tramite.kernel.provenance import Source
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Words

_PLAN = Source("assumption", "allocation.toml")


def write_limits(scribe: Scribe, made: CaseAllocation, found: Allocation) -> Iterator[Block]:
    """Write what easing each limit would bring."""
    yield Heading("allocation-limits-title", _say(scribe, "limits"))
    yield Words(_say(scribe, "limits_lead"))
    times = (_say(scribe, "limit_times", times=scribe.figure(factor, "score")) for factor in EASED if factor != 1)
    headers = (
        *(_say(scribe, key) for key in ("limit", "limit_now", "limit_used", "change")), *times,
        _say(scribe, "price"),
    )  # fmt: skip
    rows = tuple(_row(scribe, made, found, price) for price in found.shadow_prices)
    caption = _say(scribe, "limits_caption", currency=scribe.currency)
    yield Grid("allocation-limits", "allocation", caption, headers, rows, (_say(scribe, "price_note"),))


def _row(scribe: Scribe, made: CaseAllocation, found: Allocation, price: ShadowPrice) -> Row:
    names = {one.id: one.name.say(scribe.language) for one in made.plan.capacities}
    names |= {code: _say(scribe, f"limit_{code}") for code in (ONCE, YEARLY)}
    money = price.code in (ONCE, YEARLY)
    stated = {"derived": _say(scribe, "plan_ground")}
    used = None if found.best is None else found.best.uses[price.code]
    amounts = tuple(
        scribe.number(amount, "money" if money else "score", (_PLAN,), **stated) for amount in (price.limit, used)
    )
    now = next(step for step in price.steps if step.limit == price.limit)
    others = (step for step in price.steps if step is not now)
    cells = (*amounts, _change(scribe, now.change), *(_change(scribe, step.change) for step in others))
    per_unit = _change(scribe, price.price)
    if money:
        per_unit = scribe.number(price.price, "score", (_PLAN,), derived=_say(scribe, "limit_ground"))
    return Row(names[price.code], (*cells, per_unit))


def _change(scribe: Scribe, amount: float | None) -> Datum:
    cell = scribe.number(amount, "money", (_PLAN,), derived=_say(scribe, "limit_ground"))
    return replace(cell, text=scribe.measure(amount, "money")) if amount is not None else cell


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"allocation.{key}", **params)
