from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.decisions.levers import invented
from tests.decisions.levers.invented import invented_ground, nothing_is_lost_unseen, sure
from tramite.beliefs.held import Beliefs
from tramite.decisions.alternatives import Alternative
from tramite.decisions.ground import Ground
from tramite.decisions.levers.change_paradigm import (
    ChangeParadigm,
    ChangeParadigmDraws,
    change_paradigm,
    converted,
    fees,
)
from tramite.decisions.levers.close_channel import CloseChannel, CloseChannelDraws, close_channel
from tramite.decisions.market import VARIABLE
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition

Array = invented.Array


def lever(**changed: Any) -> ChangeParadigm:
    values = {
        "kind": "change-paradigm", "channel": "direct", "start": date(2025, 1, 1), "term_months": 24,
        "monthly_fee": sure(0.05), "refusing": sure(0.3), "goods_share": sure(1), "service_share": sure(0.1),
        "renewal_pay": sure(0.2), "setup_cost": sure(0), "ramp_months": sure(0), **changed,
    }  # fmt: skip
    return ChangeParadigm.model_validate(values)


def drawn(**changed: float) -> ChangeParadigmDraws:
    values = {
        "wish": 0.25, "churn": 0.02, "refusing": 0.3, "monthly_fee": 0.05, "goods_share": 1.0,
        "service_share": 0.1, "renewal_pay": 0.2, "setup_cost": 0.0, "ramp_months": 0.0, **changed,
    }  # fmt: skip
    return ChangeParadigmDraws(**{name: np.array([value]) for name, value in values.items()})


def run(ground: Ground, world: World, one: ChangeParadigm, draws: ChangeParadigmDraws) -> World:
    return list(change_paradigm(one, draws, ground, world))[-1].world


def test_fees_agree_with_hand_work() -> None:
    begun = np.array([[100.0, 200.0, 0.0]])
    paid = fees(begun, drawn(churn=0.1, monthly_fee=0.5), 2)
    # 100·½; (200 + 100·0.9)·½; (0 + 200·0.9)·½: the first are beyond their two months.
    np.testing.assert_allclose(paid, [[50, 145, 90]])


def test_fees_without_churn_bring_back_the_price(ground: Ground, world: World) -> None:
    """Fees of a twelfth over twelve months are what was bought: nothing is lost and nothing is made."""
    begun = np.zeros((1, 30))
    begun[0, :12] = np.arange(12) + 1.0
    assert fees(begun, drawn(churn=0.0, monthly_fee=1 / 12), 12).sum() == pytest.approx(begun.sum())


def test_paradigm_agrees_with_hand_work(ground: Ground, world: World) -> None:
    """Direct sells 50,000 a month at v 1, cost of goods 0.75: a quarter of it becomes subscriptions."""
    steps = {step.code: step.world for step in change_paradigm(lever(), drawn(), ground, world)}
    value = {code: ground.value(each)[0] for code, each in steps.items()}
    still = sum(0.98**age * (12 - age) for age in range(12))
    paid = 12_500 * 0.05 * still
    assert value["paradigm_purchases"] - ground.value(world)[0] == pytest.approx(-12 * 12_500 * 0.25)
    assert value["paradigm_goods"] - value["paradigm_purchases"] == pytest.approx(-12 * 12_500 * 0.75)
    assert value["paradigm_fees"] - value["paradigm_goods"] == pytest.approx(paid)
    assert value["paradigm_service"] - value["paradigm_fees"] == pytest.approx(-0.1 * paid)
    assert "paradigm_pay" not in steps  # no partner stands between
    assert "paradigm_refused" not in steps


def test_instead_loses_those_who_would_rather_buy(ground: Ground, world: World) -> None:
    stays, leaves = converted(lever(offer="instead"), drawn())
    assert (stays[0], leaves[0]) == (pytest.approx(0.775), pytest.approx(0.225))
    end = run(ground, world, lever(offer="instead"), drawn())
    assert (ground.spend(end)[0, :, 1] - end.paid_later[1][0]).max() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("lines", [(), ("b",)])
