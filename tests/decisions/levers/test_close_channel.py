from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tramite.decisions.ground import Ground
from tramite.decisions.levers.close_channel import CloseChannel, CloseChannelDraws, close_channel
from tramite.decisions.world import World
from tramite.kernel.case import Uncertain


def sure(value: float) -> Uncertain:
    return Uncertain(low=value, likely=value, high=value, source="test")


def lever(months_to_close: int = 0) -> CloseChannel:
    return CloseChannel(
        kind="close-channel", channel="closing", start=date(2025, 1, 1), months_to_close=months_to_close,
        exit_cost=sure(0), avoidable_share=sure(1), ramp_months=sure(0),
    )  # fmt: skip


def drawn(
    *, halo: float | None = None, exit_cost: float = 0.0, ramp: float = 0.0, avoidable: float = 1.0
) -> CloseChannelDraws:
    return CloseChannelDraws(
        exit_cost=np.array([exit_cost]), avoidable_share=np.array([avoidable]), ramp_months=np.array([ramp]),
        diversion=np.array([[0.0, 0.3, 0.4]]), halo=None if halo is None else np.array([halo]),
    )  # fmt: skip


def test_close_channel_agrees_with_the_printed_example(ground: Ground, world: World) -> None:
    steps = list(close_channel(lever(), drawn(), ground, world))
    change = ground.value(steps[-1].world) - ground.value(world)
    assert change[0] == pytest.approx(147_142.857, abs=0.01)  # METHOD §5.5 (h): +147,143


def test_close_channel_moves_spend_and_loses_the_rest(ground: Ground, world: World) -> None:
    end = list(close_channel(lever(months_to_close=6), drawn(ramp=4), ground, world))[-1].world
    change = ground.spend(end) - ground.spend(world)
    released, caught = -change[:, :, 0], change[:, :, 1:].sum(axis=2)
    assert np.all(caught <= released * 0.7 + 1e-6)
    np.testing.assert_allclose(caught[:, 4:], 0.7 * released[:, 4:])


def test_close_channel_winds_down_over_its_months(ground: Ground, world: World) -> None:
    end = list(close_channel(lever(months_to_close=4), drawn(), ground, world))[-1].world
    open_share = ground.spend(end)[0, :, 0] / ground.spend(world)[0, :, 0]
    np.testing.assert_allclose(open_share, [0.75, 0.5, 0.25, 0, 0, 0, 0, 0, 0, 0, 0, 0], atol=1e-12)


def test_close_channel_keeps_what_is_not_avoidable_and_pays_the_exit(ground: Ground, world: World) -> None:
    full = list(close_channel(lever(), drawn(), ground, world))[-1].world
    half = list(close_channel(lever(), drawn(avoidable=0.5, exit_cost=10_000), ground, world))[-1].world
    assert ground.value(half)[0] - ground.value(full)[0] == pytest.approx(-30_000 - 10_000)


def test_halo_takes_online_sales_by_the_share_of_places_closed(ground: Ground, world: World) -> None:
    steps = {step.code: step.world for step in close_channel(lever(), drawn(halo=0.2), ground, world)}
    spend = ground.spend(world)[0].sum(axis=0)
    share_closed = spend[0] / (spend[0] + spend[2])
    before = {step.code: step.world for step in close_channel(lever(), drawn(), ground, world)}["captured"]
    lost = ground.value(before) - ground.value(steps["halo"])
    assert lost[0] == pytest.approx(0.2 * share_closed * 50_000 * 12 * 0.25)


def test_partner_earnings_follow_the_spend(ground: Ground, world: World) -> None:
    end = list(close_channel(lever(), drawn(), ground, world))[-1].world
    change = ground.partner_earnings(end) - ground.partner_earnings(world)
    spend = 1_000_000 / 0.7
    np.testing.assert_allclose(change, [[-0.3 * spend, 0.0, 0.3 * 0.4 * spend]])
