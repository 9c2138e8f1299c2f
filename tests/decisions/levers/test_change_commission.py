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
from tests.decisions.levers.terms_statement import statement
from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.change_commission import (
    ChangeCommission,
    ChangeCommissionDraws,
    change_commission,
    draw_change_commission,
)
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.law import LawGround
from tramite.decisions.market import REVENUE, VARIABLE
from tramite.decisions.world import ELSEWHERE, World
from tramite.kernel.chance import Chance, Draws

DRAWS = 5


def lever(change: float = -0.03, channel: str = "agents", **other: Any) -> ChangeCommission:
    return ChangeCommission.model_validate({
        "kind": "change-commission", "channel": channel, "start": date(2025, 1, 1), "change": change,
        "notice_months": sure(0), "response_months": sure(0), **other,
    })  # fmt: skip


def drawn(
    sales: float, *, exits: float = 0.0, to: tuple[float, float, float] | None = None, notice: float = 0.0
) -> ChangeCommissionDraws:
    return ChangeCommissionDraws(
        np.array([notice]), np.zeros(1), np.array([sales]), np.array([exits]),
        None if to is None else np.array([to]),
    )  # fmt: skip


def effect(one: ChangeCommission, parameters: ChangeCommissionDraws, where: Ground | None = None) -> float:
    where = where or ground()
    *_, last = change_commission(one, parameters, where, where.unchanged())
    return float((where.value(last.world) - where.value(where.unchanged()))[0])


def test_a_cut_breaks_even_at_the_printed_loss() -> None:
    # METHOD §5.5 (b): 3 points at cm 22% are worth a loss of 12.0%.
    assert effect(lever(-0.03), drawn(-0.12)) == pytest.approx(0.0, abs=1e-6)


def test_a_cut_saves_on_what_is_still_sold() -> None:
    # 12 months × 100,000 × (0.9 × 0.25 − 0.22)
    assert effect(lever(-0.03), drawn(-0.10)) == pytest.approx(MONTHS * SPEND * (0.9 * 0.25 - 0.22))


def test_a_rise_pays_above_the_gain_that_it_needs() -> None:
    # (0.22 − 0.02)·(1 + g) = 0.22 at g = 10%
    assert effect(lever(0.02), drawn(0.10)) == pytest.approx(0.0, abs=1e-6)
    assert effect(lever(0.02), drawn(0.11)) > 0


def test_the_saving_begins_after_the_notice_and_the_loss_before() -> None:
    # ten months of saving, 3.5 points on 95% of the sales; the loss is there from the first month
    found = effect(lever(-0.035), drawn(-0.05, notice=2.0))
    assert found == pytest.approx(SPEND * (10 * 0.95 * 0.035 - MONTHS * 0.05 * 0.22))


def test_half_a_month_of_notice_saves_half_a_month() -> None:
    assert effect(lever(-0.03), drawn(0.0, notice=0.5)) == pytest.approx(SPEND * 0.03 * (MONTHS - 0.5))


def test_customers_of_leaving_partners_go_where_they_would() -> None:
    where = ground()
    steps = {step.code: step.world for step in change_commission(
        lever(-0.03), drawn(-0.10, exits=0.4, to=(0.0, 0.1, 0.5)), where, where.unchanged()
    )}  # fmt: skip
    assert list(steps) == ["effort", "partners_leave", "leavers_customers", "new_terms"]
    spend = {code: where.spend(world)[0].sum(axis=0) / (SPEND * MONTHS) for code, world in steps.items()}
    np.testing.assert_allclose(spend["effort"], [0.94, 1.0, 1.0])
    np.testing.assert_allclose(spend["partners_leave"], [0.90, 1.0, 1.0])
    np.testing.assert_allclose(spend["leavers_customers"], [0.90, 1 + 0.04 * 0.1, 1 + 0.04 * 0.5])
    np.testing.assert_allclose(spend["new_terms"], spend["leavers_customers"])


@pytest.mark.parametrize("through", ["price-list", "discounts", "bonuses"])
def test_resellers_margin_is_our_price_to_them(through: str) -> None:
    where = ground()
    where.market.rates[1, 0, VARIABLE.index("bonuses")] = -0.03
    where.market.rates[1, 0, VARIABLE.index("gross_sales")] += 0.03
    one, before = lever(-0.02, "resellers", through=through), where.unchanged()
    *_, last = change_commission(one, drawn(0.0), where, before)
    net = 0.6 * SPEND * MONTHS
    sales = (where.margins(last.world)[0] - where.margins(before)[0])[0].sum(axis=0)
    np.testing.assert_allclose(sales, [0.0, 0.02 * net, 0.0], atol=1e-6)
    assert effect(one, drawn(0.0), where) == pytest.approx(0.02 * net)
    earned = (where.partner_earnings(last.world) - where.partner_earnings(before))[0]
    np.testing.assert_allclose(earned, [0.0, -0.02 * net, 0.0], atol=1e-6)


