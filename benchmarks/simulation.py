"""The months ahead in every draw: our simulation against plain NumPy, and against what the machine can do.

``python -m benchmarks simulation``. The peer is the reference of the tests: every market cell in every draw.
The limit is what the machine needs for the same bytes, or for the same multiplications, whichever takes longer,
measured in the same run on arrays of the same sizes.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.children import peak_memory
from benchmarks.timing import in_turn
from tests.decisions import reference
from tramite.decisions.contraction import contract
from tramite.decisions.ground import Future, Ground, groups_of
from tramite.decisions.levers.close_channel import CloseChannel, CloseChannelDraws, close_channel
from tramite.decisions.levers.shift_investment import ShiftInvestment, ShiftInvestmentDraws, shift_investment
from tramite.decisions.market import VARIABLE, Market
from tramite.decisions.simulation import BLOCK
from tramite.decisions.world import ELSEWHERE, World, planes
from tramite.kernel.case import Uncertain
from tramite.kernel.chance import Draws

FULL = (10_000, 8, 10, 20, 36)
GROWTH = ((5_000, 8, 10, 20, 36), (20_000, 8, 10, 20, 36), (10_000, 4, 10, 20, 36), (10_000, 16, 10, 20, 36),
          (10_000, 8, 20, 20, 36), (10_000, 8, 10, 40, 36), (10_000, 8, 10, 20, 72))  # fmt: skip
PEER_DRAWS = 100  # what the peer holds in memory at once


def _sure(value: float) -> Uncertain:
    return Uncertain(low=value, likely=value, high=value, source="benchmark")


def _market(channels: int, segments: int, lines: int) -> Market:
    rng = np.random.default_rng(1)
    cells = tuple((f"s{s}", f"l{n}") for s in range(segments) for n in range(lines))
    rates = rng.uniform(-0.08, 0.0, (channels, len(cells), len(VARIABLE)))
    rates[..., 0] = rng.uniform(0.6, 1.0, rates.shape[:2])
    return Market(
        channels=tuple(f"c{k}" for k in range(channels)), cells=cells,
        spend=rng.uniform(0, 1e5, (channels, 12, len(cells))), rates=rates,
        fixed=np.full((channels, 2), -1e4), overhead=np.full(channels, -1e3), unallocated=0.0,
        indirect=np.ones(channels), physical=np.r_[np.ones(channels - 1), 0], on_commission=np.zeros(channels),
    )  # fmt: skip


def _block(
    draws: int, channels: int, months: int, seed: int
) -> tuple[Future, CloseChannelDraws, ShiftInvestmentDraws]:
    rng = np.random.default_rng(seed)
    future = Future(
        date(2025, 1, 1), np.power(0.99, np.arange(months, dtype=np.float64)),
        rng.uniform(0.9, 1.1, (draws, months, channels)),
        np.ones((draws, channels)), np.zeros((draws, channels)),
    )  # fmt: skip
    close = CloseChannelDraws(
        exit_cost=rng.uniform(0, 1, draws), avoidable_share=rng.uniform(0, 1, draws),
        ramp_months=rng.uniform(0, 6, draws), diversion=rng.dirichlet(np.ones(channels), draws),
        halo=rng.uniform(0, 0.2, draws),
    )  # fmt: skip
    invest = ShiftInvestmentDraws(
        today_monthly=np.full(draws, 1e3), zero_spend_share=rng.uniform(0.5, 0.9, draws),
        saturation_factor=rng.uniform(1.1, 1.5, draws), incremental_share=rng.uniform(0, 1, draws),
        response_months=rng.uniform(0, 6, draws),
    )  # fmt: skip
    return future, close, invest


CLOSING = CloseChannel(
    kind="close-channel", channel="c0", start=date(2025, 3, 1), months_to_close=3, exit_cost=_sure(1),
    avoidable_share=_sure(1), ramp_months=_sure(3),
)  # fmt: skip
INVESTING = ShiftInvestment(
    kind="shift-investment", channel="c1", start=date(2025, 3, 1), monthly=500, today_monthly=_sure(1),
    zero_spend_share=_sure(0.5), saturation_factor=_sure(2), incremental_share=_sure(1), response_months=_sure(0),
)  # fmt: skip


def _course(market: Market, future: Future, close: CloseChannelDraws, invest: ShiftInvestmentDraws) -> Ground:
    targets = [lever.target(market) for lever in (CLOSING, INVESTING)]
    return Ground(market, future, groups_of(targets, len(market.cells)))


def _ours(market: Market, draws: int, months: int) -> float:
    """Close and invest, and value it: the whole course of one alternative."""
    total = 0.0
    for seed, start in enumerate(range(0, draws, BLOCK)):
        future, close, invest = _block(min(BLOCK, draws - start), len(market.channels), months, seed)
        ground = _course(market, future, close, invest)
        total += float(ground.value(_end(ground, close, invest)).sum())
    return total / draws


def _end(ground: Ground, close: CloseChannelDraws, invest: ShiftInvestmentDraws) -> World:
    world = ground.unchanged()
    for step in close_channel(CLOSING, close, ground, world):
        world = step.world
    for step in shift_investment(INVESTING, invest, ground, world):
        world = step.world
    return world


def _plain(market: Market, draws: int, months: int) -> float:
    """The same by the reference, as many draws at once as fit."""
    every = list(range(len(market.cells)))
    plan = reference.Plan(every, 2, 3, every, 2, 500)
    future, close, invest = _block(draws, len(market.channels), months, 0)
    return float(reference.value(market, future, plan, close, invest).mean())


@numba.njit(nogil=True)
def _multiply(values: Draws, other: Draws, times: int) -> Draws:
    """Do ``times`` passes of multiply and add over rows that stay in the processor's first cache."""
    total = np.zeros_like(values)
    for _ in range(times):
        for n in range(len(values)):
            total[n] += values[n] * other[n]
    return total


