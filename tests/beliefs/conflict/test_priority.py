from __future__ import annotations

import pytest

from tests.beliefs.said import Talks
from tests.beliefs.told_books import PERIOD, case, told
from tramite.beliefs.conflict.levels import conflict_levels
from tramite.beliefs.conflict.priority import Priority, priorities, revenue_shares
from tramite.beliefs.px.result import PxResult, PxScore
from tramite.kernel.estimate import Estimate

SHOPS, AGENTS = {"net_sales": 600.0}, {"net_sales": 400.0}
SALES = {"shops": SHOPS, "agents": AGENTS}


def sound(index: float) -> PxResult:
    """Invent a PX index of the shops."""
    estimate = Estimate(index, index - 5, index + 5, 0.9, 20, None, "score", "invented")
    score = PxScore("shops", "px", "vote", estimate, "interval")
    return PxResult((score,), {}, {}, {}, 0)


def ranked(
    tension: float, *, px: PxResult | None = None, before: float = 600.0,
    sales: dict[str, dict[str, float]] | None = None,
) -> dict[str, Priority]:  # fmt: skip
    talks = Talks()
    talks.hear_all("shops", [{"PR07": tension + shift} for shift in (-1, 0, 1, 0, 0, 0, -1, 1)])
    talks.hear_all("agents", [{"PR07": 1}] * 8)
    now = told(SALES if sales is None else sales)
    earlier = told({"shops": {"net_sales": before}, "agents": AGENTS}, PERIOD.previous())
    found = priorities(
        conflict_levels(talks.study()), definition=case("shops", "agents"), now=now, before=earlier, px=px
    )
    return {one.channel_id: one for one in found}


def test_priority_is_importance_times_frequency_times_intensity() -> None:
    found = ranked(7.0)
    shops = found["shops"]
    assert (shops.importance, shops.frequency, shops.intensity) == pytest.approx((0.6, 1.0, 0.7))
    assert shops.product.value == pytest.approx(0.42)
    assert (shops.verdict, shops.certainty) == ("urgent", "sure")
    assert found["agents"].product.value == pytest.approx(0.4 * 0 * 0.1)
    assert list(found) == ["shops", "agents"]


def test_one_low_factor_can_wait() -> None:
    assert ranked(7.0, sales={"shops": {"net_sales": 10.0}, "agents": {"net_sales": 400.0}})["shops"].verdict == (
        "not_urgent"
    )
    assert ranked(4.0)["shops"].verdict == "not_urgent"


@pytest.mark.parametrize(
    ("index", "before", "verdict"),
    [(70.0, 500.0, "functional"), (70.0, 700.0, "urgent"), (60.0, 500.0, "urgent")],
)
def test_tension_with_sound_px_and_growth_is_no_alarm(index: float, before: float, verdict: str) -> None:
    assert ranked(7.0, px=sound(index), before=before)["shops"].verdict == verdict


def test_without_books_priority_is_not_known() -> None:
    shops = ranked(7.0, sales={"shops": {}, "agents": {}})["shops"]
    assert (shops.importance, shops.product.value, shops.verdict) == (None, None, "unknown")


def test_shares_need_every_channel() -> None:
    assert revenue_shares(told(SALES), case("shops", "agents")) == {"shops": 0.6, "agents": 0.4}
    assert revenue_shares(told({"shops": SHOPS, "agents": {}}), case("shops", "agents")) == {}
    assert revenue_shares(told({"shops": SHOPS}), case("shops", "agents")) == {"shops": 1.0}
