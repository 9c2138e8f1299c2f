"""What carries out the chosen alternative, and what makes decisions surer (METHOD §3.11, §3.12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tramite.books.lines import COMPANY
from tramite.decisions.actions.grading import is_assumed, verification
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import Effect, KeyFigure, Law, Listed, Odds, Proposal, Written, about
from tramite.decisions.alternatives import TODAY, Alternative
from tramite.decisions.comparison import AlternativeResult, Comparison, ParameterWorth
from tramite.decisions.levers.lever import Lever
from tramite.kernel.case import Channel
from tramite.kernel.estimate import Estimate
from tramite.kernel.periods import add_months
from tramite.kernel.wording import Phrase, Sayable, catalogue, phrase

_CLOSE, _EXIT_COST = "close-channel", "exit_cost"
_SURE = 2.0  # standard errors from nothing: what a simulation of another seed would still show
_VERIFIED = 3  # quantities that are worth asking for first


def chosen_alternative(
    comparison: Comparison | None, preferred: str | None, begun: Sequence[str] = ()
) -> AlternativeResult | None:
    """Return the alternative that the plan carries out: what people chose, else the best of those simulated.

    Args:
        preferred: name that people wrote in the plan; «today» is: change nothing.
        begun: alternatives whose action people have accepted, begun or done: they are chosen too.

    Returns: ``None`` for today, where the best loses nothing by staying, or where nothing was simulated.
    """
    if comparison is None or preferred == TODAY:
        return None
    results = {result.name: result for result in comparison.results if result.p_better is not None}
    if preferred is not None:
        return results.get(preferred)
    for name in begun:
        if name in results:
            return results[name]
    strategy = comparison.strategy
    if strategy is None or strategy.correctness.correctable_loss <= 0:
        return None
    return results.get(strategy.correctness.best)


def closed_channels(alternative: Alternative | None) -> frozenset[str]:
    """Return the channels that an alternative closes."""
    levers = alternative.levers if alternative else ()
    return frozenset(lever.channel for lever in levers if lever.kind == _CLOSE)


def alternative_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose the levers of the chosen alternative as one action: the effect was simulated of all together."""
    chosen, comparison = ground.chosen, ground.comparison
    written = ground.alternatives.get(chosen.name) if chosen else None
    if chosen is None or comparison is None or written is None:
        return
    levers = written.in_order()
    start = min(_begun(comparison, lever) for lever in levers)
    channels = {lever.channel for lever in levers}
    yield ground.propose(
        "alternative", chosen.name, channel_id=channels.pop() if len(channels) == 1 else None,
        title=phrase("actions.alternative_title", name=chosen.title),
        problem=phrase(
            "actions.problem_alternative", name=chosen.title, months=comparison.months,
            change=Written(about(chosen.change.value), "money", comparison.currency),
            share=Odds(chosen.p_better),
        ),
        steps=(*_lever_steps(ground, levers), phrase("actions.alternative_steps")),
        dates=(start, _finished(ground, comparison, levers)), law=tuple(_law(ground, levers)),
        kpi=KeyFigure("ebitda", phrase("lines.ebitda"), "money", ground.amount(COMPANY, "ebitda")),
        grade=chosen.grade, evidence=chosen.evidence, effect=Effect(chosen.change, comparison.months),
        cost=_cost(chosen, levers), verify=_assumptions(ground, chosen),
    )  # fmt: skip


def _lever_steps(ground: PlanGround, levers: tuple[Lever, ...]) -> Iterator[Phrase]:
    for lever in levers:
        key = f"actions.lever_{lever.kind}"
        known = key if key in catalogue("en") else "actions.lever_other"
        yield phrase(known, channel=ground.name(lever.channel))


def _begun(comparison: Comparison, lever: Lever) -> date:
    """Return the day on which a lever is moved; one without a day of its own begins with the months ahead."""
    start = getattr(lever, "start", None)
    return start if isinstance(start, date) else comparison.first_month


def _finished(ground: PlanGround, comparison: Comparison, levers: tuple[Lever, ...]) -> date:
    """Return the last day: a closure ends when the channel is closed, other levers when they have had a year."""
    ends = [
        add_months(
            _begun(comparison, lever), getattr(lever, "months_to_close", 0) or ground.method.strategic_months
        )
        for lever in levers
    ]
    return max(ends) - timedelta(days=1)


