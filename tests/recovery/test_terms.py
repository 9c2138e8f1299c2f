"""Do the levers on price and pay hold a planted effect, and do their verdicts err as rarely as they say?

Whole studies, from answers to beliefs to money: what customers and partners do is planted at the sizes that were
asked about, and on the straight line between them, where the change lies.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from tests.decisions.levers.terms_made import MONTHS, SPEND, sure
from tests.recovery.test_reactions import CASE, CHANNELS, World, luck, world
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.kinds import EARNINGS_CUT, PRICE, Kind
from tramite.beliefs.reactions.reaction import react
from tramite.beliefs.reactions.respondents import respondents
from tramite.decisions.ground import Future, Ground
from tramite.decisions.levers.change_commission import ChangeCommission
from tramite.decisions.levers.change_price import ChangePrice
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.lever import Lever
from tramite.decisions.market import VARIABLE, Market
from tramite.decisions.verdicts.price import Price
from tramite.kernel.chance import Chance
from tramite.voices.estimation.sides import SIDES

WORLDS = max(int(os.environ.get("TRAMITE_WORLDS", "5")), 1)
DRAWS = 400
EARNED = 0.4 / 0.6  # per unit of net sales: v is 0.6
MARGIN = 0.30
RISE, CUT = 0.075, 0.15  # a rise of prices, a cut of what partners earn: between what was asked


def ground() -> Ground:
    rates = np.zeros((len(CHANNELS), 1, len(VARIABLE)))
    rates[:, 0, VARIABLE.index("gross_sales")] = 0.6
    rates[:, 0, VARIABLE.index("cogs")] = -0.6 * (1 - MARGIN)
    market = Market(
        channels=CHANNELS, cells=((None, None),), spend=np.full((len(CHANNELS), MONTHS, 1), SPEND), rates=rates,
        fixed=np.zeros((3, 2)), overhead=np.zeros(3), unallocated=0.0, indirect=np.ones(3), physical=np.ones(3),
        on_commission=np.zeros(3),
    )  # fmt: skip
    ones = np.ones((DRAWS, MONTHS, 3))
    future = Future(date(2025, 1, 1), np.ones(MONTHS), ones, ones[:, 0], np.zeros((DRAWS, 3)))
    return Ground(market, future, (frozenset({0}),))


GROUND = ground()


def believed(one: World) -> Beliefs:
    heard_on = {side: respondents(one.study, side) for side in SIDES}
    found = {kind.code: react(kind, one.study, heard_on, definition=CASE) for kind in (PRICE, EARNINGS_CUT)}
    return Beliefs(reactions=Reactions({code: each for code, each in found.items() if each is not None}))


def true_at(one: World, kind: Kind, channel: str, low: str, high: str, size: float) -> float:
    share = (size - float(low)) / (float(high) - float(low))
    return (1 - share) * one.truth[kind.code, channel, low] + share * one.truth[kind.code, channel, high]


def levers(channel: str) -> tuple[Lever, Lever]:
    start, common = date(2025, 1, 1), {"response_months": sure(0)}
    price = ChangePrice(
        kind="change-price", channel=channel, start=start, change=RISE, pass_through=sure(1), **common
    )
    pay = ChangeCommission(
        kind="change-commission", channel=channel, start=start, change=-CUT * EARNED, through="price-list",
        notice_months=sure(0), **common,
    )  # fmt: skip
    return price, pay


def holds(one: World, beliefs: Beliefs, channel: str) -> tuple[bool, bool]:
    """Tell whether the 90% interval of each lever's effect holds the planted one."""
    net, before, held = 0.6 * SPEND * MONTHS, GROUND.unchanged(), []
    lost = true_at(one, PRICE, channel, "5", "10", 100 * RISE)
    fall = true_at(one, EARNINGS_CUT, channel, "10", "20", 100 * CUT)
    truths = (
        net * ((1 - lost) * (MARGIN + RISE) - MARGIN), net * ((1 + fall) * (MARGIN + CUT * EARNED) - MARGIN),
    )  # fmt: skip
    for lever, truth in zip(levers(channel), truths, strict=True):
        *_, last = lever.run(LeverContext(GROUND, beliefs, CASE, Chance(7, DRAWS)), before)
        effect = GROUND.value(last.world) - GROUND.value(before)
        low, high = np.quantile(effect, [0.05, 0.95])
        held.append(bool(low <= truth <= high))
    return held[0], held[1]


def verdict_errs(one: World, beliefs: Beliefs, channel: str) -> tuple[bool, bool]:
    """Tell whether the verdict on the rise is decided, and whether it is wrong."""
    reaction = (beliefs.reactions or Reactions()).by_kind[PRICE.code]
    stated = reaction.of(channel)
    loss = np.array([[each.lower, each.value, each.upper] for each in stated], dtype=np.float64).T
    target = (MARGIN + RISE) / (1 + RISE)  # no fixed costs: reached at the rise, whatever the loss
    price = Price(MARGIN, 0.0, 0.0, target, (0.05, 0.10), loss)
    possible = true_at(one, PRICE, channel, "5", "10", 100 * RISE) < price.borne(RISE)
    answer = price.answer()
    return answer != "open", answer == ("not_possible" if possible else "possible")


@pytest.fixture(scope="module")
def worlds() -> Sequence[tuple[World, Beliefs]]:
    rng = np.random.default_rng(20241126)
    made = [world(rng, 1.0) for _ in range(WORLDS)]
    return [(one, believed(one)) for one in made]


def test_intervals_of_the_effect_hold_it(
    worlds: Sequence[tuple[World, Beliefs]], capsys: pytest.CaptureFixture[str]
) -> None:
    found = np.array([holds(one, beliefs, channel) for one, beliefs in worlds for channel in CHANNELS])
    price, pay = found.mean(axis=0)
    with capsys.disabled():
        print(f"\nlevers on price and pay, {WORLDS} worlds: price {price:.1%}, pay {pay:.1%}")
    # on the line between two points that are believed apart the interval is narrower than at either
    assert price >= 0.87 - luck(found[:, 0])
    assert pay >= 0.87 - luck(found[:, 1])


def test_verdicts_on_prices_seldom_err(
    worlds: Sequence[tuple[World, Beliefs]], capsys: pytest.CaptureFixture[str]
) -> None:
    """The margin aimed at lies where break-even is near the planted loss: the hardest place."""
    found = np.array([verdict_errs(one, beliefs, channel) for one, beliefs in worlds for channel in CHANNELS])
    decided, wrong = found.mean(axis=0)
    with capsys.disabled():
        print(f"\nverdicts on a price rise, {WORLDS} worlds: decided {decided:.1%}, wrong {wrong:.1%}")
    assert wrong <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / len(worlds))
