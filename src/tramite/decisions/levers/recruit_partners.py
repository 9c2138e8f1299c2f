"""Lever «recruit partners»: more of them, less what they take from those we have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.parts import Heard, Part
from tramite.books.statement import IncomeStatement
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.earnings import sales_of_base_year
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.market import ONE_OFF, Market
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, UncertainAmount, UncertainShare
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase


@dataclass(frozen=True, slots=True)
class RecruitPartnersDraws:
    """Drawn parameters, each (d,).

    Attributes:
        productivity: net sales of a recruit, the mean of all, as a share of those of all partners of the segments
            aimed at.
        overlap: share of what recruits sell that our partners would have sold.
        clash: share of our partners' opportunities in which another channel or partner of ours is met.
        partners: that there are in these segments, one number.
    """

    productivity: Draws
    overlap: Draws
    clash: Draws
    lost_per_clash: Draws
    ramp_months: Draws
    onboarding: Draws
    partners: float


class RecruitPartners(Lever):
    """Parameters of the lever; amounts in the currency of the case.

    Attributes:
        partners: that are recruited for the channel and do start. start: first month.
        ramp_months: until they sell in full.
        onboarding: one-off cost of each.
        overlap: share of what they sell that partners of ours would have sold, 0–1; left out, it is what partners
            said of the customers in their area (PX05): the share of those who could buy that already do.
        lost_per_clash: share of the opportunities in which partners newly meet each other that we lose, 0–1.
    """

    kind: Literal["recruit-partners"]
    partners: Annotated[int, Field(ge=0, le=100_000)]
    start: date
    ramp_months: UncertainAmount
    onboarding: UncertainAmount
    overlap: UncertainShare | None = None
    lost_per_clash: UncertainShare

    def asked_as(self, beliefs: Beliefs, definition: CaseDefinition) -> tuple[tuple[str, str], ...]:
        """Item VO01 asks about it."""
        return ((self.channel, "recruit"),)

    def missing(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Nobody can tell what a partner sells without partners' sales, or how much of it is new."""
        if self.channel not in beliefs.productivity:
            yield Missing("parameters.productivity_belief", self.channel)
        if self.overlap is None and _reach(self.channel, beliefs) is None:
            yield Missing("parameters.overlap_belief", self.channel)

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Say that clashes are not in the numbers where no partner was heard about them.

        And that recruits for some segments are taken to sell as partners of the whole channel do, where too few
        partners of these segments bought.
        """
        if _clash(self.channel, beliefs) is None:
            yield Missing("parameters.clash", self.channel)
        known = beliefs.productivity.get(self.channel)
        if self.segments and known is not None and known.of_segments(self.segments) is None:
            yield Missing("parameters.productivity_segments", self.channel)

    def missing_in_books(
        self, market: Market, statement: IncomeStatement, beliefs: Beliefs, definition: CaseDefinition
    ) -> Iterator[Missing]:
        """Recruits sell as the channel does: where it sells nothing of what they are for, nobody can tell how."""
        if sales_of_base_year(market, market.index(self.channel), self.target(market)) <= 0:
            yield Missing("parameters.recruits_sell", self.channel)

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and recruit."""
        return recruit_partners(self, draw_recruit_partners(self, context), context.ground, world)


def recruit_partners(
    lever: RecruitPartners, drawn: RecruitPartnersDraws, ground: Ground, world: World
) -> Iterator[WorldStep]:
    """Recruit partners for a channel, step by step.

    Δ = n·ramp·p·(1 − o) − n·onboarding − c·(n/N)·l·ramp (METHOD §5.4), on the channel's spending today in the
    segments aimed at: p what a recruit sells, on average of the n, as a share of it, N partners today, o overlap,
    c clashes today (PW04), which grow as partners do by n/N, l the share of the new ones that we lose. Recruits
    sell as these segments do: lines and seasons; aimed at some product lines, these alone.
    """
    k, groups = ground.index(lever.channel), ground.groups_of(lever.target(ground.market))
    start = ground.month_index(lever.start)
    ramp = onset(ground.months, start, drawn.ramp_months)
    sold = lever.partners * drawn.productivity[:, np.newaxis] * ramp
    before = world

    def grown(share: Draws) -> World:
        return world.moved((g, k, k, before.share(g, k, k) * share) for g in groups)

    world = grown(sold)
    yield WorldStep("recruit_sales", lever.channel, world)
    world = grown(-sold * drawn.overlap[:, np.newaxis])
    yield WorldStep("recruit_overlap", lever.channel, world)
    clashes = (drawn.clash * drawn.lost_per_clash)[:, np.newaxis] * lever.partners / drawn.partners
    world = grown(-np.minimum(clashes * ramp, 1.0))
    yield WorldStep("recruit_clashes", lever.channel, world)
    paid = np.zeros((ground.draws, ground.months))
    paid[:, max(start, 0) : max(start, 0) + 1] = -lever.partners * drawn.onboarding[:, np.newaxis]
    yield WorldStep("recruit_onboarding", lever.channel, world.with_added(k, ONE_OFF, paid))