def _cost(chosen: AlternativeResult, levers: tuple[Lever, ...]) -> float | None:
    """Return the one-off costs of a closure; what other levers cost is in their effect already."""
    if any(lever.kind != _CLOSE for lever in levers):
        return None
    costs = [p.estimate.value for p in chosen.parameters if p.code == _EXIT_COST]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known and len(known) == len(costs) else None


def _assumptions(ground: PlanGround, chosen: AlternativeResult) -> Sayable | None:
    """Name what somebody assumes of an alternative itself, each quantity once; ``None`` where nothing is."""
    results = ground.comparison.results if ground.comparison else ()
    of_today = {(p.code, p.channel_id) for one in results if one.name == TODAY for p in one.parameters}
    names = dict.fromkeys(
        _parameter(ground, p.code, p.channel_id)
        for p in chosen.parameters
        if is_assumed(p.estimate.grade) and (p.code, p.channel_id) not in of_today
    )
    return phrase("actions.verify_assumptions", names=Listed(tuple(names))) if names else None


def _law(ground: PlanGround, levers: tuple[Lever, ...]) -> Iterator[Law]:
    for lever in levers:
        yield from _law_of(ground, lever, ground.definition.channel(lever.channel))


def _law_of(ground: PlanGround, lever: Lever, channel: Channel) -> Iterator[Law]:
    """Flag what METHOD §4.11 and §4.10 name for a lever and a kind of channel."""
    agents = any(one.kind == "agents" for one in ground.definition.channels)
    if lever.kind == _CLOSE:
        yield "contracts"
        if channel.kind == "agents":
            yield "agents_indemnity"
        if channel.kind == "franchise":
            yield "franchise"
        if channel.reach == "indirect":
            yield "dependence"
    if lever.kind == "change-commission" and channel.kind == "agents":
        yield "agents_pay"
    if lever.kind in ("change-commission", "change-rules", "change-paradigm"):
        yield "contracts"
    if channel.reach == "direct" and channel.medium == "online":
        if agents:
            yield "agents_web"
        yield "antitrust"
    elif lever.kind in ("change-price", "change-rules"):
        yield "antitrust"


def verify_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose to verify the assumptions that are worth most to know before deciding.

    The effect is what perfect knowledge would be worth: a ceiling. Only what stands clear of its simulation error.
    """
    comparison = ground.comparison
    strategy = comparison.strategy if comparison else None
    if comparison is None or strategy is None:
        return
    worth = [
        each for each in strategy.worth
        if is_assumed(each.grade) and each.worth.value > _SURE * each.worth.standard_error > 0
    ]  # fmt: skip
    for each in worth[:_VERIFIED]:
        yield _verify(ground, comparison, each)


def _verify(ground: PlanGround, comparison: Comparison, each: ParameterWorth) -> Proposal:
    name = _parameter(ground, each.code, each.channel_id)
    value, error = each.worth.value, _SURE * each.worth.standard_error
    worth = Estimate(
        value, max(0.0, value - error), value + error, comparison.level, 0, None, "money",
        phrase("actions.method_worth"), grade=each.grade, evidence=each.evidence, currency=comparison.currency,
    )  # fmt: skip
    place = "-".join(part for part in (each.code, each.channel_id) if part)
    return ground.propose(
        "verify", place, channel_id=_channel(ground, each.channel_id),
        title=phrase("actions.verify_title", what=name),
        problem=phrase(
            "actions.problem_verify", what=name, worth=Written(about(value), "money", comparison.currency)
        ),
        steps=(verification(each.evidence), phrase("actions.verify_steps")),
        kpi=KeyFigure("worth_knowing", phrase("actions.kpi_verify"), "money", value, 0.0),
        grade=each.grade, evidence=each.evidence, effect=Effect(worth, comparison.months, ceiling=True),
    )  # fmt: skip


def _parameter(ground: PlanGround, code: str, place: str | None) -> Phrase:
    together = f"strategy.together_{code}"
    if place is None and together in catalogue("en"):
        return phrase(together)
    channel, fixed = _channel(ground, place), f"dossier.to_{place}"
    named = ground.name(channel) if channel else phrase(fixed) if fixed in catalogue("en") else ""
    return phrase(f"parameters.{code}", channel=named)


def _channel(ground: PlanGround, place: str | None) -> str | None:
    return place if place in {channel.id for channel in ground.definition.channels} else None
