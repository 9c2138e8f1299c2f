from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from tramite.decisions.ground import Ground
from tramite.decisions.levers.shift_investment import (
    ShiftInvestment,
    ShiftInvestmentDraws,
    response,
    shift_investment,
)
from tramite.decisions.world import World
from tramite.kernel.case import Uncertain


def sure(value: float) -> Uncertain:
    return Uncertain(low=value, likely=value, high=value, source="test")


def drawn(incremental: float = 1.0) -> ShiftInvestmentDraws:
    return ShiftInvestmentDraws(
        today_monthly=np.array([1000.0]), zero_spend_share=np.array([0.6]), saturation_factor=np.array([1.5]),
        incremental_share=np.array([incremental]), response_months=np.array([0.0]),
    )  # fmt: skip


def lever(monthly: float, **changed: Uncertain) -> ShiftInvestment:
    values = {
        "today_monthly": sure(1000), "zero_spend_share": sure(0.6), "saturation_factor": sure(1.5),
        "incremental_share": sure(1), "response_months": sure(0), **changed,
    }  # fmt: skip
    return ShiftInvestment.model_validate(
        {"kind": "shift-investment", "channel": "direct", "start": date(2025, 1, 1), "monthly": monthly, **values}
    )


@pytest.mark.parametrize(("added", "multiple"), [(-1000, 0.6), (0, 1.0), (1e9, 1.5)])
def test_response_passes_through_its_three_points(added: float, multiple: float) -> None:
    assert response(added, drawn())[0] == pytest.approx(multiple)


def test_response_has_falling_returns() -> None:
    steps = np.diff([response(added, drawn())[0] for added in (0, 500, 1000, 1500)])
    assert np.all(np.diff(steps) < 0)


def test_shift_investment_adds_sales_and_costs(ground: Ground, world: World) -> None:
    steps = list(shift_investment(lever(1000), drawn(), ground, world))
    change = ground.value(steps[-1].world) - ground.value(world)
    # f − (f − z)·((f − 1)/(f − z))² with f 1.5, z 0.6: 1.5 − 0.9·(5/9)² = 1.2222
    assert change[0] == pytest.approx(12 * (50_000 * (1.5 - 0.9 * (5 / 9) ** 2 - 1) * 0.25 - 1000))


def test_shift_investment_takes_what_is_not_new_from_the_others(ground: Ground, world: World) -> None:
    end = list(shift_investment(lever(1000), drawn(incremental=0.25), ground, world))[-1].world
    change = (ground.spend(end) - ground.spend(world)).sum(axis=1)[0]
    gained, lost = change[1], -change[[0, 2]].sum()
    assert lost == pytest.approx(0.75 * gained)


def test_shift_investment_works_on_todays_customers_only(ground: Ground, world: World) -> None:
    crowded = world.shifted(0, np.array([1.0]), {1: np.array([1.0])})
    end = list(shift_investment(lever(1000), drawn(), ground, crowded))[-1].world
    alone = list(shift_investment(lever(1000), drawn(), ground, world))[-1].world
    gained = (ground.spend(end) - ground.spend(crowded))[:, :, 1]
    np.testing.assert_allclose(gained, (ground.spend(alone) - ground.spend(world))[:, :, 1])


@pytest.mark.parametrize(
    ("field", "value"), [("saturation_factor", 1.0), ("zero_spend_share", 1.0), ("today_monthly", 0.0)]
)
def test_shift_investment_refuses_what_cannot_be(field: str, value: float) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(1000, **{field: sure(value)})
