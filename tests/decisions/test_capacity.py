"""What an alternative brings beyond what a channel can sell."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.decisions.levers import terms_made as made
from tests.decisions.test_compare import CLOSE, INVEST, SURE_ZERO, alternative, certain_diversion
from tests.decisions.test_compare import run as run  # noqa: PLC0414 (a fixture)
from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.parts import Fixed
from tramite.beliefs.potential.result import Binding, ChannelPotential, PotentialBelief, Term
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.kinds import PRICE
from tramite.decisions.capacity import Limit, loads_of, margin_beyond
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method


def certain(value: float, unit: str = "money") -> Estimate:
    return Estimate(value, value, value, 0.9, 9, None, unit, "test", grade=Grade.C)  # type: ignore[arg-type]


def limited(channel: str, sales: float, most: float) -> PotentialBelief:
    """Return a belief of a channel that can sell so much in a year, for certain."""
    parts = {"sales": Fixed(certain(most)), "reach": Fixed(certain(1.0)), "won": Fixed(certain(0.0))}
    term = Term("coverage", channel, certain(most), parts)
    unknown = Term("capacity", channel, Estimate(None, None, None, 0.9, 0, None, "money", "test"), {}, ("rise",))
    one = ChannelPotential(
        channel, certain(sales), {"coverage": term}, unknown, certain(most), certain(most / sales - 1), True,
        Binding({}, None, {}, None, "open"), (), certain(0.0, "share"), certain(0.0, "share"),
    )  # fmt: skip
    return PotentialBelief({channel: one}, (), Fixed(certain(0.5, "share")))


def limit(most: list[float], today: list[float] | None = None) -> Limit:
    return Limit(np.array(most), None if today is None else np.array(today), certain(most[0]), False)


def test_only_what_neither_limit_nor_todays_sales_hold_is_beyond() -> None:
    today = np.array([[[100.0], [100.0]], [[130.0], [130.0]]])
    changed = np.array([[[140.0], [150.0]], [[140.0], [150.0]]])
    (load,) = loads_of(
        today, changed, ["c"], {"c": limit([120.0, 120.0], [90.0, 160.0])}, change=certain(1.0), method=Method()
    )
    assert (load.year, load.brought.value) == (2, 35.0)
    # 150 − 120, and 150 − 130: the second draw sells 130 by itself.
    assert (load.beyond.value, load.p_beyond, load.p_beyond_today) == (25.0, 1.0, 0.5)


def test_a_channel_that_loses_or_has_no_limit_carries_nothing() -> None:
    today, changed = np.full((3, 1, 2), 100.0), np.full((3, 1, 2), 90.0)
    changed[:, :, 1] = 200
    limits = {"a": limit([1.0] * 3)}
    assert loads_of(today, changed, ["a", "b"], limits, change=certain(1.0), method=Method()) == ()


def test_margin_beyond_is_that_share_of_the_margin() -> None:
    today, changed, margin = np.full((1, 2, 1), 100.0), np.full((1, 2, 1), 200.0), np.full((1, 2, 1), 40.0)
    found = margin_beyond(today, changed, margin, ["c"], {"c": limit([150.0])}, np.array([0.9, 0.8]))
    assert found[0] == pytest.approx(0.25 * 40 * 1.7)


def test_investment_never_brings_a_channel_above_its_limit(run: Any) -> None:
    """The web sells 200 a month: with a limit of 2,520 a year there is room for 120 of the 430 it would gain."""
    free = run(alternative("invest", INVEST)).result("invest")
    held = Beliefs(diversion={"shops": certain_diversion(0.5)}, potential=limited("web", 2400, 2520))
    capped = run(alternative("invest", INVEST), beliefs=held).result("invest")
    web = 0
    assert free.outcome.yearly[:, 0, web, 0].mean() > 2520
    assert capped.outcome.yearly[:, 0, web, 0].max() == pytest.approx(2520, rel=0.02)
    assert "parameters.limit_unknown" not in {missing.key for missing in capped.left_out}
    assert {p.code for p in capped.parameters} - {p.code for p in free.parameters} == {"limit"}
    none = Beliefs(diversion={}, potential=limited("web", 2400, 2400))
    idle = run(alternative("invest", INVEST), beliefs=none).result("invest")
    assert idle.change.value == pytest.approx(-60)


PRICE_RISE = {
    "kind": "change-price", "channel": "web", "start": date(2025, 1, 1), "change": 0.10,
    "response_months": SURE_ZERO,
}  # fmt: skip


def test_a_price_rise_is_no_load_and_takes_no_room(run: Any) -> None:
    """The limit is of volume: what the web sells dearer fills none of it, and is not beyond it."""
    dear = Reactions({"price": made.reaction(PRICE, "web", spread=1e-6, p10=0.0)})
    full = Beliefs(reactions=dear, potential=limited("web", 2400, 2400))
    rise = run(alternative("rise", PRICE_RISE), beliefs=full).result("rise")
    assert rise.change.value == pytest.approx(240, rel=1e-3)
    assert (rise.loads, rise.feasible) == ((), True)

    roomy = Beliefs(reactions=dear, potential=limited("web", 2400, 2520))
    both = run(alternative("both", PRICE_RISE, INVEST), beliefs=roomy).result("both")
    assert both.outcome.yearly[:, 0, 0, 0].max() == pytest.approx(2520, rel=0.01)
    gained = next(step.amount for step in both.steps if step.code == "investment_sales")
    held = run(alternative("invest", INVEST), beliefs=roomy).result("invest")
    alone = next(step.amount for step in held.steps if step.code == "investment_sales")
    assert gained > 1.2 * alone  # the same pieces, each at a higher margin


def test_customers_for_whom_there_is_no_room_make_no_choice(run: Any) -> None:
    """Closing gains by 150 a month that go to the web; where the web can take none of them it is no choice."""
    held = Beliefs(diversion={"shops": certain_diversion(0.9)}, potential=limited("web", 2400, 2400))
    result = run(alternative("close", CLOSE), beliefs=held).result("close")
    (load,) = result.loads
    assert (load.channel_id, load.p_beyond) == ("web", 1.0)
    assert load.beyond.value == pytest.approx(12 * 270, rel=1e-3)
    assert result.change.value > 0
    assert [bar.by for bar in result.bars] == ["capacity"]
    roomy = Beliefs(diversion={"shops": certain_diversion(0.9)}, potential=limited("web", 2400, 9000))
    assert run(alternative("close", CLOSE), beliefs=roomy).result("close").feasible