def test_what_closes_begins_no_subscription_and_no_sale_is_moved_twice(lines: tuple[str, ...]) -> None:
    """The file names subscriptions first; what closes, and where its customers go, is done before them."""
    ground, n = invented_ground(3), invented.DRAWS
    close = {
        "kind": "close-channel", "channel": "resale", "start": date(2025, 1, 1), "months_to_close": 0,
        "product_lines": lines, **dict.fromkeys(("exit_cost", "avoidable_share", "ramp_months"), sure(0)),
    }  # fmt: skip
    both = {"id": "both", "name": {"en": "x", "it": "x"}, "levers": [lever(channel="resale").model_dump(), close]}
    world, goes = ground.unchanged(), np.tile([0.0, 0.5, 0.2], (n, 1))
    for one in Alternative.model_validate(both).in_order():
        if isinstance(one, CloseChannel):
            nothing = np.zeros(n)
            *_, last = close_channel(one, CloseChannelDraws(nothing, nothing, nothing, goes), ground, world)
        else:
            assert isinstance(one, ChangeParadigm)
            *_, last = change_paradigm(one, _widened(drawn()), ground, world)
        world = last.world

    own = invented.own_spend(ground)[:, :, 0]
    stays = own[..., 0] if lines else np.zeros(own.shape[:2])  # line a still sells
    np.testing.assert_allclose(world.paid_later[0], fees(stays * 0.25, _widened(drawn()), 24))
    nothing_is_lost_unseen(ground, world)
    left = ground.spend(world, world.groups).sum(axis=2)
    whole = ground.spend(ground.unchanged()).sum(axis=2)
    np.testing.assert_allclose(left, whole - 0.3 * (own.sum(axis=2) - stays) - 0.25 * stays)


def test_a_licence_dips_first_and_earns_later() -> None:
    """Without goods to deliver the months that follow bring more than the first: that is the dip of cash."""
    ground = invented_ground(1, groups=False)
    end = run(ground, ground.unchanged(), lever(), _widened(drawn(goods_share=0.0, churn=0.0, monthly_fee=0.08)))
    change = (ground.ebitda(end) - ground.ebitda(ground.unchanged())).mean(axis=0)
    assert change[0] < 0
    assert change[-1] > change[0]


def _widened(draws: ChangeParadigmDraws) -> ChangeParadigmDraws:
    names = draws.__dataclass_fields__
    return replace(draws, **{name: np.repeat(getattr(draws, name), invented.DRAWS) for name in names})


