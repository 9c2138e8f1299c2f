from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.decisions.levers import direct_reference
from tests.decisions.levers import terms_made as made
from tests.decisions.test_simulation import DRAWS, invented
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.kinds import CUSTOMER_CONTINUITY
from tramite.beliefs.reactions.uptake import Uptake
from tramite.decisions.ground import Ground, groups_of
from tramite.decisions.levers.open_direct import OpenDirect, OpenDirectDraws, open_direct
from tramite.decisions.market import VARIABLE
from tramite.decisions.world import ELSEWHERE, World
from tramite.kernel.case import CaseDefinition

SPEND = 1_000_000 / 0.7  # end-customer spend of a year in the channel «closing»: v 0.7, cm1 0.10


def sure(value: float) -> dict[str, object]:
    return {"low": value, "likely": value, "high": value, "source": "test"}


def lever(channel: str = "direct", **changed: Any) -> OpenDirect:
    costs = dict.fromkeys(
        ("ramp_months", "offered_share", "new_buyers", "acquisition", "platform", "set_up"), sure(0)
    )
    return OpenDirect.model_validate(
        {"kind": "open-direct", "channel": channel, "start": date(2025, 1, 1), **costs, **changed}
    )


def drawn(**changed: Any) -> OpenDirectDraws:
    """Return certain draws: one in five customers of «closing» comes, and nothing costs anything."""
    zero = np.zeros(1)
    plain = OpenDirectDraws(
        sources=("closing",), uptake=np.array([[0.2]]), reaction=np.zeros((1, 1)), leaving=np.zeros((1, 1)),
        following=np.zeros((1, 1, 3)), halo=None, offered_share=np.ones(1), ramp_months=zero, new_buyers=zero,
        acquisition=zero, platform=zero, set_up=zero,
    )  # fmt: skip
    return replace(plain, **changed)


def change(ground: Ground, world: World, draws: OpenDirectDraws, by: OpenDirect | None = None) -> float:
    *_, end = open_direct(by or lever(), draws, ground, world)
    return float((ground.value(end.world) - ground.value(world))[0])


GAIN = 0.2 * SPEND * 0.25 - 0.2 * SPEND * 0.7 * 0.10  # what comes at v 1 and cm1 0.25, less what goes


def test_customers_who_come_bring_our_margin_and_take_that_of_their_channel(ground: Ground, world: World) -> None:
    steps = list(open_direct(lever(), drawn(), ground, world))
    values = np.diff([ground.value(world)[0], *(ground.value(step.world)[0] for step in steps)])
    by_code = dict(zip([step.code for step in steps], values, strict=True))
    assert by_code["direct_gained"] == pytest.approx(71_428.571, abs=0.001)
    assert by_code["direct_cannibalised"] == pytest.approx(-20_000)
    assert sum(values) == pytest.approx(GAIN) == pytest.approx(51_428.571, abs=0.001)


@pytest.mark.parametrize(
    ("changed", "more"),
    [
        ({"offered_share": np.array([0.5])}, -0.5 * GAIN),
        ({"new_buyers": np.array([0.05])}, 0.05 * SPEND * 0.25),
        # partners say −30%, of which 20 are the customers who come: 10 of a hundred are lost elsewhere
        ({"reaction": np.array([[-0.3]])}, -0.1 * SPEND * 0.7 * 0.10),
        # they say no more than the customers who come, or that they would sell more
        ({"reaction": np.array([[-0.2]])}, 0.0),
        ({"reaction": np.array([[0.1]])}, 0.0),
        # 15 of the 30 are of those who would leave, and two in five of their customers come to us direct
        ({"reaction": np.array([[-0.3]]), "leaving": np.array([[0.15]]),
          "following": np.array([[[0.0, 0.4, 0.0]]])},
         -0.1 * SPEND * 0.7 * 0.10 + 0.1 * SPEND * 0.5 * 0.4 * 0.25),
        # places lose 0.1 of this channel's spend, of 0.6 million more in the other: online loses a fifth of that
        ({"reaction": np.array([[-0.3]]), "halo": np.array([0.2])},
         -0.1 * SPEND * 0.07 - 0.2 * 0.1 * SPEND / (SPEND + 600_000) * (600_000 + 0.2 * SPEND) * 0.25),
        ({"acquisition": np.array([0.1]), "new_buyers": np.array([0.05])},
         0.05 * SPEND * 0.25 - 0.1 * 0.25 * SPEND),
        ({"platform": np.array([1_000.0])}, -12_000),
        ({"set_up": np.array([30_000.0])}, -30_000),
    ],
)  # fmt: skip
def test_each_parameter_does_what_the_method_says(
    ground: Ground, world: World, changed: dict[str, Any], more: float
) -> None:
    assert change(ground, world, drawn(**changed)) == pytest.approx(GAIN + more)


