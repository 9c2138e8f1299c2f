"""Does the interval of what direct sales do hold the planted truth? From answers, over beliefs, to the lever."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from tests.recovery.test_reactions import CASE, CHANNELS, WORLDS, World, world
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import reactions
from tramite.decisions.ground import Future, Ground, groups_of
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.open_direct import OpenDirect, OpenDirectDraws, draw_open_direct, open_direct
from tramite.decisions.market import VARIABLE, Market
from tramite.kernel.chance import Chance, Draws

DRAWS, MONTHS = 1_000, 12
SURE = {
    "ramp_months": 3.0, "offered_share": 0.8, "new_buyers": 0.05, "acquisition": 0.04, "platform": 100.0,
    "set_up": 500.0,
}  # fmt: skip


def sure(value: float) -> dict[str, object]:
    return {"low": value, "likely": value, "high": value, "source": "test"}


LEVER = OpenDirect.model_validate({
    "kind": "open-direct", "channel": "shop", "start": date(2025, 1, 1),
    **{name: sure(value) for name, value in SURE.items()},
    "opened": {"name": {"en": "shop", "it": "negozio"},
               **dict.fromkeys(("returns", "logistics", "service", "payment"), sure(0.02))},
})  # fmt: skip


def ground(draws: int) -> Ground:
    """Return three channels of resellers, a month of 10,000 each, v 0.7 and cm1 0.2, and the shop."""
    rates = np.zeros((3, 1, len(VARIABLE)))
    rates[..., VARIABLE.index("gross_sales")], rates[..., VARIABLE.index("cogs")] = 0.7, -0.56
    nothing = np.zeros(3)
    market = LEVER.opens(Market(
        CHANNELS, ((None, None),), np.full((3, 12, 1), 10_000.0), rates, np.zeros((3, 2)), nothing, 0.0,
        np.ones(3), np.ones(3), nothing,
    ))  # fmt: skip
    future = Future(
        date(2025, 1, 1), np.ones(MONTHS), np.ones((draws, MONTHS, 3)), np.ones((draws, 3)), np.zeros((draws, 3))
    )
    return Ground(market, future.with_channels(4), groups_of([LEVER.target(market)], 1))


def effect(drawn: OpenDirectDraws, draws: int) -> Draws:
    here = ground(draws)
    *_, end = open_direct(LEVER, drawn, here, here.unchanged())
    found: Draws = here.value(end.world) - here.value(here.unchanged())
    return found


def planted(one: World) -> float:
    """Return what direct sales would really do."""
    true = {
        kind: np.array([[one.truth[kind, c, ""] for c in CHANNELS]]) for kind in ("buy_direct", "direct_sales")
    }
    certain = {name: np.array([value]) for name, value in SURE.items()}
    lines = ("returns", "logistics", "cost_to_serve", "payment_fees")
    drawn = OpenDirectDraws(
        sources=CHANNELS, uptake=true["buy_direct"] * one.correction, reaction=true["direct_sales"],
        leaving=np.zeros((1, 3)), following=np.zeros((1, 3, 4)), halo=None, **certain,
        of_spend={line: np.array([0.02]) for line in lines},
    )  # fmt: skip
    return float(effect(drawn, 1)[0])


def test_the_interval_of_direct_sales_holds_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(20250107)
    held = []
    for _ in range(2 * WORLDS):
        one = world(rng, 1.0)
        beliefs = Beliefs(reactions=reactions(one.study, definition=CASE))
        context = LeverContext(ground(DRAWS), beliefs, CASE, Chance(1, DRAWS))
        changes = effect(draw_open_direct(LEVER, context), DRAWS)
        lower, upper = np.quantile(changes, [0.05, 0.95])
        held.append(lower <= planted(one) <= upper)
    share, luck = np.mean(held), 2 * math.sqrt(0.09 / len(held))
    with capsys.disabled():
        print(f"\ndirect sales: interval of 90% holds the truth in {share:.1%} of {len(held)} worlds")
    assert 0.87 - luck <= share <= min(0.95 + luck, 1.0)
