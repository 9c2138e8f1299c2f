"""Simulate alternatives on the same draws and set them beside today (METHOD §3.11, §5.3, §5.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.books.lines import COMPANY
from tramite.books.statement import IncomeStatement
from tramite.decisions.alternatives import TODAY, Alternative, Lever
from tramite.decisions.comparison import (
    AlternativeResult,
    Comparison,
    Missing,
    NotSimulated,
    Parameter,
    Path,
    Step,
)
from tramite.decisions.levers.close_channel import CloseChannel, close_channel, draw_close_channel
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.shift_investment import ShiftInvestment, draw_shift_investment, shift_investment
from tramite.decisions.levers.step import WorldStep, onset
from tramite.decisions.strategy import judge_strategy
from tramite.decisions.today import missing_for_simulation, today
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, Name
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import weakest
from tramite.kernel.periods import add_months
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase, say

_HOW = phrase("methods.value")


def compare(
    alternatives: Sequence[Alternative],
    *,
    statement: IncomeStatement,
    beliefs: Beliefs,
    definition: CaseDefinition,
    chance: Chance,
) -> Comparison:
    """Simulate today and each alternative, month by month, on the same draws.

    Args:
        statement: of the base year. beliefs: about reactions to closing. chance: seed and number of draws.

    Returns: results with today first. An alternative that lacks data or a belief is not simulated, and says what
        is missing; without the base data today is not simulated either.
    """
    missing = missing_for_simulation(statement, definition)
    results: list[AlternativeResult] = []
    lacking: list[NotSimulated] = []
    context = None
    if not missing:
        base = today(statement, definition=definition, chance=chance)
        context = LeverContext(base, beliefs, definition, chance)
        results.append(_today_result(context))
    for alternative in alternatives:
        needs = (*missing, *_missing_beliefs(alternative, beliefs))
        if needs or context is None:
            lacking.append(NotSimulated(alternative.id, alternative.name, needs))
        else:
            results.append(_simulate(alternative, context))
    method = definition.method
    sales = (statement.amount(COMPANY, "net_sales") or 0.0) / statement.period.months * method.horizon_months
    return Comparison(
        first_month=add_months(statement.period.last, 1), months=method.horizon_months, draws=chance.draws,
        seed=chance.seed, level=method.interval_level, currency=definition.currency,
        results=tuple(results), not_simulated=tuple(lacking),
        strategy=judge_strategy(results, net_sales=sales, method=method),
    )  # fmt: skip


def _missing_beliefs(alternative: Alternative, beliefs: Beliefs) -> Iterator[Missing]:
    for lever in alternative.levers:
        if isinstance(lever, CloseChannel) and lever.channel not in beliefs.diversion:
            yield Missing("parameters.diversion_belief", lever.channel)


def _today_result(context: LeverContext) -> AlternativeResult:
    title = Name(en=say("steps.today", "en"), it=say("steps.today", "it"))
    return _result(TODAY, title, context, (), [], context.today.world)


def _simulate(alternative: Alternative, context: LeverContext) -> AlternativeResult:
    world = context.today.world
    value = context.today.ground.value(world)
    parameters: list[Parameter] = []
    steps: list[Step] = []
    for lever in alternative.in_order():
        drawn, run = _run(lever, context, world)
        parameters += drawn
        for step in run:
            world, before = step.world, value
            value = context.today.ground.value(world)
            steps.append(Step(step.code, float(np.mean(value - before)), step.channel_id))
    unknown = tuple(_unknown_effects(alternative, context))
    stranded = sum(_stranded_overhead(lever, context) for lever in alternative.levers)
    result = _result(alternative.id, alternative.name, context, tuple(steps), parameters, world, stranded)
    return replace(result, left_out=unknown)


def _unknown_effects(alternative: Alternative, context: LeverContext) -> Iterator[Missing]:
    """Name the effects that the method asks for and nobody was heard about."""
    online = any(channel.medium == "online" for channel in context.definition.selling_channels)
    if context.beliefs.halo is not None or not online:
        return
    for lever in alternative.levers:
        closes = isinstance(lever, CloseChannel)
        if closes and context.definition.channel(lever.channel).medium == "physical":
            yield Missing("parameters.halo", lever.channel)


def _run(lever: Lever, context: LeverContext, world: World) -> tuple[list[Parameter], Iterator[WorldStep]]:
    base = context.today
    match lever:
        case CloseChannel():
            closing, parameters = draw_close_channel(lever, context)
            return parameters, close_channel(lever, closing, base.ground, world)
        case ShiftInvestment():
            investing, parameters = draw_shift_investment(lever, context)
            return parameters, shift_investment(lever, investing, base.ground, world, base.world)


def _result(
    name: str,
    title: Name,
    context: LeverContext,
    steps: tuple[Step, ...],
    parameters: list[Parameter],
    world: World,
    stranded_overhead: float = 0.0,
) -> AlternativeResult:
    ground, base = context.today.ground, context.today.world
    value, change = ground.value(world), ground.value(world) - ground.value(base)
    used = _unique([*context.today.parameters, *parameters])
    grade = weakest(parameter.estimate.grade for parameter in used)
    evidence = tuple(dict.fromkeys(source for parameter in used for source in parameter.estimate.evidence))
    ebitda = ground.ebitda(world)
    earnings = ground.partner_earnings(world) - ground.partner_earnings(base)
    level = context.definition.method.interval_level

    def estimate(draws: Draws, how: Sayable, sources: tuple[Source, ...] = ()) -> Estimate:
        return context.summary(draws, "money", how, grade, sources)

    return AlternativeResult(
        name=name, title=title,
        value=estimate(value, _HOW, evidence),
        change=estimate(change, _HOW, evidence),
        p_better=None if name == TODAY else float(np.mean(change > 0)),
        steps=steps,
        ebitda=_path(ebitda, level),
        change_by_month=_path((ebitda - ground.ebitda(base)).cumsum(axis=1), level),
        partner_earnings={
            channel: estimate(earnings[:, k], phrase("methods.partner_earnings"))
            for k, channel in enumerate(ground.channels)
            if ground.indirect[k]
        },
        stranded_overhead=stranded_overhead,
        parameters=used, grade=grade, evidence=evidence, draws=value,
    )  # fmt: skip


def _unique(parameters: list[Parameter]) -> tuple[Parameter, ...]:
    return tuple({(p.code, p.channel_id): p for p in parameters}.values())


def _path(draws: Draws, level: float) -> Path:
    lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Path(draws.mean(axis=0), lower, upper)


def _stranded_overhead(lever: Lever, context: LeverContext) -> float:
    """Return the overhead that a closed channel bears today and the others must bear, over the horizon."""
    if not isinstance(lever, CloseChannel):
        return 0.0
    ground, months = context.today.ground, context.definition.method.horizon_months
    gone = onset(months, ground.month_index(lever.start), float(lever.months_to_close))
    return float(gone.sum() * ground.overhead_by_channel[ground.index(lever.channel)])