def test_customers_come_over_the_months_of_the_ramp(ground: Ground, world: World) -> None:
    *_, end = open_direct(lever(), drawn(ramp_months=np.array([4.0])), ground, world)
    come = (ground.spend(end.world) - ground.spend(world))[0, :5, 1]
    np.testing.assert_allclose(come, 0.2 * SPEND / 12 * np.array([0.25, 0.5, 0.75, 1, 1]))


def test_nothing_changes_where_nobody_comes_and_nothing_costs(ground: Ground, world: World) -> None:
    assert change(ground, world, drawn(uptake=np.zeros((1, 1)))) == 0.0
    assert change(ground, world, drawn(), lever(start=date(2030, 1, 1))) == 0.0


def some(seed: int, opened: bool) -> tuple[Ground, OpenDirect, OpenDirectDraws]:
    """Return an invented market with 4 channels, the last of agents, and direct sales of any size."""
    rng = np.random.default_rng(seed)
    market, future, *_ = invented(seed)
    rates = market.rates.copy()
    if opened:
        opening: dict[str, Any] = {"name": {"en": "shop", "it": "negozio"}}
        opening |= dict.fromkeys(("returns", "logistics", "service", "payment"), sure(0.1))
        by = lever("shop", opened=opening, segments=("s0",), start=date(2025, 4, 1))
    else:
        by = lever("c1", segments=("s0",), start=date(2025, 4, 1))
    market = by.opens(replace(market, rates=rates))
    future = future.with_channels(len(market.channels))
    count, sources = len(market.channels), ("c0", "c2", "c3")
    lines = ("returns", "logistics", "cost_to_serve", "payment_fees")
    draws = OpenDirectDraws(
        sources=sources, uptake=rng.uniform(0, 0.5, (DRAWS, 3)), reaction=rng.uniform(-1, 0.2, (DRAWS, 3)),
        leaving=rng.uniform(0, 1, (DRAWS, 3)),
        following=rng.dirichlet(np.ones(count + 1), (DRAWS, 3))[..., :count],
        halo=rng.uniform(0, 0.5, DRAWS), offered_share=rng.uniform(0, 1, DRAWS),
        ramp_months=rng.uniform(0, 8, DRAWS), new_buyers=rng.uniform(0, 0.2, DRAWS),
        acquisition=rng.uniform(0, 0.3, DRAWS), platform=rng.uniform(0, 500, DRAWS),
        set_up=rng.uniform(0, 5_000, DRAWS), owed=rng.uniform(0, 1, DRAWS),
        of_spend={line: rng.uniform(0, 0.1, DRAWS) for line in lines} if opened else {},
    )  # fmt: skip
    draws.following[:, np.arange(3), [0, 2, 3]] = 0.0  # nobody follows to the channel that is left
    return Ground(market, future, groups_of([by.target(market)], len(market.cells))), by, draws


@pytest.mark.parametrize("opened", [False, True])
def test_direct_sales_agree_with_plain_arithmetic(opened: bool) -> None:
    ground, by, draws = some(11, opened)
    *_, end = open_direct(by, draws, ground, ground.unchanged())
    cells = sorted(by.target(ground.market))
    expected = direct_reference.value(ground.market, ground.future, draws, cells, 3)
    np.testing.assert_allclose(ground.value(end.world), expected, rtol=1e-9)


