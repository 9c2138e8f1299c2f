"""Simulate alternatives on the same draws and set them beside today (METHOD §3.11, §5.3, §5.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from tramite.beliefs.held import Beliefs
from tramite.books.lines import COMPANY
from tramite.books.statement import IncomeStatement
from tramite.books.statement_cut import StatementCut
from tramite.decisions.ahead import statement_ahead
from tramite.decisions.alternatives import TODAY, Alternative
from tramite.decisions.assess import assess
from tramite.decisions.comparison import AlternativeResult, Comparison, NotSimulated, Step
from tramite.decisions.levers.law import LawFlag, LawGround
from tramite.decisions.market import Market, market_of
from tramite.decisions.missing import Missing
from tramite.decisions.parameters import Parameter, summarise
from tramite.decisions.path import Path
from tramite.decisions.sensitivity.influence import Influence, influences
from tramite.decisions.sensitivity.swing import swings
from tramite.decisions.simulation import KEPT, Outcome, Setting, Simulated, simulate, values
from tramite.decisions.strategy import judge_strategy
from tramite.decisions.today import missing_for_simulation
from tramite.decisions.unknown_costs import unknown_costs
from tramite.kernel.case import CaseDefinition, Name
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.periods import add_months
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase, say

_VALUE = phrase("methods.value")
_EARNINGS = phrase("methods.partner_earnings")


def compare(
    alternatives: Sequence[Alternative],
    *,
    statement: IncomeStatement,
    cut: StatementCut,
    beliefs: Beliefs,
    definition: CaseDefinition,
    chance: Chance,
    days_outstanding: Mapping[str, float] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Comparison:
    """Simulate today and each alternative, month by month, on the same draws.

    Args:
        statement: of the base year, by channel. cut: the same by channel, segment and product line.
        beliefs: about what customers and partners would do. chance: seed and number of draws.
        days_outstanding: days of sales that partners owe, by channel; of others cash leaves out what is owed.
        progress: called with the share that is done.

    Returns: results with today first. An alternative that lacks data or a belief is not simulated, and says what
        is missing; without the base data today is not simulated either.
    """
    missing = missing_for_simulation(statement, definition)
    results: tuple[AlternativeResult, ...] = ()
    found: tuple[Influence, ...] = ()
    market = None if missing else market_of(statement, cut, definition)
    lacking = {each.id: (*missing, *_lacks(each, market, statement, beliefs, definition)) for each in alternatives}
    chosen = [each for each in alternatives if not lacking[each.id]]
    if market is not None:
        market = market_with(chosen, market)
        setting = Setting(market, statement, beliefs, definition, days_outstanding or {})
        simulated = simulate(chosen, setting, chance, progress=progress)
        results = assess(_results(chosen, setting, simulated), chosen, setting, chance)
        found = _influences(chosen, results, setting, chance)
    method = definition.method
    sales = (statement.amount(COMPANY, "net_sales") or 0.0) / statement.period.months * method.horizon_months
    return Comparison(
        first_month=add_months(statement.period.last, 1), months=method.horizon_months, draws=chance.draws,
        seed=chance.seed, level=method.interval_level, currency=definition.currency,
        results=results,
        not_simulated=tuple(NotSimulated(a.id, a.name, lacking[a.id]) for a in alternatives if lacking[a.id]),
        strategy=judge_strategy([each for each in results if each.feasible], net_sales=sales, method=method),
        influences=found, market=market,
        law={each.id: _law(each, LawGround(definition, beliefs, market)) for each in alternatives},
    )  # fmt: skip


def market_with(alternatives: Iterable[Alternative], market: Market) -> Market:
    """Return the market with every channel that one of the alternatives opens."""
    for alternative in alternatives:
        for lever in alternative.levers:
            market = lever.opens(market)
    return market


def _lacks(
    alternative: Alternative,
    market: Market | None,
    statement: IncomeStatement,
    beliefs: Beliefs,
    definition: CaseDefinition,
) -> tuple[Missing, ...]:
    found = [missing for lever in alternative.levers for missing in lever.missing(beliefs, definition)]
    if market is not None:
        for lever in alternative.levers:
            found += lever.missing_in_books(market, statement, beliefs, definition)
    return tuple(dict.fromkeys(found))


def _law(alternative: Alternative, ground: LawGround) -> tuple[LawFlag, ...]:
    return tuple(dict.fromkeys(flag for lever in alternative.in_order() for flag in lever.law(ground)))


def _influences(
    alternatives: Sequence[Alternative], results: Sequence[AlternativeResult], setting: Setting, chance: Chance
) -> tuple[Influence, ...]:
    """Tell what the change of the alternative that is best on average, of those to choose from, hangs on."""
    feasible = [place for place, result in enumerate(results[1:]) if result.feasible]
    if not feasible:
        return ()
    place = max(feasible, key=lambda each: float(results[each + 1].draws.mean()))

    def change(drawn: Chance) -> Draws:
        found = values([alternatives[place]], setting, drawn)
        gain: Draws = found[:, 1] - found[:, 0]
        return gain

    level = setting.definition.method.interval_level
    return influences(change, chance, channels=setting.market.channels, level=level)


def _results(
    alternatives: Sequence[Alternative], setting: Setting, simulated: Simulated
) -> tuple[AlternativeResult, ...]:
    level, currency = setting.definition.method.interval_level, setting.definition.currency
    common = [summarise(blocks, level=level, currency=currency) for blocks in simulated.drawn.values()]
    base = simulated.outcomes[0]
    title = Name(en=say("steps.today", "en"), it=say("steps.today", "it"))
    results = [_result(TODAY, title, base, base, common, setting)]
    for alternative, outcome in zip(alternatives, simulated.outcomes[1:], strict=True):
        drawn = [summarise(blocks, level=level, currency=currency) for blocks in outcome.drawn.values()]
        results.append(
            _result(alternative.id, alternative.name, outcome, base, [*common, *drawn], setting, alternative)
        )
    return tuple(results)


def _result(
    name: str,
    title: Name,
    outcome: Outcome,
    base: Outcome,
    parameters: list[Parameter],
    setting: Setting,
    alternative: Alternative | None = None,
) -> AlternativeResult:
    definition, market = setting.definition, setting.market
    level = definition.method.interval_level
    grade = weakest(parameter.estimate.grade for parameter in parameters)
    evidence = tuple(dict.fromkeys(source for parameter in parameters for source in parameter.estimate.evidence))
    left_out = () if alternative is None else (
        *(missing for lever in alternative.levers for missing in lever.left_out(setting.beliefs, definition)),
        *unknown_costs(outcome, base, setting),
    )  # fmt: skip
    change = outcome.value - base.value
    earnings = outcome.partner_earnings - base.partner_earnings

    def estimate(draws: Draws, how: Sayable, sources: tuple[Source, ...] = ()) -> Estimate:
        return _estimate(draws, how, grade, sources, definition)

    return AlternativeResult(
        name=name, title=title,
        value=estimate(outcome.value, _VALUE, evidence), change=estimate(change, _VALUE, evidence),
        p_better=None if alternative is None else float(np.mean(change > 0)),
        steps=tuple(
            Step(code, float(amount), channel)
            for (code, channel), amount in zip(outcome.steps, outcome.step_values, strict=True)
        ),
        ebitda=Path.of_draws(outcome.ebitda, level),
        change_by_month=Path.of_draws((outcome.ebitda - base.ebitda).cumsum(axis=1), level),
        partner_earnings={
            channel: estimate(earnings[:, k], _EARNINGS)
            for k, channel in enumerate(market.channels)
            if market.indirect[k]
        },
        stranded_overhead=outcome.stranded_overhead,
        parameters=tuple(parameters), grade=grade, evidence=evidence, left_out=left_out,
        shortfall=None if alternative is None else _shortfall(change, level),
        swings=() if alternative is None else swings(change[:KEPT], parameters, level),
        ahead=statement_ahead(market, outcome, add_months(setting.statement.period.last, 1)),
        draws=outcome.value[:KEPT], outcome=outcome,
    )  # fmt: skip


def _estimate(
    draws: Draws, how: Sayable, grade: Grade, sources: tuple[Source, ...], definition: CaseDefinition
) -> Estimate:
    return Estimate.of_draws(
        draws, level=definition.method.interval_level, unit="money", method=how, grade=grade, evidence=sources,
        currency=definition.currency,
    )  # fmt: skip


def _shortfall(change: Draws, level: float) -> float:
    """Return the mean of the worst draws, 1 − level of them (expected shortfall; Acerbi & Tasche 2002)."""
    worst = max(round((1 - level) * len(change)), 1)
    return float(np.partition(change, worst - 1)[:worst].mean())
