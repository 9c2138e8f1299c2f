"""Is the price rise that a channel needs possible? Required, reached, and what it may lose (METHOD R19, §5.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np
from scipy.optimize import brentq

from tramite.beliefs.reactions.curve import reaction_at
from tramite.beliefs.reactions.kinds import PRICE
from tramite.beliefs.reactions.reaction import Reaction
from tramite.books.formulas import required_price
from tramite.decisions.levers.stated import PER_CENT, asked, heard_of
from tramite.decisions.missing import Missing
from tramite.decisions.verdicts.books import computed, joined, of_books
from tramite.decisions.verdicts.break_even import ALL_OF_IT, loss_borne
from tramite.decisions.verdicts.verdict import Point, Verdict, VerdictGround
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

QUESTION: Final = "price_rise"
LEVER: Final = "price_up"  # as item VO01 names it
_STEPS: Final = 400  # of the range of rises: of 10% at most, a fortieth of a point each


@dataclass(frozen=True, slots=True)
class Price:
    """The margins of a channel and what its customers would do: everything that a price is judged by.

    Attributes:
        margin1: cm, contribution margin 1 per euro of net sales. fixed: avoidable fixed costs per euro, negative.
        commission: per euro of net sales, it follows the price. target: m*, contribution margin 2 aimed at.
        asked: rises asked about, rising, shares of 1. loss: (bound, asked) lower, likely, upper.
    """

    margin1: float
    fixed: float
    commission: float
    target: float
    asked: tuple[float, ...]
    loss: Draws

    def net(self, rise: float) -> float:
        """Return p net of proportional commission."""
        return rise * (1 - self.commission)

    def loss_at(self, rise: float) -> Draws:
        """Return lower, likely and upper share of the volume that is lost at a rise asked about: (3,)."""
        return reaction_at(rise, self.asked, self.loss)

    def reached(self, rise: float, lost: float) -> float:
        """Return contribution margin 2 per euro of net sales at a price and loss.

        ((1 − L)·(cm + p·(1 − commission)) + fixed) / ((1 + p)·(1 − L)): fixed costs do not fall with the volume.
        """
        if lost >= 1:
            return -np.inf
        return ((1 - lost) * (self.margin1 + self.net(rise)) + self.fixed) / ((1 + rise) * (1 - lost))

    def first_reaching(self, bound: int) -> float | None:
        """Return the lowest rise within what was asked that reaches the target at a bound of the loss."""

        def above(rise: float) -> float:
            return self.reached(rise, float(self.loss_at(rise)[bound])) - self.target

        rises = self.rises()
        found = next((place for place, rise in enumerate(rises) if above(rise) >= 0), None)
        if not found:
            return None if found is None else 0.0
        return float(brentq(above, rises[found - 1], rises[found]))

    def rises(self) -> tuple[float, ...]:
        """Return the rises that are looked at, from none to the largest asked about."""
        steps = np.linspace(0, self.asked[-1], _STEPS + 1)
        return tuple(float(rise) for rise in np.unique([*steps, *self.asked]))

    def answer(self) -> str:
        """Return «possible» if one rise is, «not_possible» if none can be, else «open» (METHOD §5.4)."""
        answers = {self.answer_at(rise) for rise in self.rises()}
        return next(answer for answer in ("possible", "open", "not_possible") if answer in answers)

    def answer_at(self, rise: float) -> str:
        """Return the answer for one rise.

        Not possible: even at the lower bound of the loss it misses the margin, or that bound is above the
        break-even loss. Possible: at the upper bound it reaches the margin, and that bound is below break-even.
        """
        low, _, high = (float(bound) for bound in self.loss_at(rise))
        if self.reached(rise, low) < self.target or low > self.borne(rise):
            return "not_possible"
        return "possible" if self.reached(rise, high) >= self.target and self._below(high, rise) else "open"

    def possible(self) -> tuple[tuple[float, float], ...]:
        """Return the possible rises: the lowest and the highest of each run of them."""
        runs = [(answer, tuple(run)) for answer, run in groupby(self.rises(), key=self.answer_at)]
        return tuple((run[0], run[-1]) for answer, run in runs if answer == "possible")

    def borne(self, rise: float) -> float:
        """Return the break-even loss p/(p + cm), p net of proportional commission."""
        return loss_borne(self.net(rise), self.margin1)

    def pays(self, rise: float) -> str:
        """Tell whether a price leaves more contribution than today's, whatever the target."""
        low, _, high = self.loss_at(rise)
        if self._below(float(high), rise):
            return "pays"
        return "does_not_pay" if low > self.borne(rise) else "open"

    def _below(self, lost: float, rise: float) -> bool:
        return lost < self.borne(rise) or self.borne(rise) == ALL_OF_IT


def price_rise(ground: VerdictGround) -> Iterator[Verdict]:
    """Answer for each channel: does it need a price rise, and is that rise possible?

    Required at constant volume: p* = C/(S·(1 − m*)) − 1, C all costs down to contribution margin 2, m* what the
    case aims at in the channel (``target_cm2``) or, where it says nothing, no loss. With the loss: the lowest rise
    within what was asked at which the margin that is left reaches m*.
    """
    for channel in ground.setting.definition.selling_channels:
        yield _verdict(ground, channel.id)