@pytest.mark.parametrize("opened", [False, True])
def test_lines_and_segments_add_up_to_their_channels(opened: bool) -> None:
    ground, by, draws = some(12, opened)
    *_, end = open_direct(by, draws, ground, ground.unchanged())
    sales, margin = (each.sum(axis=(1, 2)) for each in ground.margins(end.world))
    market = ground.market
    for labels, names in ((market.line_of, market.lines), (market.segment_of, market.segments)):
        totals = ground.totals(end.world, labels, len(names)).sum(axis=1)
        np.testing.assert_allclose(totals, np.column_stack([sales, margin]), rtol=1e-9)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), opened=st.booleans())
def test_no_sale_is_moved_twice(seed: int, opened: bool) -> None:
    ground, by, draws = some(seed, opened)
    *_, end = open_direct(by, draws, ground, ground.unchanged())
    moves = end.world.moves
    np.testing.assert_allclose(moves.sum(axis=-1), 1.0, atol=1e-12)
    assert moves[..., :ELSEWHERE].min() >= -1e-12
    before, after = (ground.spend(each).sum(axis=2) for each in (ground.unchanged(), end.world))
    elsewhere = sum(
        moves[:, :, g, f, ELSEWHERE] * ground.base_spend(f, (g,))
        for g in end.world.groups for f in range(len(ground.channels))
    )  # fmt: skip
    np.testing.assert_allclose(before, after + elsewhere, rtol=1e-9)


def test_people_are_asked_of_the_channels_that_it_is_meant_for(definition: CaseDefinition) -> None:
    """Whether it is blocked is read where customers were heard: it leaves the others alone."""
    stated = made.reaction(CUSTOMER_CONTINUITY, "shops", p5=0.2)
    heard = Beliefs(reactions=Reactions(uptake=Uptake(("shops",), stated, (0.3, 0.6, 0.9), {})))
    assert lever("web").asked_as(heard, definition) == (("shops", "direct"),)
    assert lever("web", sources=("force", "shops")).asked_as(heard, definition) == (("shops", "direct"),)
    assert lever("web").asked_as(Beliefs(), definition) == ()


def test_a_channel_that_is_opened_sells_nothing_today_and_pays_what_goods_cost() -> None:
    ground, by, _ = some(3, True)
    market = ground.market
    assert market.channels[-1] == "shop"
    assert market.opened["shop"].en == "shop"
    assert ground.spend(ground.unchanged())[:, :, -1].max() == 0.0
    spent = market.spend[:-1].sum(axis=1)
    cogs = -(spent * market.rates[:-1, :, VARIABLE.index("cogs")])
    for line in range(len(market.lines)):
        of = market.line_of == line
        assert market.cost_of_goods()[of] == pytest.approx(cogs[:, of].sum() / spent[:, of].sum())
    assert by.opens(market) is market  # two alternatives may open the same


def test_agents_are_owed_commission_on_what_their_customers_buy_direct() -> None:
    ground, by, draws = some(5, False)
    ends = [
        list(open_direct(by, each, ground, ground.unchanged()))[-1] for each in (draws, replace(draws, owed=None))
    ]
    owed, free = (each.world for each in ends)
    earned = ground.partner_earnings(owed) - ground.partner_earnings(free)
    cost = ground.ebitda(free).sum(axis=1) - ground.ebitda(owed).sum(axis=1)
    # what it costs us they earn: the same money, on the line of commissions, and as less net sales of theirs
    assert (cost > 0).all()
    np.testing.assert_allclose(earned[:, 3], cost, rtol=1e-9)
    np.testing.assert_allclose(earned[:, :3], 0.0, atol=1e-6)


@pytest.mark.parametrize(
    ("field", "value"),
    [("offered_share", 1.2), ("new_buyers", -0.1), ("acquisition", 2.0), ("platform", -1.0), ("owed", 1.5)],
)
def test_open_direct_refuses_what_cannot_be(field: str, value: float) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(**dict[str, Any]({field: sure(value)}))
