"""What to do about the first limit of a channel's growth (METHOD §3.10; R34)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tramite.beliefs.potential.result import ChannelPotential
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import Effect, KeyFigure, Law, Proposal, Written
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_books, weakest
from tramite.kernel.wording import phrase

_MONTHS = 12
_CAPACITY = "capacity"


def growth_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose to remove what partners say holds them back most, where their capacity binds first.

    Only where selling more pays: the contribution margin 1 of the channel is known and above zero. A condition
    counts where the interval of its score is above zero (more call it first than last, PX03).
    """
    told = ground.beliefs.potential
    for channel, found in told.channels.items() if told else ():
        margin = ground.statement.ratio(channel, "cm1") if channel in ground.partner_channels else None
        helps = [one for one in found.conditions if (one[1].lower or 0.0) > 0]
        if margin is not None and margin > 0 and found.binding.found == _CAPACITY and helps:
            yield _condition(ground, found, helps[0], margin)


def _condition(
    ground: PlanGround, found: ChannelPotential, first: tuple[str, Estimate], margin: float
) -> Proposal:
    code, score = first
    channel = found.channel_id
    listed = {choice.code: choice for choice in ground.answers.bank.choices_of("conditions")} if (
        ground.answers) else {}  # fmt: skip
    what = listed.get(code, code)
    agents = ground.definition.channel(channel).kind == "agents"
    law: tuple[Law, ...] = ("agents_pay",) if code == "earn" and agents else ()
    effect = _gain(ground, found, margin)
    return ground.propose(
        "condition", f"{channel}-{code}", channel_id=channel, law=law, effect=effect,
        title=phrase("actions.condition_title", channel=ground.name(channel), what=what),
        problem=phrase("actions.problem_condition", channel=ground.name(channel), what=what,
                       room=Written(found.room.value, "share")),
        kpi=KeyFigure("net_sales", phrase("lines.net_sales"), "money", found.sales.value, found.limit.value),
        grade=weakest((score.grade, found.limit.grade)), evidence=(*score.evidence, *found.limit.evidence),
    )  # fmt: skip


def _gain(ground: PlanGround, found: ChannelPotential, margin: float) -> Effect | None:
    """Return cm1 · (L − L₀): L the limit with obstacles removed (PX02), L₀ with those of today (PX01).

    Both draw the same demand and coverage. It is a ceiling: one obstacle of several is removed.
    """
    others = [term for name, term in found.terms.items() if name != _CAPACITY and term.known]
    if not (found.today.known and found.today.parts):
        return None
    chance = Chance(ground.definition.seed, ground.method.draws)
    today = np.minimum.reduce([found.today.draw(chance), *(term.draw(chance) for term in others)])
    cell = ground.statement.cell(found.channel_id, "cm1")
    gained = Estimate.of_draws(
        (found.draw(chance) - today) * margin, level=ground.method.interval_level, unit="money",
        method=phrase("actions.method_growth"), n=found.limit.n,
        grade=weakest((
            found.limit.grade, found.today.estimate.grade,
            grade_books(ground.statement.period.months, ground.method),
        )),
        evidence=(*found.limit.evidence, *found.today.estimate.evidence, *cell.sources),
        currency=ground.definition.currency,
    )  # fmt: skip
    return Effect(gained, _MONTHS, ceiling=True)
