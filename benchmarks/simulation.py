"""Closing a channel: our simulation against the least that must be done, one pass over the arrays per step."""

from __future__ import annotations

from datetime import date

import numpy as np

from benchmarks.timing import in_turn
from tramite.decisions.levers.close_channel import CloseChannel, CloseChannelDraws, close_channel
from tramite.decisions.world import Ground, World
from tramite.kernel.case import Uncertain

SIZES = ((1_000, 36, 4), (10_000, 36, 4), (10_000, 36, 16), (40_000, 36, 4))


def _sure(value: float) -> Uncertain:
    return Uncertain(low=value, likely=value, high=value, source="benchmark")


def _case(draws: int, months: int, channels: int) -> tuple[Ground, World, CloseChannelDraws]:
    rng = np.random.default_rng(1)
    ground = Ground(
        first_month=date(2025, 1, 1), channels=tuple(f"c{k}" for k in range(channels)),
        conversion=rng.uniform(0.5, 1, (draws, channels)), margin=rng.uniform(0.1, 0.3, (draws, channels)),
        overhead=1e5, discount=np.ones(months), overhead_by_channel=np.ones(channels),
        indirect=np.ones(channels), physical=np.r_[np.ones(channels - 1), 0],
    )  # fmt: skip
    world = World(
        rng.uniform(1e5, 1e6, (draws, months, channels)), np.full((draws, months, channels), 1e4),
        np.zeros((draws, months)),
    )  # fmt: skip
    drawn = CloseChannelDraws(
        exit_cost=rng.uniform(0, 1, draws),
        avoidable_share=rng.uniform(0, 1, draws),
        ramp_months=rng.uniform(0, 6, draws),
        diversion=rng.dirichlet(np.ones(channels), draws),
        halo=rng.uniform(0, 0.2, draws),
    )
    return ground, world, drawn


def _least(world: World, steps: int) -> float:
    """Read and write the spending once per step: what no way of doing it can avoid."""
    spend = world.spend
    for _ in range(steps):
        spend = spend * 0.999
    return float(spend[0, 0, 0])


def run() -> None:
    """Print seconds and ratio to the least, as draws and channels grow."""
    lever = CloseChannel(
        kind="close-channel", channel="c0", start=date(2025, 3, 1), months_to_close=3,
        exit_cost=_sure(1), avoidable_share=_sure(1), ramp_months=_sure(3),
    )  # fmt: skip
    names = ("draws", "months", "channels", "ours s", "least s", "ratio")
    print("\nclosing a channel\n" + " ".join(f"{name:>9}" for name in names))
    for draws, months, channels in SIZES:
        ground, world, drawn = _case(draws, months, channels)

        def ours(ground: Ground = ground, world: World = world, drawn: CloseChannelDraws = drawn) -> float:
            return sum(float(ground.value(s.world).mean()) for s in close_channel(lever, drawn, ground, world))

        def least(world: World = world, steps: int = channels + 4) -> float:
            return _least(world, steps)

        mine, limit = in_turn(ours, least)
        print(f"{draws:>9,} {months:>9} {channels:>9} {mine:>9.3f} {limit:>9.3f} {mine / limit:>9.2f}")