@settings(deadline=None, max_examples=20)
@given(
    seed=st.integers(0, 1000), line=st.sampled_from([(), ("b",)]), offer=st.sampled_from(["beside", "instead"]),
    place=st.integers(0, 2),
)  # fmt: skip
def test_paradigm_agrees_with_plain_arithmetic(seed: int, line: tuple[str, ...], offer: str, place: int) -> None:
    ground, rng, n = invented_ground(seed), np.random.default_rng(seed), invented.DRAWS
    draws = ChangeParadigmDraws(
        wish=rng.uniform(0, 1, n), churn=rng.uniform(0, 0.1, n), refusing=rng.uniform(0, 1, n),
        monthly_fee=rng.uniform(0.01, 0.1, n), goods_share=rng.uniform(0, 1, n),
        service_share=rng.uniform(0, 0.5, n), renewal_pay=rng.uniform(0, 0.5, n),
        setup_cost=rng.uniform(0, 9, n), ramp_months=rng.uniform(0, 6, n),
    )  # fmt: skip
    one = lever(channel=ground.channels[place], product_lines=line, offer=offer, term_months=5,
                start=date(2025, 3, 1))  # fmt: skip
    end = run(ground, ground.unchanged(), one, draws)
    cells = [1] if line else [0, 1]
    spend, expected_later = invented.own_spend(ground), np.zeros((n, invented.MONTHS))
    goods = np.zeros((n, invented.MONTHS))
    rates = ground.market.rates[place]
    for d in range(n):
        leaves = (1 - draws.wish[d]) * draws.refusing[d] if offer == "instead" else 0.0
        stays = 1 - leaves if offer == "instead" else draws.wish[d]
        for t in range(2, invented.MONTHS):
            done = min((t - 1) / max(draws.ramp_months[d], 1), 1)
            for j in cells:
                bought = spend[d, t, place, j]
                begun = bought * stays * done
                delivered = sum(rates[j, VARIABLE.index(line)] for line in ("cogs", "logistics"))
                goods[d, t] += begun / ground.future.price_scale[d, place] * delivered * draws.goods_share[d]
                for age in range(5):
                    if t + age < invented.MONTHS:
                        still = (1 - draws.churn[d]) ** age
                        expected_later[d, t + age] += draws.monthly_fee[d] * begun * still
                spend[d, t, place, j] -= begun + bought * leaves * done
    sales, margin = invented.margin_of(ground, spend)
    pay = draws.renewal_pay if place != 1 else np.zeros(n)
    margin[:, :, place] += goods + expected_later * (1 - draws.service_share - pay)[:, np.newaxis]
    sales[:, :, place] += expected_later * (1 if place == 2 else (1 - pay)[:, np.newaxis])
    found_sales, found_margin = ground.margins(end)
    np.testing.assert_allclose(found_sales, sales, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(found_margin, margin, rtol=1e-9, atol=1e-6)
    nothing_is_lost_unseen(ground, end)
    earned = ground.partner_earnings(end) - ground.partner_earnings(ground.unchanged())
    if place == 1:
        np.testing.assert_allclose(earned, 0.0, atol=1e-6)


@pytest.mark.parametrize("place", [0, 2])
def test_partners_earn_their_part_of_the_fees(place: int) -> None:
    ground = invented_ground(3)
    few, many = (
        run(ground, ground.unchanged(), lever(channel=ground.channels[place]), _widened(drawn(renewal_pay=pay)))
        for pay in (0.1, 0.3)
    )
    more = ground.partner_earnings(many) - ground.partner_earnings(few)
    np.testing.assert_allclose(more[:, place], 0.2 * many.paid_later[place].sum(axis=1), rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "value", "sign"),
    [("churn", 0.1, -1), ("monthly_fee", 0.08, 1), ("goods_share", 0.5, -1), ("service_share", 0.3, -1),
     ("setup_cost", 500.0, -1), ("refusing", 0.9, -1), ("renewal_pay", 0.5, -1)],
)  # fmt: skip
def test_each_parameter_has_its_sign(ground: Ground, world: World, name: str, value: float, sign: int) -> None:
    one = lever(channel="resale", offer="instead", monthly_fee=sure(0.08), goods_share=sure(0))
    base, changed = (
        ground.value(run(ground, world, one, drawn(**{"monthly_fee": 0.06, "goods_share": 0.1, **each})))[0]
        for each in ({}, {name: value})
    )
    assert np.sign(changed - base) == sign


def test_nobody_who_wishes_it_changes_nothing(ground: Ground, world: World) -> None:
    end = run(ground, world, lever(), drawn(wish=0.0))
    np.testing.assert_allclose(ground.ebitda(end), ground.ebitda(world))


def test_paradigm_needs_to_have_heard_customers(definition: CaseDefinition) -> None:
    missing = list(lever().missing(Beliefs(), definition))
    assert missing == [Missing(f"parameters.{code}_belief", "direct") for code in ("wish", "staying")]
    given_churn = lever(monthly_churn=sure(0.02)).missing(Beliefs(), definition)
    assert list(given_churn) == [Missing("parameters.wish_belief", "direct")]


def test_what_is_paid_after_the_horizon_is_said_to_be_left_out(definition: CaseDefinition) -> None:
    left_out = [each.key for each in lever(channel="web").left_out(Beliefs(), definition)]
    assert left_out == ["parameters.fees_beyond"]
    partners = [each.key for each in lever(channel="shops").left_out(Beliefs(), definition)]
    assert partners == ["parameters.fees_beyond", "parameters.renewal_effort"]


@pytest.mark.parametrize(
    ("field", "value"), [("monthly_fee", sure(0)), ("term_months", 0), ("goods_share", sure(2)), ("offer", "both")]
)
def test_paradigm_refuses_what_cannot_be(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(**{field: value})