def _verdict(ground: VerdictGround, channel_id: str) -> Verdict:
    setting = ground.setting
    statement, aimed = setting.statement, setting.definition.channel(channel_id).target_cm2
    net, margin2 = statement.amount(channel_id, "net_sales"), statement.amount(channel_id, "cm2")
    if net is None or margin2 is None or net <= 0:
        return _lacks(channel_id, Missing("lines.cm2", channel_id))
    needed = required_price(net - margin2, sales=net, margin=aimed or 0.0)
    required = replace(of_books(ground, channel_id, needed, "cm2"), method=phrase("methods.required_price"))
    case = (Source("setting", "target_cm2", f"{aimed or 0:g}"),)
    reached = of_books(ground, channel_id, margin2 / net, "cm2")
    grade = reached.grade if aimed is not None else Grade.D
    target = computed(ground, aimed or 0.0, "methods.target", grade, case)
    figures = {"target": target, "margin2": reached, "required": required, **_blocked(ground, channel_id)}
    if needed is not None and needed <= 0:
        if aimed is None:
            return _lacks(channel_id, Missing("verdicts.target_unsaid", channel_id), figures)
        return Verdict(QUESTION, channel_id, "not_needed", figures)
    reaction = heard_of(setting.beliefs, PRICE, channel_id)
    if reaction is None:
        return _lacks(channel_id, Missing("parameters.price_belief", channel_id), figures)
    price = _price(ground, channel_id, reaction, aimed or 0.0)
    return Verdict(
        QUESTION, channel_id, price.answer(), figures | _solved(ground, channel_id, reaction, price),
        points=tuple(_points(ground, channel_id, reaction, price)), possible=price.possible(),
    )  # fmt: skip


def _blocked(ground: VerdictGround, channel_id: str) -> dict[str, Estimate]:
    """Return the share of the vendor's people who call price rises blocked, and who name each cause (VO01)."""
    blocked = ground.setting.beliefs.blocked
    said = None if blocked is None else blocked.share(channel_id, LEVER)
    if blocked is None or said is None:
        return {}
    causes = blocked.by(channel_id, LEVER)
    return {"blocked": said} | {f"blocked_{cause}": share for cause, share in causes.items()}


def _lacks(channel_id: str, missing: Missing, figures: dict[str, Estimate] | None = None) -> Verdict:
    return Verdict(QUESTION, channel_id, "not_evaluable", figures or {}, missing=(missing,))


def _price(ground: VerdictGround, channel_id: str, reaction: Reaction, target: float) -> Price:
    def ratio(line: str) -> float:
        return ground.setting.statement.ratio(channel_id, line) or 0.0

    stated = reaction.of(channel_id)
    loss = np.array([
        [each.lower if each.lower is not None else 0.0 for each in stated],
        [each.value or 0.0 for each in stated],
        [each.upper if each.upper is not None else ALL_OF_IT for each in stated],
    ])  # fmt: skip
    sizes = tuple(size / PER_CENT for size in asked(reaction, channel_id))
    margin1 = ratio("cm1")
    return Price(margin1, ratio("cm2") - margin1, -ratio("commissions"), target, sizes, loss)


def _solved(ground: VerdictGround, channel_id: str, reaction: Reaction, price: Price) -> dict[str, Estimate]:
    """Return the rise that reaches the margin with the loss, between its bounds, and loss and break-even there."""
    found = [price.first_reaching(bound) for bound in range(3)]
    stated, books = reaction.of(channel_id), of_books(ground, channel_id, price.margin1, "cm1")
    if found[1] is None:
        return {"solved": joined(ground, None, "methods.price_reaching", books, *stated)}
    solved = joined(ground, found[1], "methods.price_reaching", books, *stated)
    return {
        "solved": replace(solved, lower=found[0], upper=found[2], n=_heard(stated)),
        "stated": _stated(stated, price.loss_at(found[1])),
        "break_even": joined(ground, price.borne(found[1]), "methods.break_even", books),
    }


def _points(ground: VerdictGround, channel_id: str, reaction: Reaction, price: Price) -> Iterator[Point]:
    books = of_books(ground, channel_id, price.margin1, "cm1")
    for size, stated in zip(price.asked, reaction.of(channel_id), strict=True):
        reached = price.reached(size, float(price.loss_at(size)[1]))
        yield Point(size, price.pays(size), {
            "stated": stated, "break_even": joined(ground, price.borne(size), "methods.break_even", books),
            "reached": joined(ground, reached, "methods.margin_reached", books, stated),
        })  # fmt: skip


def _stated(answers: Sequence[Estimate], loss: Draws) -> Estimate:
    """Return what is believed between the sizes that were asked about."""
    evidence = tuple(dict.fromkeys(source for each in answers for source in each.evidence))
    lower, value, upper = (float(bound) for bound in loss)
    return replace(
        answers[0], value=value, lower=lower, upper=upper, n=_heard(answers), evidence=evidence,
        grade=weakest(each.grade for each in answers),
    )  # fmt: skip


def _heard(answers: Sequence[Estimate]) -> int:
    return max(each.n for each in answers)
