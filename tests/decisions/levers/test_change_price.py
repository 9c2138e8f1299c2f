from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.decisions.levers import terms_made as made
from tests.decisions.levers.terms_made import MONTHS, SPEND, beliefs, definition, ground, sure
from tests.decisions.levers.test_change_commission import conserved
from tramite.beliefs.held import Beliefs
from tramite.beliefs.reactions.believed import Reactions
from tramite.decisions.ground import Ground
from tramite.decisions.levers.change_price import ChangePrice, ChangePriceDraws, change_price, draw_change_price
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.law import LawGround
from tramite.decisions.market import REVENUE, VARIABLE
from tramite.kernel.chance import Chance, Draws

DRAWS = 5


def lever(change: float = 0.05, channel: str = "resellers", **other: Any) -> ChangePrice:
    values = {
        "kind": "change-price", "channel": channel, "start": date(2025, 1, 1), "change": change,
        "response_months": sure(0), "pass_through": sure(1) if channel == "resellers" else None, **other,
    }  # fmt: skip
    return ChangePrice.model_validate({name: value for name, value in values.items() if value is not None})


def drawn(
    lost: float, *, end_price: float = 0.05, cheaper: float = 0.0, response: float = 0.0
) -> ChangePriceDraws:
    return ChangePriceDraws(*(np.array([value]) for value in (response, end_price, lost, cheaper)))


def effect(one: ChangePrice, parameters: ChangePriceDraws, where: Ground | None = None) -> float:
    where = where or ground()
    *_, last = change_price(one, parameters, where, where.unchanged())
    return float((where.value(last.world) - where.value(where.unchanged()))[0])


def test_a_rise_breaks_even_at_the_printed_loss() -> None:
    # METHOD §5.5 (c): +5% at cm 25% bears a loss of 16.7% (resellers of the made market have cm 25%)
    assert effect(lever(), drawn(1 / 6)) == pytest.approx(0.0, abs=1e-6)


def test_a_rise_is_worth_its_share_of_kept_sales() -> None:
    net = 0.6 * SPEND * MONTHS
    assert effect(lever(), drawn(0.1)) == pytest.approx(net * (0.9 * 0.30 - 0.25))


def test_commission_takes_its_part_of_the_rise() -> None:
    # agents: cm 22%, commission 10%: 5% of price leaves 4.5, and break-even is at 4.5/26.5
    assert effect(lever(channel="agents"), drawn(0.045 / 0.265)) == pytest.approx(0.0, abs=1e-6)


def test_what_is_not_passed_on_comes_out_of_the_resellers_margin() -> None:
    where = ground()
    *_, last = change_price(lever(), drawn(0.1, end_price=0.02), where, where.unchanged())
    spend = where.spend(last.world)[0].sum(axis=0) / (SPEND * MONTHS)
    np.testing.assert_allclose(spend, [1.0, 0.9 * 1.02, 1.0])
    net = 0.6 * SPEND * MONTHS
    assert effect(lever(), drawn(0.1, end_price=0.02)) == pytest.approx(net * (0.9 * 0.30 - 0.25))
    earned = where.partner_earnings(last.world)[0, 1]
    assert earned == pytest.approx(SPEND * MONTHS * 0.9 * (1.02 - 0.6 * 1.05))


def test_volume_is_what_is_kept_whatever_prices_become() -> None:
    where = ground()
    *_, last = change_price(lever(), drawn(0.1, end_price=0.02), where, where.unchanged())
    sold = where.sales_at_base_prices(last.world)[0] / where.margins(where.unchanged())[0][0]
    np.testing.assert_allclose(sold[:, :3], [[1.0, 0.9, 1.0]] * MONTHS)
    spent = where.spend_at_base_prices(last.world, 1)[0]
    np.testing.assert_allclose(spent, 0.9 * SPEND)


def test_who_takes_a_cheaper_product_of_ours_is_not_lost() -> None:
    found = effect(lever(), drawn(0.2, cheaper=0.25))
    assert found == pytest.approx(effect(lever(), drawn(0.15)))


def test_customers_take_their_time_and_prices_do_not() -> None:
    where = ground()
    *_, last = change_price(lever(), drawn(0.2, response=4.0), where, where.unchanged())
    spend = where.spend(last.world)[0, :, 1] / SPEND
    np.testing.assert_allclose(spend, 1.05 * np.array([0.95, 0.9, 0.85, *[0.8] * 9]))


def test_steps_are_loss_cheaper_and_price() -> None:
    where = ground()
    steps = list(change_price(lever(), drawn(0.1), where, where.unchanged()))
    assert [step.code for step in steps] == ["price_lost", "price_cheaper", "price_raised"]


def read(one: ChangePrice, held: Beliefs) -> tuple[ChangePriceDraws, dict[str, str]]:
    context = LeverContext(ground(), held, definition(), Chance(1, 1))
    found = draw_change_price(one, context)
    return found, {each.code: each.grade.value for each in context.drawn}


@pytest.mark.parametrize(("change", "passed", "lost"), [(0.05, 1.0, 0.06), (0.075, 1.0, 0.105), (0.1, 0.5, 0.06)])
def test_the_loss_is_read_at_what_end_customers_pay(change: float, passed: float, lost: float) -> None:
    found, grades = read(lever(change, pass_through=sure(passed)), beliefs("resellers"))
    assert found.volume_lost[0] == pytest.approx(lost, abs=1e-6)
    assert found.end_price[0] == pytest.approx(change * passed)
    assert grades == {"price_months": "D", "pass_through": "D", "volume_lost": "C"}


