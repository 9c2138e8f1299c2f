"""Run alternatives over the months ahead, block by block of draws: memory does not grow with the draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.books.statement import IncomeStatement
from tramite.decisions.alternatives import Alternative
from tramite.decisions.cash import cash_by_month
from tramite.decisions.flows import Flows, flows_of
from tramite.decisions.ground import Future, Ground, groups_of
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.market import FIXED, Market
from tramite.decisions.parameters import Drawn, Key
from tramite.decisions.today import draw_future
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance, Draws

_T = TypeVar("_T")
BLOCK: Final = 250
"""Draws that are worked on together: a block of worlds stays in the processor's cache."""
_YEAR: Final = 12
KEPT: Final = 20_000
"""Draws of which more than the value is kept: intervals of single months or channels do not need more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a simulation starts from, the same for every block and alternative.

    Attributes:
        days_outstanding: days of sales that partners owe, by channel where the books tell.
    """

    market: Market
    statement: IncomeStatement
    beliefs: Beliefs
    definition: CaseDefinition
    days_outstanding: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one alternative comes to.

    Shapes: d draws, e of them kept (the first ``KEPT``), t months, y whole years, k channels, s steps; money as in
    the statement, not discounted but in ``value`` and ``step_values``.

    Attributes:
        value: (d,) discounted EBITDA contribution minus one-off costs. ebitda: (e, t). cash: (e, t) the same,
            minus the rise of what partners owe.
        yearly: (e, y, k, 2) net sales at the prices and terms of the base year, and contribution margin 1, of each
            whole year of the horizon.
        sales, margin1, margin2, spend: (e, k) net sales, contribution margins 1 and 2, end-customer spend over
            the horizon. volume: (e, k) net sales at the prices and terms of the base year.
        partner_earnings: (e, k).
        by_line, by_segment: (e, label, 2) net sales and contribution margin 1 over the horizon of each product
            line and segment, in the order of ``Market.lines`` and ``Market.segments``.
        groups, flows: market cells that were treated alike, and the mean of what was moved. added: (channel or
            ``None``, line) to (t,). fixed: (t, k, 2) and company: (t,). All means over draws.
        steps: code and channel of each step; step_values: (s,) mean change of value of each.
        drawn: blocks of each parameter that a lever drew.
    """

    value: Draws
    ebitda: Draws
    cash: Draws
    yearly: Draws
    sales: Draws
    volume: Draws
    margin1: Draws
    margin2: Draws
    spend: Draws
    partner_earnings: Draws
    by_line: Draws
    by_segment: Draws
    groups: tuple[frozenset[int], ...]
    flows: Flows
    added: Mapping[tuple[int | None, str], Draws]
    fixed: Draws
    company: Draws
    steps: tuple[tuple[str, str | None], ...]
    step_values: Draws
    stranded_overhead: float
    drawn: Mapping[Key, Sequence[Drawn]]


@dataclass(frozen=True, slots=True)
class Simulated:
    """Today first, then each alternative, on the same draws; and what was drawn for all of them."""

    outcomes: tuple[Outcome, ...]
    drawn: Mapping[Key, Sequence[Drawn]]


@dataclass(frozen=True, slots=True)
class _Course:
    """One alternative in one block of draws."""

    ground: Ground
    world: World
    value: Draws
    steps: tuple[tuple[str, str | None], ...] = ()
    changes: tuple[float, ...] = ()
    stranded_overhead: float = 0.0
    drawn: tuple[Drawn, ...] = ()


def simulate(
    alternatives: Sequence[Alternative],
    setting: Setting,
    chance: Chance,
    *,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Simulated:
    """Run today and the alternatives over the horizon.

    Blocks of draws run side by side and are joined in their order: the result does not depend on how many at once.

    Args:
        threads: blocks at once; all processors unless given. progress: called with the share that is done.
    """
    done = list(_blocks(lambda block: _block(alternatives, setting, block), chance, threads, progress))
    outcomes = zip(*(found for found, _ in done), strict=True)
    return Simulated(tuple(_joined(parts) for parts in outcomes), _gathered([drawn for _, drawn in done]))


def values(
    alternatives: Sequence[Alternative], setting: Setting, chance: Chance, *, threads: int | None = None
) -> Draws:
    """Return V of today and of each alternative, and nothing else: (d, alternative), today first."""

    def run(block: Chance) -> Draws:
        future, _ = _future(setting, block)
        courses = (_course(each, setting, future, block, steps=False) for each in (None, *alternatives))
        return np.column_stack([course.value for course in courses])

    return np.concatenate(list(_blocks(run, chance, threads, None)))


def _blocks(
    run: Callable[[Chance], _T], chance: Chance, threads: int | None, progress: Callable[[float], None] | None
) -> Iterator[_T]:
    blocks = list(chance.blocks(BLOCK))
    with ThreadPoolExecutor(min(threads or os.cpu_count() or 1, len(blocks))) as pool:
        for number, found in enumerate(pool.map(run, blocks), 1):
            if progress:
                progress(number / len(blocks))
            yield found


def _block(
    alternatives: Sequence[Alternative], setting: Setting, chance: Chance
) -> tuple[list[Outcome], list[Drawn]]:
    future, drawn = _future(setting, chance)
    kept = chance.block * BLOCK < KEPT
    courses = (_course(each, setting, future, chance) for each in (None, *alternatives))
    return [_outcome(course, setting, kept=kept) for course in courses], drawn if kept else []


def _future(setting: Setting, chance: Chance) -> tuple[Future, list[Drawn]]:
    """Draw the months ahead, of the channels that alternatives open too."""
    future, drawn = draw_future(setting.statement, definition=setting.definition, chance=chance)
    return future.with_channels(len(setting.market.channels)), drawn


def _course(
    alternative: Alternative | None, setting: Setting, future: Future, chance: Chance, *, steps: bool = True
) -> _Course:
    """Apply the levers of an alternative, in their order.

    Args:
        steps: whether the value after every step is wanted, or the last one alone.
    """
    levers = () if alternative is None else alternative.in_order()
    targets = [lever.target(setting.market) for lever in levers]
    ground = Ground(setting.market, future, groups_of(targets, len(setting.market.cells)))
    context = LeverContext(ground, setting.beliefs, setting.definition, chance)
    world = ground.unchanged()
    value = ground.value(world) if steps else np.empty(0)
    taken: list[tuple[str, str | None]] = []
    changes: list[float] = []
    for lever in levers:
        for step in lever.run(context.by(f"{lever.kind} {lever.channel}"), world):
            world = step.world
            if steps:
                before, value = value, ground.value(world)
                taken.append((step.code, step.channel_id))
                changes.append(float((value - before).sum()))
    return _Course(
        ground, world, value if steps else ground.value(world), tuple(taken), tuple(changes),
        sum(lever.stranded_overhead(ground) for lever in levers), tuple(context.drawn),
    )  # fmt: skip


def _outcome(course: _Course, setting: Setting, *, kept: bool) -> Outcome:
    """Reduce a course to what is told of it; sums over draws where a mean is told."""
    ground, world = course.ground, course.world
    sales, margin = margins = ground.margins(world)
    fixed, company = ground.fixed(world), ground.company(world)
    margin1, market = margin.sum(axis=1), ground.market
    volume = ground.sales_at_base_prices(world, margins)
    few = slice(None) if kept else slice(0)
    ebitda = ground.ebitda(world, margins)[few]
    none = np.empty((0, 0, 2))
    wide = (ground.draws, ground.months)
    return Outcome(
        value=course.value, ebitda=ebitda,
        cash=cash_by_month(ebitda, sales[few], market, setting.days_outstanding),
        yearly=_by_year(np.stack([volume[few], margin[few]], axis=-1)),
        sales=sales.sum(axis=1)[few], volume=volume.sum(axis=1)[few], margin1=margin1[few],
        margin2=(margin1 + fixed[..., FIXED.index("fixed_avoidable")].sum(axis=1))[few],
        spend=ground.spend(world).sum(axis=1)[few], partner_earnings=ground.partner_earnings(world, margins)[few],
        by_line=ground.totals(world, market.line_of, len(market.lines)) if kept else none,
        by_segment=ground.totals(world, market.segment_of, len(market.segments)) if kept else none,
        groups=ground.groups, flows=flows_of(ground, world),
        added={key: np.broadcast_to(amount, wide).sum(axis=0) for key, amount in world.added.items()},
        fixed=fixed.sum(axis=0), company=company.sum(axis=0), steps=course.steps,
        step_values=np.array(course.changes), stranded_overhead=course.stranded_overhead,
        drawn=_gathered([course.drawn]) if kept else {},
    )  # fmt: skip


def _by_year(by_month: Draws) -> Draws:
    """Add up whole years: (d, t, …) to (d, y, …); months after the last whole year are left out."""
    draws, months, *rest = by_month.shape
    years = months // _YEAR
    found: Draws = by_month[:, : years * _YEAR].reshape(draws, years, _YEAR, *rest).sum(axis=2)
    return found


_JOINED: Final = (
    "value", "ebitda", "cash", "yearly", "sales", "volume", "margin1", "margin2", "spend", "partner_earnings",
    "by_line", "by_segment",
)  # fmt: skip


def _joined(parts: Sequence[Outcome]) -> Outcome:
    """Join the blocks of an alternative: draws end to end, sums over draws to means."""
    draws = sum(len(part.value) for part in parts)

    def mean(of: Callable[[Outcome], Draws]) -> Draws:
        total: Draws = sum((of(part) for part in parts[1:]), start=of(parts[0])) / draws
        return total

    ends: dict[str, Any] = {
        name: np.concatenate([found for part in parts if len(found := getattr(part, name))]) for name in _JOINED
    }
    return replace(
        parts[0], **ends,
        flows={key: mean(lambda part, key=key: part.flows[key]) for key in parts[0].flows},  # type: ignore[misc]
        added={key: mean(lambda part, key=key: part.added[key]) for key in parts[0].added},  # type: ignore[misc]
        fixed=mean(lambda part: part.fixed), company=mean(lambda part: part.company),
        step_values=mean(lambda part: part.step_values),
        drawn=_gathered([each for blocks in part.drawn.values() for each in blocks] for part in parts),
    )  # fmt: skip


def _gathered(blocks: Iterable[Sequence[Drawn]]) -> Mapping[Key, Sequence[Drawn]]:
    found: dict[Key, list[Drawn]] = {}
    for block in blocks:
        for each in {drawn.key: drawn for drawn in block}.values():
            found.setdefault(each.key, []).append(each)
    return found