def test_what_is_paid_on_net_sales_follows_them() -> None:
    where = ground()
    where.market.rates[1, 0, VARIABLE.index("commissions")] = -0.06  # a tenth of net sales, of our own people
    found = effect(lever(-0.02, "resellers"), drawn(0.0), where)
    assert found == pytest.approx(0.02 * 0.6 * SPEND * MONTHS * 0.9)


def test_agents_earn_less_by_what_is_saved() -> None:
    where = ground()
    *_, last = change_commission(lever(-0.03), drawn(0.0), where, where.unchanged())
    change = where.partner_earnings(last.world) - where.partner_earnings(where.unchanged())
    np.testing.assert_allclose(change[0], [-0.03 * SPEND * MONTHS, 0.0, 0.0], atol=1e-6)


def test_no_change_changes_nothing() -> None:
    context = LeverContext(ground(), beliefs(), definition(), Chance(1, 1))
    one = lever(0.0)
    found = draw_change_commission(one, context)
    assert effect(one, found) == 0.0


def read(change: float, held: Beliefs, channel: str = "agents") -> tuple[ChangeCommissionDraws, LeverContext]:
    context = LeverContext(ground(), held, definition(), Chance(1, 1))
    return draw_change_commission(lever(change, channel), context), context


@pytest.mark.parametrize(
    ("change", "sales"),
    [(-0.005, -0.02), (-0.01, -0.04), (-0.015, -0.07), (-0.02, -0.10), (0.01, 0.03), (0.015, 0.04)],
)
def test_what_is_stated_is_read_at_the_share_of_their_earnings(change: float, sales: float) -> None:
    # agents earn 10 points: one point is the 10% that was asked about, half of it half way to nothing
    assert read(change, beliefs())[0].sales_change[0] == pytest.approx(sales, abs=1e-6)


def test_resellers_read_it_by_what_they_earn() -> None:
    # E − net sales is 0.4 of 0.6: two points in three are 10% of what they earn
    assert read(-0.1 * 0.4 / 0.6, beliefs("resellers"), "resellers")[0].sales_change[0] == pytest.approx(-0.04)


def test_exits_are_the_share_of_the_fall_that_leaves() -> None:
    found, context = read(-0.01, beliefs())
    assert found.exits[0] == pytest.approx(0.035 / 0.07, abs=1e-4)  # of a mean stated fall of 7%
    assert found.diversion is not None
    np.testing.assert_allclose(found.diversion[0], [0.0, 0.0, 0.4], atol=1e-4)
    grades = {drawn.code: drawn.grade.value for drawn in context.drawn}
    assert grades["sales_change"] == grades["exits"] == "C"
    assert grades["notice_months"] == grades["effort_months"] == "D"


def test_what_nobody_was_heard_about_is_said_not_taken_for_none() -> None:
    bare = Beliefs(reactions=beliefs().reactions)
    assert [each.key for each in lever().left_out(bare, definition())] == ["parameters.diversion_belief"]
    assert [each.key for each in lever().left_out(Beliefs(), definition())] == ["parameters.exits"]
    assert list(lever().left_out(beliefs(), definition())) == []


def lacks(change: float, held: Beliefs, channel: str = "agents", **other: Any) -> list[str]:
    case = definition()
    one = lever(change, channel, **other)
    return [each.key for each in one.missing_in_books(ground().market, statement(), held, case)]


@pytest.mark.parametrize(
    ("change", "held", "other", "expected"),
    [
        (-0.02, beliefs(), {}, []),
        (-0.021, beliefs(), {}, ["parameters.earnings_cut_asked"]),
        (0.021, beliefs(), {}, ["parameters.earnings_rise_asked"]),
        (-0.01, Beliefs(), {}, ["parameters.earnings_cut_belief"]),
        (-0.01, beliefs("resellers"), {"channel": "resellers", "through": "bonuses"}, ["parameters.earnings"]),
        (-0.06, beliefs("resellers"), {"channel": "resellers"}, ["parameters.discounts_smaller"]),
        (-0.01, beliefs(), {"channel": "web"}, ["parameters.earnings"]),
        (0.0, Beliefs(), {}, []),
    ],
)
def test_a_change_nobody_can_judge_is_not_simulated(
    change: float, held: Beliefs, other: dict[str, Any], expected: list[str]
) -> None:
    assert lacks(change, held, **other) == expected


@pytest.mark.parametrize(
    ("change", "before", "code"),
    [
        (-0.005, 0.0, "agents_cut_light"), (-0.01, 0.0, "agents_cut_medium"), (-0.016, 0.0, "agents_cut_large"),
        (-0.005, -0.005, "agents_cut_medium"), (-0.01, -0.01, "agents_cut_large"),
        (-0.008, -0.008, "agents_cut_medium"),  # 10% that was 10.8%: 1.6/10.8 = 14.8%
        (-0.015, 0.01, "agents_cut_medium"),  # 10% that was 9%: 0.5/9 = 5.6%
    ],
)  # fmt: skip
def test_cuts_of_agents_pay_add_up_over_two_years(change: float, before: float, code: str) -> None:
    flags = lever(change, changed_before=before).law(LawGround(definition(), Beliefs(), ground().market))
    assert [flag.code for flag in flags] == [code]


