"""An invented market in a block of draws, and the plain arithmetic of its statement."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tramite.decisions.ground import Future, Ground
from tramite.decisions.market import REVENUE, VARIABLE, Market
from tramite.decisions.world import ELSEWHERE, World
from tramite.kernel.case import Uncertain

Array = NDArray[np.float64]
DRAWS, MONTHS, CHANNELS, CELLS = 5, 17, 3, 2


def sure(value: float) -> Uncertain:
    """Return an assumption without a spread."""
    return Uncertain(low=value, likely=value, high=value, source="test")


def around_zero(size: float = 0.4) -> Uncertain:
    """Return an effect that nobody has shown."""
    return Uncertain(low=-size, likely=0.0, high=size, source="test")


def invented_ground(seed: int, *, groups: bool = True) -> Ground:
    """Return three channels (resale, direct, agents), two cells, and draws of all that is uncertain.

    Args:
        groups: whether the two cells are apart.
    """
    rng = np.random.default_rng(seed)
    rates = rng.uniform(-0.05, 0.0, (CHANNELS, CELLS, len(VARIABLE)))
    rates[..., 0] = rng.uniform(0.6, 1.0, rates.shape[:2])
    market = Market(
        channels=("resale", "direct", "agents"), cells=(("s", "a"), ("s", "b")),
        spend=rng.uniform(1e3, 1e5, (CHANNELS, 12, CELLS)), rates=rates,
        fixed=np.zeros((CHANNELS, 2)), overhead=np.zeros(CHANNELS), unallocated=0.0,
        indirect=np.array([1.0, 0.0, 1.0]), physical=np.array([1.0, 0.0, 1.0]),
        on_commission=np.array([0.0, 0.0, 1.0]),
    )  # fmt: skip
    future = Future(
        date(2025, 1, 1), np.power(0.99, np.arange(MONTHS, dtype=np.float64)),
        rng.uniform(0.8, 1.2, (DRAWS, MONTHS, CHANNELS)), rng.uniform(0.9, 1.1, (DRAWS, CHANNELS)),
        rng.normal(0, 0.02, (DRAWS, CHANNELS)),
    )  # fmt: skip
    whole = (frozenset({0}), frozenset({1})) if groups else (frozenset({0, 1}),)
    return Ground(market, future, whole)


def own_spend(ground: Ground) -> Array:
    """Return what is spent in each channel and cell if nothing changes: (d, t, k, j)."""
    seasons = np.arange(MONTHS) % 12
    base = np.moveaxis(ground.market.spend[:, seasons], 0, 1)
    future = ground.future
    found: Array = base[np.newaxis] * (future.growth * future.price_scale[:, np.newaxis])[..., np.newaxis]
    return found


def margin_of(ground: Ground, spend: Array) -> tuple[Array, Array]:
    """Return net sales and contribution margin 1 of spending (d, t, k, j), line by line: (d, t, k) each."""
    known = spend / ground.future.price_scale[:, np.newaxis, :, np.newaxis]
    amounts = known[..., np.newaxis] * ground.market.rates
    sales = amounts[..., : len(REVENUE)].sum(axis=(3, 4))
    margin = amounts.sum(axis=(3, 4)) + sales * ground.future.margin_shift[:, np.newaxis]
    return sales, margin


def elsewhere(ground: Ground, world: World) -> Array:
    """Return what is not spent with us any more: (d, t)."""
    found = np.zeros((ground.draws, ground.months))
    for g in world.groups:
        for f in range(len(ground.channels)):
            found += world.moves[:, :, g, f, ELSEWHERE] * ground.base_spend(f, (g,))
    return found


def nothing_is_lost_unseen(ground: Ground, world: World) -> None:
    """What end customers spent is spent with us or elsewhere; what they pay later is told apart."""
    np.testing.assert_allclose(world.moves.sum(axis=-1), 1.0, atol=1e-12)
    later = sum(world.paid_later.values(), np.zeros(1))
    before = ground.spend(ground.unchanged()).sum(axis=2)
    after = ground.spend(world).sum(axis=2) - later
    np.testing.assert_allclose(before, after + elsewhere(ground, world), rtol=1e-9)
