"""California's tobacco tax of 1989: difference-in-differences and its synthetic form, as printed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tramite.decisions.actions.control import difference_in_differences, synthetic_difference

DATA = Path(__file__).parent / "data" / "california_prop99.csv"
Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def states() -> tuple[Array, NDArray[np.bool_], int]:
    """Return packs a head (state, year), which state is California, and the place of 1989."""
    table = pl.read_csv(DATA)
    names = table.columns[1:]
    panel = table.drop("Year").to_numpy().T.astype(np.float64)
    return panel, np.array([name == "California" for name in names]), table["Year"].to_list().index(1989)


def test_difference_in_differences_is_as_printed(states: tuple[Array, NDArray[np.bool_], int]) -> None:
    panel, treated, first = states
    before, after = panel[:, :first].mean(axis=1), panel[:, first:].mean(axis=1)
    found = difference_in_differences(before, after, treated, level=0.9)
    assert found.value == pytest.approx(-27.349, abs=5e-4)
    assert (found.treated, found.control) == (1, 38)
    assert found.lower is not None
    assert found.lower < found.value


def test_synthetic_difference_is_as_printed(states: tuple[Array, NDArray[np.bool_], int]) -> None:
    """The printed −15.604 stops its search early; the exact optimum is a thousandth away."""
    panel, treated, first = states
    found = synthetic_difference(panel, treated, first, level=0.9)
    assert found.value == pytest.approx(-15.604, abs=0.002)


def test_early_stop_gives_the_printed_figure_to_the_last_digit(
    states: tuple[Array, NDArray[np.bool_], int],
) -> None:
    panel, treated, first = states
    ours, others = panel[treated].mean(axis=0), panel[~treated]
    noise = float(np.diff(others[:, :first], axis=1).std(ddof=1))
    stop = 1e-5 * noise
    units = searched(others[:, :first].T, ours[:first], (others.shape[1] - first) ** 0.25 * noise, stop)
    times = searched(others[:, :first], others[:, first:].mean(axis=1), 1e-6 * noise, stop)
    change = ours[first:].mean() - ours[:first] @ times
    control = others[:, first:].mean(axis=1) - others[:, :first] @ times
    assert change - units @ control == pytest.approx(-15.604, abs=5e-4)


def searched(columns: Array, target: Array, ridge: float, stop: float) -> Array:
    """Search weights by Frank–Wolfe as the authors' program does: a hundred steps, small ones to 0, then on."""
    x, y = columns - columns.mean(axis=0), target - target.mean()
    start = np.full(x.shape[1], 1 / x.shape[1])
    rough = frank_wolfe(x, y, start, len(y) * ridge**2, stop, 100)
    rough[rough <= rough.max() / 4] = 0
    return frank_wolfe(x, y, rough / rough.sum(), len(y) * ridge**2, stop, 10_000)


def frank_wolfe(x: Array, y: Array, weights: Array, eta: float, stop: float, steps: int) -> Array:
    last, found = np.inf, weights.copy()
    for _ in range(steps):
        slope = (x @ found - y) @ x + eta * found
        way = -found
        way[slope.argmin()] += 1
        moved = x @ way
        length = float(-slope @ way / (moved @ moved + eta * way @ way)) if way.any() else 0.0
        found = found + min(max(length, 0.0), 1.0) * way
        error = x @ found - y
        value = float(eta / len(y) * found @ found + error @ error / len(y))
        if last - value <= stop**2:
            break
        last = value
    return found
