"""Lever «change commission»: what partners earn is cut or raised, and they sell less or more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

import numpy as np
from pydantic import Field

from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.first_moves import FirstMoves
from tramite.beliefs.reactions.kinds import EARNINGS_CUT, EARNINGS_RISE
from tramite.books.statement import IncomeStatement
from tramite.decisions.ground import Ground
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.diverted import draw_diversion
from tramite.decisions.levers.earnings import (
    COMMISSIONS,
    Through,
    earned_per_sales,
    line_of,
    lowest_end_price,
    paid_per_sales,
)
from tramite.decisions.levers.law import LawFlag, LawGround, terms_changed
from tramite.decisions.levers.lever import Lever, WorldStep, onset
from tramite.decisions.levers.stated import heard_of, know_reaction, not_asked
from tramite.decisions.market import Market
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition, UncertainAmount
from tramite.kernel.chance import Draws

EXIT: Final = "exit"


@dataclass(frozen=True, slots=True)
class ChangeCommissionDraws:
    """Drawn parameters, each (d,) but ``diversion``.

    Attributes:
        sales_change: change of what the channel sells, a share of it: negative is a fall.
        exits: share of a fall that comes from partners who leave, 0–1.
        diversion: (d, k) share of leaving partners' sales that comes to each channel of ours; ``None`` where
            nobody was heard about it: all of it is lost.
    """

    notice_months: Draws
    response_months: Draws
    sales_change: Draws
    exits: Draws
    diversion: Draws | None = None


class ChangeCommission(Lever):
    """Parameters of the lever.

    Attributes:
        start: month in which partners are told.
        change: of what they earn, in shares of net sales: −0.02 is two points less.
        through: where partners resell, what changes at the same end price: our price list to them, discounts, or
            bonuses. Where they are paid by commission it is not read.
        changed_before: changes already made to the same contracts in the 24 months before, same unit: the law adds
            them up. What the books show is taken to be paid after them.
        notice_months: from ``start`` until the new terms hold. response_months: until they sell as they say.
    """

    kind: Literal["change-commission"]
    start: date
    change: Annotated[float, Field(gt=-1, lt=1)]
    through: Through = "discounts"
    changed_before: Annotated[float, Field(gt=-1, lt=1)] = 0.0
    notice_months: UncertainAmount
    response_months: UncertainAmount

    def asked_as(self, beliefs: Beliefs, definition: CaseDefinition) -> tuple[tuple[str, str], ...]:
        """Item VO01 asks about it."""
        return ((self.channel, "earn_down" if self.change < 0 else "earn_up"),)

    def missing_in_books(
        self, market: Market, statement: IncomeStatement, beliefs: Beliefs, definition: CaseDefinition
    ) -> Iterator[Missing]:
        """A change beyond what was asked, of a line that is too small, or of earnings that nobody knows."""
        channel, cells = market.index(self.channel), self.target(market)
        lowest = np.array([lowest_end_price(statement, definition, self.channel)])
        earned = float(earned_per_sales(market, channel, cells, lowest)[0])
        line = line_of(market, channel, self.through)
        paid = abs(paid_per_sales(market, channel, cells, line))
        if not self.change:
            return
        if earned <= 0 or not paid:
            yield Missing("parameters.earnings", self.channel)
            return
        if line not in (COMMISSIONS, "gross_sales") and self.change < 0 and -self.change > paid:
            sizes = (("size", f"{-self.change * 100:g}"), ("paid", f"{paid * 100:.1f}"))
            yield Missing(f"parameters.{line}_smaller", self.channel, sizes)
        kind = EARNINGS_CUT if self.change < 0 else EARNINGS_RISE
        yield from not_asked(beliefs, kind, self.channel, abs(self.change) / earned)

    def left_out(self, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Missing]:
        """Say who was not heard on leaving, and on where the customers of those who leave would go."""
        if self.change < 0 and _moves(beliefs, self.channel) is None:
            yield Missing("parameters.exits", self.channel)
        elif self.change < 0 and self.channel not in beliefs.diversion:
            yield Missing("parameters.diversion_belief", self.channel)

    def law(self, ground: LawGround) -> Iterator[LawFlag]:
        """Classes of change of agents' pay; terms imposed on those who depend on us."""
        rate = None
        if ground.market is not None:
            channel = ground.market.index(self.channel)
            paid = -paid_per_sales(ground.market, channel, self.target(ground.market), COMMISSIONS)
            rate = paid or None
        return terms_changed(ground, self.channel, self.change, rate, before=self.changed_before)

    def run(self, context: LeverContext, world: World) -> Iterator[WorldStep]:
        """Draw the parameters and change what partners earn."""
        return change_commission(self, draw_change_commission(self, context), context.ground, world)


