"""Lever «change rules»: areas and registered deals, so that our channels meet less often on one customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from tramite.beliefs.conflict.answers import LOST
from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.effects import know_estimate
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.market import ONE_OFF
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, UncertainAmount, UncertainShare
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.voices.estimation.measure_table import MeasureTable


@dataclass(frozen=True, slots=True)
class ChangeRulesDraws:
    """Drawn parameters, each (d,) but ``lost``.

    Attributes:
        lost: (d, k) share of the channel's opportunities that each other channel of ours wins where they meet.
        gone: share that nobody of ours wins where two of our channels meet.
    """

    lost: Draws
    gone: Draws
    avoided: Draws
    setup_cost: Draws
    monthly_cost: Draws
    ramp_months: Draws


class ChangeRules(Lever):
    """Parameters of the lever.

    Attributes:
        start: first month under the new rules.
        avoided: share of the clashes that the rules avoid, 0–1.
        setup_cost: once; monthly_cost: of running them; currency of the case.
        ramp_months: until they work in full.
    """

    kind: Literal["change-rules"]
    start: date
    avoided: UncertainShare
    setup_cost: UncertainAmount
    monthly_cost: UncertainAmount
    ramp_months: UncertainAmount

    def asked_as(self, beliefs: Beliefs, definition: CaseDefinition) -> tuple[tuple[str, str], ...]:
        """Item VO01 asks about it."""
        return ((self.channel, "rules"),)

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Nobody can tell what fewer clashes bring without having heard of them and of how they end."""
        if _gone(beliefs, self.channel) is None:
            yield Missing("parameters.clash_belief", self.channel)

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Partners who need not cut their price earn more: by how much nobody was asked."""
        yield Missing("parameters.clash_cut", self.channel)

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and change the rules."""
        return change_rules(self, draw_change_rules(self, context), context.ground, world)


def change_rules(lever: ChangeRules, drawn: ChangeRulesDraws, ground: Ground, world: World) -> Iterator[WorldStep]:
    """Change the rules of a channel: what competitors won, what our other channels won, what it costs.

    Of what end customers spend in c, the share s_k is won by our channel k where both meet, and g by nobody of
    ours (items PW04 and PW05, read as shares of E_c as in §3.8.3, so that they are rather too small). Rules avoid
    the share a of it: g·a·E_c comes back from competitors, min(s_k·a·E_c, E_k) from channel k, which matters by
    the difference of margins v_c·cm_c − v_k·cm_k. Wins at a lower price touch what partners earn, not us.

    Source: METHOD §3.8.1–3, §5.4 (clashes × loss avoided), §5.3.
    """
    c, groups = ground.index(lever.channel), ground.groups_of(lever.target(ground.market))
    start = ground.month_index(lever.start)
    avoided = drawn.avoided[:, np.newaxis] * onset(ground.months, start, drawn.ramp_months)
    spend = ground.spend(world, groups)

    world = world.scaled(c, 1 + drawn.gone[:, np.newaxis] * avoided, groups)
    yield WorldStep("rules_won_back", lever.channel, world)

    for k, channel in enumerate(ground.channels):
        if k != c and drawn.lost[:, k].any():
            back = drawn.lost[:, [k]] * avoided * spend[:, :, c]
            there = spend[:, :, k]
            leaving = np.divide(back, there, out=np.zeros_like(back), where=there > 0).clip(max=1.0)
            world = world.shifted(k, leaving, {c: np.ones(1)}, groups)
            yield WorldStep("rules_returned", channel, world)

    active = onset(ground.months, start, 0.0)
    cost = -drawn.monthly_cost[:, np.newaxis] * active
    once = -drawn.setup_cost[:, np.newaxis] * (np.arange(ground.months) == max(start, 0))
    world = world.with_added(c, "cost_to_serve", cost).with_added(c, ONE_OFF, once)
    yield WorldStep("rules_cost", lever.channel, world)


def draw_change_rules(lever: ChangeRules, context: LeverContext) -> ChangeRulesDraws:
    """Draw the parameters: clashes are believed, the rest are assumptions."""
    ours = context.ground.channels
    lost = np.zeros((context.chance.draws, len(ours)))
    for channel, known in _lost(context.beliefs, lever.channel).items():
        if channel in ours and known.value:
            stream = f"clash_lost.{lever.channel}.{channel}"  # who wins, and from whom
            lost[:, ours.index(channel)] = know_estimate("clash_lost", channel, known, context, stream=stream)
    gone = _gone(context.beliefs, lever.channel)
    none = np.zeros(context.chance.draws)
    assumed = context.assume_all(lever.channel, {
        "avoided": (lever.avoided, "share"),
        "setup_cost": (lever.setup_cost, "money"),
        "monthly_cost": (lever.monthly_cost, "money"),
        "ramp_months": (lever.ramp_months, "months"),
    })  # fmt: skip
    lost_to_others = none if gone is None else know_estimate("clash_gone", lever.channel, gone, context)
    return ChangeRulesDraws(lost=lost, gone=lost_to_others, **assumed)


def _lost(beliefs: Beliefs, channel: str) -> Mapping[str, Estimate]:
    """Return what each channel of ours wins where it meets this one, by revenue, where it may be shown."""
    table = None if beliefs.conflict is None else beliefs.conflict.clashes
    found = _cells(table, channel)
    return {key.removeprefix(LOST): known for key, known in found.items() if key.startswith(LOST)}


def _gone(beliefs: Beliefs, channel: str) -> Estimate | None:
    return _cells(None if beliefs.conflict is None else beliefs.conflict.gone, channel).get("")


def _cells(table: MeasureTable | None, channel: str) -> dict[str, Estimate]:
    return {
        cell.key: cell.estimate
        for cell in (() if table is None else table.cells)
        if (cell.domain, cell.weighting) == (channel, "revenue") and cell.estimate.value is not None
    }