def test_law_without_books_names_all_classes_and_knows_other_agreements() -> None:
    unknown = lever(-0.01).law(LawGround(definition(), Beliefs()))
    assert [(flag.code, flag.governs) for flag in unknown] == [("agents_cut", False)]
    other = definition(agents={"agreement": "aec-industry"})
    assert [flag.code for flag in lever(-0.01).law(LawGround(other, Beliefs()))] == ["agents_other_agreement"]
    resellers = lever(-0.01, "resellers").law(LawGround(definition(), Beliefs()))
    assert [flag.code for flag in resellers] == ["dependence"]
    assert list(lever(0.01).law(LawGround(definition(), Beliefs()))) == []


@pytest.mark.parametrize(("field", "value"), [("change", -1.0), ("through", "gifts"), ("notice_months", sure(-1))])
def test_what_cannot_be_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(**{field: value})  # type: ignore[arg-type]


# --- against plain arithmetic, cell by cell


def plan(seed: int, channel: str, change: float) -> tuple[Ground, ChangeCommission, ChangeCommissionDraws]:
    market, future = made.invented(seed, DRAWS, 15)
    one = lever(change, channel, segments=("s0",), start=date(2025, 3, 1))
    rng = np.random.default_rng(seed + 1)
    shares = rng.dirichlet(np.ones(4), DRAWS)[:, :3]
    shares[:, market.index(channel)] = 0.0
    parameters = ChangeCommissionDraws(
        rng.uniform(0, 5, DRAWS), rng.uniform(0, 6, DRAWS), np.sign(change) * rng.uniform(0, 0.5, DRAWS),
        rng.uniform(0, 1, DRAWS), shares,
    )  # fmt: skip
    return made.cells_in_groups(market, future, one.target(market)), one, parameters


def plainly(where: Ground, one: ChangeCommission, parameters: ChangeCommissionDraws) -> Draws:
    """Return V from the formulas of METHOD §5.3 and §5.4, a cell and a month at a time: (d,)."""
    market, future = where.market, where.future
    k, cells = market.index(one.channel), sorted(one.target(market))
    assert parameters.diversion is not None
    base = market.spend[k][:, cells].sum(axis=0) @ market.rates[k, cells]
    net = base[: len(REVENUE)].sum()
    line = "commissions" if market.on_commission[k] else "discounts"
    factor = 1 - one.change / (base[VARIABLE.index(line)] / net)
    found = np.zeros(where.draws)
    for d in range(where.draws):
        for t in range(where.months):
            done = max(min((t - 1) / max(parameters.response_months[d], 1), 1), 0)
            holds = max(min(t - 1 - parameters.notice_months[d], 1), 0)
            told = parameters.sales_change[d] * done
            leaving = -told * parameters.exits[d] if told < 0 else 0.0
            total = market.overhead.sum() + market.unallocated + market.fixed.sum()
            for j in range(len(market.cells)):
                spend = market.spend[:, t % 12, j] * future.growth[d, t] * future.price_scale[d]
                if j in cells:
                    spend = spend + spend[k] * leaving * (parameters.diversion[d] if one.change < 0 else 0)
                    spend[k] *= (1 + told) / (1 + (leaving * parameters.diversion[d][k] if one.change < 0 else 0))
                for c in range(3):
                    rates = market.rates[c, j].copy()
                    if c == k and j in cells:
                        rates[VARIABLE.index(line)] *= 1 + (factor - 1) * holds
                        if line != "commissions":
                            rates[VARIABLE.index("commissions")] *= 1 - one.change * holds
                    real = spend[c] / future.price_scale[d, c]
                    total += real * (rates.sum() + rates[: len(REVENUE)].sum() * future.margin_shift[d, c])
            found[d] += total * future.discount[t]
    return found


@pytest.mark.parametrize("channel", ["agents", "resellers"])
@pytest.mark.parametrize("change", [-0.004, 0.003])
def test_lever_agrees_with_plain_arithmetic(channel: str, change: float) -> None:
    where, one, parameters = plan(3, channel, change)
    *_, last = change_commission(one, parameters, where, where.unchanged())
    np.testing.assert_allclose(where.value(last.world), plainly(where, one, parameters), rtol=1e-9)


def conserved(where: Ground, world: World) -> None:
    np.testing.assert_allclose(world.moves.sum(axis=-1), 1.0, atol=1e-12)
    assert world.moves[..., :ELSEWHERE].min() >= -1e-12
    elsewhere = sum(
        world.moves[:, :, g, f, ELSEWHERE] * where.base_spend(f, (g,)) for g in world.groups for f in range(3)
    )
    before, after = (where.spend(each).sum(axis=2) for each in (where.unchanged(), world))
    np.testing.assert_allclose(before, after + elsewhere, rtol=1e-9)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), channel=st.sampled_from(["agents", "resellers"]), cut=st.booleans())
def test_no_sale_is_moved_twice(seed: int, channel: str, cut: bool) -> None:
    where, one, parameters = plan(seed, channel, -0.004 if cut else 0.004)
    *_, last = change_commission(one, parameters, where, where.unchanged())
    conserved(where, last.world)