def test_end_customers_of_agents_pay_our_price() -> None:
    found, _ = read(lever(0.05, "agents"), beliefs("agents"))
    assert found.end_price[0] == pytest.approx(0.05)


def test_cheaper_products_are_what_movers_say_times_what_they_spend() -> None:
    found, grades = read(lever(cheaper_spend=sure(0.5)), beliefs("resellers"))
    assert found.cheaper[0] == pytest.approx(0.2 / 0.8 * 0.5, abs=1e-4)
    assert grades["cheaper_share"] == "C"


def test_no_change_changes_nothing() -> None:
    one = lever(0.0)
    assert effect(one, read(one, beliefs("resellers"))[0]) == 0.0


@pytest.mark.parametrize(
    ("one", "held", "expected"),
    [
        (lever(0.10), beliefs("resellers"), []),
        (lever(0.11), beliefs("resellers"), ["parameters.price_asked"]),
        (lever(0.11, pass_through=sure(0.9)), beliefs("resellers"), []),
        (lever(0.05), Beliefs(), ["parameters.price_belief"]),
        (lever(0.05, pass_through=None), beliefs("resellers"), ["parameters.pass_through_assumed"]),
        (lever(0.05, "agents"), beliefs("agents"), []),
    ],
)
def test_a_price_nobody_can_judge_is_not_simulated(one: ChangePrice, held: Beliefs, expected: list[str]) -> None:
    assert [each.key for each in one.missing(held, definition())] == expected


def test_what_nobody_was_asked_is_said() -> None:
    full = {each.key for each in lever(cheaper_spend=sure(0.5)).left_out(beliefs("resellers"), definition())}
    assert full == {"parameters.price_switching", "parameters.price_effort"}
    bare = Beliefs(reactions=Reactions(beliefs("resellers").reactions.by_kind))  # type: ignore[union-attr]
    assert "parameters.cheaper" in {each.key for each in lever().left_out(bare, definition())}


def test_law_bars_a_say_in_resale_prices() -> None:
    where = LawGround(definition(), Beliefs())
    assert [flag.code for flag in lever().law(where)] == ["resale_price", "dual_distribution"]
    assert [flag.code for flag in lever(channel="agents").law(where)] == ["dual_distribution"]
    assert list(lever(channel="web").law(where)) == []


@pytest.mark.parametrize(
    ("field", "value"), [("change", -0.05), ("pass_through", sure(1.5)), ("cheaper_spend", sure(2))]
)
def test_what_cannot_be_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(**{field: value})  # type: ignore[arg-type]


def plan(seed: int, channel: str) -> tuple[Ground, ChangePrice, ChangePriceDraws]:
    market, future = made.invented(seed, DRAWS, 15)
    one = lever(0.08, channel, product_lines=("l1",), start=date(2025, 3, 1))
    rng = np.random.default_rng(seed + 1)
    parameters = ChangePriceDraws(
        rng.uniform(0, 6, DRAWS),
        rng.uniform(0, 0.08, DRAWS),
        rng.uniform(0, 0.5, DRAWS),
        rng.uniform(0, 0.4, DRAWS),
    )
    return made.cells_in_groups(market, future, one.target(market)), one, parameters


def plainly(where: Ground, one: ChangePrice, parameters: ChangePriceDraws) -> Draws:
    """Return V from pieces sold and what each costs, a cell and a month at a time: (d,)."""
    market, future = where.market, where.future
    k, cells = market.index(one.channel), one.target(market)
    follow = [VARIABLE.index(line) for line in (*REVENUE, "commissions")]
    found = np.zeros(where.draws)
    for d in range(where.draws):
        for t in range(where.months):
            done = max(min((t - 1) / max(parameters.response_months[d], 1), 1), 0)
            total = market.overhead.sum() + market.unallocated + market.fixed.sum()
            for j in range(len(market.cells)):
                for c in range(3):
                    pieces = market.spend[c, t % 12, j] * future.growth[d, t, c]
                    rates = market.rates[c, j].copy()
                    if c == k and j in cells:
                        pieces *= 1 - parameters.volume_lost[d] * done * (1 - parameters.cheaper[d])
                        rates[follow] *= 1.08 if t >= 2 else 1.0
                    sales = rates[: len(REVENUE)].sum()
                    total += pieces * (rates.sum() + sales * future.margin_shift[d, c])
            found[d] += total * future.discount[t]
    return found


@pytest.mark.parametrize("channel", ["agents", "resellers", "web"])
def test_lever_agrees_with_plain_arithmetic(channel: str) -> None:
    where, one, parameters = plan(5, channel)
    *_, last = change_price(one, parameters, where, where.unchanged())
    np.testing.assert_allclose(where.value(last.world), plainly(where, one, parameters), rtol=1e-9)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), channel=st.sampled_from(["agents", "resellers", "web"]))
def test_no_sale_is_moved_twice(seed: int, channel: str) -> None:
    where, one, parameters = plan(seed, channel)
    *_, last = change_price(one, parameters, where, where.unchanged())
    conserved(where, last.world)
