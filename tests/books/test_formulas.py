from __future__ import annotations

import pytest

from tramite.books import formulas


def test_break_even_of_a_commission_cut_is_the_oracles() -> None:
    assert formulas.commission_break_even(0.03, margin=0.22) == pytest.approx(0.12)  # METHOD §5.5 (b)


def test_break_even_of_a_price_rise_is_the_oracles() -> None:
    assert formulas.price_break_even(0.05, margin=0.25) == pytest.approx(1 / 6)  # METHOD §5.5 (c)


def test_required_price_is_the_oracles() -> None:
    found = formulas.required_price(930_000, sales=1_000_000, margin=0.12)
    assert found == pytest.approx(0.0568, abs=5e-5)  # METHOD §5.5 (d)


def test_herfindahl_is_the_oracles() -> None:
    assert formulas.herfindahl([0.5, 0.3, 0.2]) == pytest.approx(0.38)  # METHOD §5.5 (e)


def test_lifetime_value_is_the_oracles_and_the_sum_of_its_payments() -> None:
    found = formulas.lifetime_value(100, retention=0.8, discount=0.1)
    assert found == pytest.approx(366.67, abs=5e-3)  # METHOD §5.5 (f)
    assert found == pytest.approx(sum(100 * 0.8**t / 1.1**t for t in range(200)))


def test_required_price_reaches_the_margin() -> None:
    rise = formulas.required_price(930_000, sales=1_000_000, margin=0.12)
    assert rise is not None
    assert 1 - 930_000 / (1_000_000 * (1 + rise)) == pytest.approx(0.12)


def test_partner_roi_is_earnings_beyond_costs_over_costs() -> None:
    assert formulas.partner_roi(150, own_costs=80, capital_cost=20) == pytest.approx(0.7)


@pytest.mark.parametrize(
    "found",
    [
        formulas.acquisition_cost(100, 0), formulas.partner_roi(1, own_costs=0, capital_cost=0),
        formulas.sell_through_rate(0, opening=0, sell_in=0), formulas.weeks_of_stock(5, sell_out=0),
        formulas.days_of(5, flow=0, days=365), formulas.stock_return(5, 0), formulas.shares_of([]),
        formulas.required_price(1, sales=0, margin=0.1), formulas.required_price(1, sales=1, margin=1),
        formulas.price_break_even(0.1, margin=-0.2), formulas.commission_break_even(0.1, margin=-0.2),
    ],
)  # fmt: skip
def test_formula_without_a_base_is_nd(found: float | None) -> None:
    assert found is None