def change_commission(
    lever: ChangeCommission, drawn: ChangeCommissionDraws, ground: Ground, world: World
) -> Iterator[WorldStep]:
    """Change what partners earn, step by step.

    Sales of the channel become (1 + r)·E, r the change that partners state at this share x of their earnings. A
    fall is made of less effort, r·(1 − q), lost to us, and of partners who leave, r·q, whose customers go where
    they would if the channel closed. On what is still sold every contract changes in the same proportion, on
    average by ``change`` of net sales, once the notice is over.
    Break-even loss of a cut Δ: Δ/(cm + Δ) (METHOD §5.4).
    """
    k, cells = ground.index(lever.channel), lever.target(ground.market)
    groups, start = ground.groups_of(cells), ground.month_index(lever.start)
    told = drawn.sales_change[:, np.newaxis] * onset(ground.months, start, drawn.response_months)
    leave = np.where(told < 0, drawn.exits[:, np.newaxis], 0.0)
    effort = told * (1 - leave)
    world = world.scaled(k, 1 + effort, groups)
    yield WorldStep("effort", lever.channel, world)

    if lever.change < 0:
        gone = np.divide(-told * leave, 1 + effort, out=np.zeros_like(told), where=effort > -1)
        yield WorldStep("partners_leave", lever.channel, world.shifted(k, gone, {}, groups))
        others = [other for other in range(len(ground.channels)) if other != k]
        to = {} if drawn.diversion is None else {other: drawn.diversion[:, [other]] for other in others}
        world = world.shifted(k, gone, to, groups)
        yield WorldStep("leavers_customers", None, world)

    if lever.change:
        line = line_of(ground.market, k, lever.through)
        holds = _after(ground.months, start, drawn.notice_months)
        paid = paid_per_sales(ground.market, k, cells, line)
        world = world.with_factor(k, (line,), 1 - lever.change / paid * holds, groups)
        if line != COMMISSIONS:  # what is paid on net sales follows them
            world = world.with_factor(k, (COMMISSIONS,), 1 - lever.change * holds, groups)
    yield WorldStep("new_terms", lever.channel, world)


def _after(months: int, start: int, notice: Draws) -> Draws:
    """Return how much of each month lies after the notice: (d, t), 0 to 1."""
    elapsed = np.arange(months) - start + 1.0
    holds: Draws = np.clip(elapsed - notice[:, np.newaxis], 0.0, 1.0)
    return holds


def draw_change_commission(lever: ChangeCommission, context: LeverContext) -> ChangeCommissionDraws:
    """Draw the parameters: what partners state, read at this change of their own earnings (PX06, PX07, VX06).

    x = points of net sales / what they earn per unit of them: the less they earn, the larger the same points are
    to them. Exits: share of the stated fall whose sellers would first of all leave, the same at every size, as all
    sizes are pooled in the answers. Chances of staying (PR09) and dependence (PR05) speak of today's terms: they
    stand beside, not in the sum.
    """
    ground, channel = context.ground, lever.channel
    k, cells = ground.index(channel), lever.target(ground.market)
    notice = context.assume("notice_months", lever.notice_months, "months", channel)
    response = context.assume("effort_months", lever.response_months, "months", channel)
    none = np.zeros(ground.draws)
    if not lever.change:
        return ChangeCommissionDraws(notice, response, none, none)
    earned = earned_per_sales(ground.market, k, cells, ground.future.price_scale[:, k])
    kind = EARNINGS_CUT if lever.change < 0 else EARNINGS_RISE
    change = know_reaction("sales_change", kind, channel, abs(lever.change) / earned, context)
    moves = _moves(context.beliefs, channel)
    if lever.change > 0 or moves is None:
        return ChangeCommissionDraws(notice, response, change, none)
    believed = channel in context.beliefs.diversion
    diversion = draw_diversion(channel, context, prefix="leavers_") if believed else None
    return ChangeCommissionDraws(notice, response, change, _exits(moves, channel, context), diversion)


def _moves(beliefs: Beliefs, channel_id: str) -> FirstMoves | None:
    if beliefs.reactions is None:
        return None
    return beliefs.reactions.moves.get(EARNINGS_CUT.code, {}).get(channel_id)


def _exits(moves: FirstMoves, channel: str, context: LeverContext) -> Draws:
    """Draw the share of the fall that leaving makes: sales of those who would leave / mean fall of all sizes."""
    reaction = heard_of(context.beliefs, EARNINGS_CUT, channel)
    changes = [] if reaction is None else [each.value or 0.0 for each in reaction.of(channel)]
    fall = -float(np.mean(changes)) if changes else 0.0
    leaving = moves.draw(context.chance)[:, moves.moves.index(EXIT)]
    share = np.minimum(leaving / fall, 1.0) if fall > 0 else np.zeros_like(leaving)
    known = moves.estimates[EXIT]
    return context.know("exits", channel, share, "share", known.method, moves.grade, known.evidence, known.n)
