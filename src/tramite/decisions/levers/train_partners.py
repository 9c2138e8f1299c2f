"""Lever «train partners»: who knows more sends fewer customers elsewhere, for the cost of the hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tramite.beliefs.held import Beliefs
from tramite.beliefs.information.causes import CODES
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.effects import UnprovenEffect, know_estimate
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, UncertainAmount, UncertainShare
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate

_MOST_REDIRECTED = 0.95  # of those who ask: beyond it nobody would be left to judge by


@dataclass(frozen=True, slots=True)
class TrainPartnersDraws:
    """Drawn parameters, each (d,).

    Attributes:
        redirected: share of those who asked for us and were sent elsewhere. ignorance: share of the reasons given
            that is not knowing. knowledge: share of the facts that partners know today.
    """

    redirected: Draws
    ignorance: Draws
    knowledge: Draws
    knowledge_after: Draws
    steer_effect: Draws
    hours: Draws
    hour_cost: Draws
    ramp_months: Draws


class TrainPartners(Lever):
    """Parameters of the lever.

    Attributes:
        start: month of the first round. every_months: between rounds, 0 for a single one.
        partners: how many are trained; partners_all: how many the channel has, those not trained stay as they are.
        knowledge_after: share of the facts known after training, 0–1.
        steer_effect: share of the wrong steer from ignorance that would go if ignorance went; its range holds zero
            until a before and after with a control.
        hours: of a partner in a round, theirs and ours; hour_cost: what we pay for each, currency of the case.
        ramp_months: until it works in full.
    """

    kind: Literal["train-partners"]
    start: date
    every_months: Annotated[int, Field(ge=0, le=60)] = 12
    partners: Annotated[int, Field(ge=1)]
    partners_all: Annotated[int, Field(ge=1)]
    knowledge_after: UncertainShare
    steer_effect: UnprovenEffect
    hours: UncertainAmount
    hour_cost: UncertainAmount
    ramp_months: UncertainAmount

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Self:
        if self.partners > self.partners_all:
            raise ValueError("partners ≤ partners_all")
        return self

    @property
    def trained(self) -> float:
        """Share of the partners of the channel that is trained, 0–1."""
        return self.partners / self.partners_all

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Say what was not heard: how many are sent elsewhere, why, and what partners know."""
        found = _heard(beliefs, self.channel)
        yield from (Missing(f"parameters.{code}_belief", self.channel) for code, known in found if known is None)

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and train."""
        return train_partners(self, draw_train_partners(self, context), context.ground, world)


def train_partners(
    lever: TrainPartners, drawn: TrainPartnersDraws, ground: Ground, world: World
) -> Iterator[WorldStep]:
    """Train the partners of a channel: first what is kept, then what it costs.

    Of 100 customers who ask for us r are sent elsewhere, q of them because partners do not know better. Those who
    stay spend E, so that r/(1 − r)·E is lost today. Training takes knowledge from K to K*, and with it
    b·(K* − K)/(1 − K) of the part that ignorance makes: gain = τ·r/(1 − r)·q·b·(K* − K)/(1 − K)·E, τ the share of
    partners that is trained (METHOD §3.7.2, §3.7.5, §5.4). It is assumed that who is sent elsewhere would have
    spent as much as who is not. What is kept comes from competitors: no channel of ours loses it.
    """
    k, groups = ground.index(lever.channel), ground.groups_of(lever.target(ground.market))
    start = ground.month_index(lever.start)
    kept = lever.trained * saved_share(drawn)[:, np.newaxis] * onset(ground.months, start, drawn.ramp_months)
    world = world.scaled(k, 1 + kept, groups)
    yield WorldStep("training_sales", lever.channel, world)

    months = np.arange(ground.months) - max(start, 0)
    due = (months == 0) if lever.every_months == 0 else (months >= 0) & (months % lever.every_months == 0)
    cost = (lever.partners * drawn.hours * drawn.hour_cost)[:, np.newaxis] * due
    yield WorldStep("training_cost", lever.channel, world.with_added(k, "cost_to_serve", -cost))


def saved_share(drawn: TrainPartnersDraws) -> Draws:
    """Return what training of all partners keeps, as a share of what is sold to those who stay: (d,)."""
    lost = drawn.redirected / (1 - drawn.redirected)
    unknown = 1 - drawn.knowledge
    learnt = np.clip(drawn.knowledge_after - drawn.knowledge, 0.0, None)
    taught = np.divide(learnt, unknown, out=np.zeros_like(unknown), where=unknown > 0)
    found: Draws = lost * drawn.ignorance * drawn.steer_effect * taught
    return found


def draw_train_partners(lever: TrainPartners, context: LeverContext) -> TrainPartnersDraws:
    """Draw the parameters: three beliefs, the rest assumptions."""
    most = {"redirected": _MOST_REDIRECTED}
    known = {
        code: know_estimate(code, lever.channel, estimate, context, most=most.get(code, 1.0))
        for code, estimate in _heard(context.beliefs, lever.channel)
        if estimate is not None
    }
    assumed = context.assume_all(lever.channel, {
        "knowledge_after": (lever.knowledge_after, "share"),
        "steer_effect": (lever.steer_effect, "share"),
        "hours": (lever.hours, "ratio"),
        "hour_cost": (lever.hour_cost, "money"),
        "ramp_months": (lever.ramp_months, "months"),
    })  # fmt: skip
    return TrainPartnersDraws(**known, **assumed)


def _heard(beliefs: Beliefs, channel: str) -> tuple[tuple[str, Estimate | None], ...]:
    told = beliefs.information
    if told is None:
        return ("redirected", None), ("ignorance", None), ("knowledge", None)
    steering = next((one for one in told.steering if one.domain == channel), None)
    redirected = None if steering is None else steering.components.get("redirected")
    known = told.knowledge.get("partner")
    cells = () if known is None else known.cells
    knowledge = next((cell.estimate for cell in cells if cell.domain == channel), None)
    found = (("redirected", redirected), ("ignorance", _ignorance(beliefs, channel)), ("knowledge", knowledge))
    return tuple((code, _told(estimate)) for code, estimate in found)


def _told(estimate: Estimate | None) -> Estimate | None:
    return None if estimate is None or estimate.value is None else estimate


def _ignorance(beliefs: Beliefs, channel: str) -> Estimate | None:
    """Return the share of the reasons for sending customers elsewhere that is not knowing.

    Partners name several reasons (PI03): a share of them names each. Not knowing has the part of all namings that
    it has, and its interval in the same proportion.
    """
    if beliefs.information is None:
        return None
    table = beliefs.information.causes.redirected
    cells = [cell for cell in table.cells if cell.domain == channel and not cell.hidden_because]
    named = sum(cell.estimate.value or 0.0 for cell in cells)
    known = next((cell.estimate for cell in cells if cell.key == CODES["ignorance"]), None)
    return None if known is None or known.value is None or named <= 0 else _scaled(known, max(named, 1.0))


def _scaled(estimate: Estimate, by: float) -> Estimate:
    ends = (None if end is None else end / by for end in (estimate.value, estimate.lower, estimate.upper))
    value, lower, upper = ends
    return replace(estimate, value=value, lower=lower, upper=upper)