@numba.njit(nogil=True)
def _move(read: NDArray[np.int64], written: Draws) -> int:
    """Read every number of one array and write every number of another, and nothing else."""
    joined = np.int64(0)
    for n in range(read.size):
        joined |= read[n]
    for n in range(written.size):
        written[n] = 1.0
    return int(joined)


def _limit(ground: Ground, world: World, columns: int) -> list[float]:
    """Return seconds of the contraction of a block, of its memory traffic alone and of its arithmetic alone.

    Traffic: moves and weights are read once, ``out`` is written once. Arithmetic: of the channels between which
    something moves, one row of draws is multiplied for each month, and one multiplied and added for each column;
    rows are as long as the contraction's.
    """
    base = np.ascontiguousarray(ground.base[..., :columns])
    factor_of = np.zeros((len(ground.groups), len(ground.channels), columns), dtype=np.int64)
    ones = np.ones((1, ground.months, ground.draws))
    out = np.empty((columns, len(ground.channels), ground.months, ground.draws))
    weights = planes(ground.weights)
    moved = [plane for (_, _, k), plane in world.planes.items() if k != ELSEWHERE]
    read = np.concatenate([each.ravel() for each in (*moved, weights)]).view(np.int64)
    row = np.ones(ground.draws)
    return in_turn(
        lambda: contract(world.planes, weights, base, factor_of, ones, out),
        lambda: _move(read, out.reshape(-1)),
        lambda: _multiply(row, row, len(moved) * ground.months * (1 + columns)),
        rounds=200,
        of=min,
    )


def run() -> None:
    """Print seconds and ratios, at full size and as each dimension grows, then memory as draws grow."""
    names = ("draws", "channels", "segments", "lines", "months", "ours s", "plain s", "ratio")
    print("\nclosing a channel and investing in another\n" + " ".join(f"{name:>9}" for name in names))
    _ours(_market(3, 2, 2), BLOCK, 12)
    for size in (FULL, *GROWTH):
        draws, channels, segments, lines, months = size
        market = _market(channels, segments, lines)
        mine, peer = in_turn(
            lambda market=market, draws=draws, months=months: _ours(market, draws, months),  # type: ignore[misc]
            lambda market=market, months=months: _plain(market, PEER_DRAWS, months),  # type: ignore[misc]
        )
        plain = peer * draws / PEER_DRAWS
        print(" ".join(f"{n:>9,}" for n in size) + f" {mine:>9.3f} {plain:>9.2f} {plain / mine:>9.1f}")
    print(f"plain: {PEER_DRAWS} draws timed, times the number of draws; it does not fit into memory at once")
    market = _market(8, 10, 20)
    drawn = _block(BLOCK, 8, 36, 0)
    ground = _course(market, *drawn)
    world = _end(ground, *drawn[1:])
    for columns in (2, len(VARIABLE)):
        mine, traffic, arithmetic = _limit(ground, world, columns)
        ratio = mine / max(traffic, arithmetic)
        print(f"\nlines of a block, {columns} columns: {mine * 1e3:.3f} ms, ratio {ratio:.2f} to the longer of")
        print(f"its traffic alone {traffic * 1e3:.3f} ms, its arithmetic alone {arithmetic * 1e3:.3f} ms")
    print("\nmemory of a simulation in a process of its own")
    for draws in (1_000, 10_000, 100_000, 1_000_000):
        code = f"from benchmarks.simulation import memory; memory({draws})"
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        print(f"{draws:>9,} draws {float(found.stdout):>7.0f} MB")


def memory(draws: int) -> None:
    """Simulate, and print the most memory that was held, in MB."""
    _ours(_market(4, 4, 4), draws, 36)
    print(peak_memory())