def draw_recruit_partners(lever: RecruitPartners, context: LeverContext) -> RecruitPartnersDraws:
    """Draw the parameters of the lever: productivity from the books, overlap and clashes from partners."""
    channel, chance = lever.channel, context.chance
    whole = context.beliefs.productivity[channel]
    part = whole.of_segments(lever.segments) if lever.segments else whole
    belief, stream = part or whole, ".".join(("productivity", channel, *lever.segments))
    known = belief.one
    one = context.know(
        "productivity", channel, belief.draw(chance.stream(stream), chance.draws, lever.partners), "money",
        known.method, known.grade, known.evidence, known.n,
    )  # fmt: skip
    reached = _share_of_channel(lever, context) if part is None else 1.0
    assumed = context.assume_all(channel, {
        "recruit_ramp_months": (lever.ramp_months, "months"),
        "onboarding": (lever.onboarding, "money"),
        "lost_per_clash": (lever.lost_per_clash, "share"),
    })  # fmt: skip
    return RecruitPartnersDraws(
        one / (belief.sales * reached), _draw_overlap(lever, context), _draw_clash(channel, context),
        assumed["lost_per_clash"], assumed["recruit_ramp_months"], assumed["onboarding"],
        belief.partners * reached,
    )  # fmt: skip


def _share_of_channel(lever: RecruitPartners, context: LeverContext) -> float:
    """Return the share of the channel's net sales that its segments aimed at make in the base year."""
    market = context.ground.market
    k, everything = market.index(lever.channel), frozenset(range(len(market.cells)))
    aimed = market.cells_of(lever.segments, ())
    return sales_of_base_year(market, k, aimed) / sales_of_base_year(market, k, everything)


def _draw_overlap(lever: RecruitPartners, context: LeverContext) -> Draws:
    if lever.overlap is not None:
        return context.assume("overlap", lever.overlap, "share", lever.channel)
    reach = _reach(lever.channel, context.beliefs)
    if reach is None:
        raise KeyError(lever.channel)
    known, chance = reach.estimate, context.chance
    drawn = 1 / np.maximum(reach.draw(chance.stream(f"potential.reach.{lever.channel}"), chance.draws), 1.0)
    return context.know(
        "overlap", lever.channel, drawn, "share", phrase("methods.served"), known.grade, known.evidence, known.n
    )


def _draw_clash(channel: str, context: LeverContext) -> Draws:
    known, chance = _clash(channel, context.beliefs), context.chance
    if known is None:
        return np.zeros(chance.draws)
    drawn = Heard(known, 0.0, 1.0).draw(chance.stream(f"clash.{channel}"), chance.draws)
    return context.know("clash", channel, drawn, "share", known.method, known.grade, known.evidence, known.n)


def _reach(channel: str, beliefs: Beliefs) -> Part | None:
    """Return how many times the customers served today could be served (PX05)."""
    known = None if beliefs.potential is None else beliefs.potential.channels.get(channel)
    return None if known is None else known.terms["coverage"].parts.get("reach")


def _clash(channel: str, beliefs: Beliefs) -> Estimate | None:
    """Return how often partners meet another of our channels (PW04), by revenue; ``None`` if it is hidden."""
    cells = () if beliefs.conflict is None else beliefs.conflict.clashes.cells
    for cell in cells:
        if (cell.domain, cell.key, cell.weighting) == (channel, "clash", "revenue"):
            return None if cell.estimate.value is None else cell.estimate
    return None
