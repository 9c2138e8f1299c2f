from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tramite.beliefs.drivers.importance import (
    condition_number,
    johnson_weights,
    lmg_shares,
    r_squared,
    variance_inflation,
)

Array = NDArray[np.float64]


def correlation(seed: int, variables: int) -> Array:
    return np.asarray(
        np.corrcoef(np.random.default_rng(seed).normal(size=(variables + 6, variables)), rowvar=False)
    )


def told(matrix: Array, subset: tuple[int, ...]) -> float:
    """R² of the last variable on a subset, by solving the normal equations."""
    inside, r = matrix[np.ix_(subset, subset)], matrix[list(subset), -1]
    return float(r @ np.linalg.solve(inside, r)) if subset else 0.0


def by_orders(matrix: Array) -> list[float]:
    """LMG by its definition: what each adds when its turn comes, over all orders."""
    p = len(matrix) - 1
    orders = list(permutations(range(p)))
    return [
        float(np.mean([told(matrix, order[: order.index(j) + 1]) - told(matrix, order[: order.index(j)])
                       for order in orders]))
        for j in range(p)
    ]  # fmt: skip


def test_two_predictors_by_hand() -> None:
    # r₁ = .6, r₂ = .4, r₁₂ = .5: R² = (.36 + .16 − 2·.6·.4·.5)/.75 = .37333; LMG₁ = (.36 + .37333 − .16)/2
    matrix = np.array([[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]])
    assert lmg_shares(matrix) == pytest.approx([0.2866667, 0.0866667], abs=1e-7)
    assert variance_inflation(matrix[:2, :2]) == pytest.approx([4 / 3, 4 / 3])
    assert condition_number(matrix[:2, :2]) == pytest.approx((1.5 / 0.5) ** 0.5)


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_shares_are_those_of_all_orders_and_sum_to_r_squared(seed: int, predictors: int) -> None:
    matrix = correlation(seed, predictors + 1)
    assert lmg_shares(matrix) == pytest.approx(by_orders(matrix), abs=1e-9)
    whole = told(matrix, tuple(range(predictors)))
    assert r_squared(matrix) == pytest.approx(whole, abs=1e-9)
    assert johnson_weights(matrix).sum() == pytest.approx(whole, abs=1e-9)


def test_many_matrices_at_once_are_the_same_as_one_by_one() -> None:
    many = np.stack([correlation(seed, 5) for seed in range(7)])
    assert lmg_shares(many) == pytest.approx(np.stack([lmg_shares(each) for each in many]))
    assert johnson_weights(many) == pytest.approx(np.stack([johnson_weights(each) for each in many]))


def test_order_of_predictors_changes_nothing() -> None:
    matrix, order = correlation(3, 5), [2, 0, 3, 1, 4]
    assert lmg_shares(matrix[np.ix_(order, order)]) == pytest.approx(lmg_shares(matrix)[order[:-1]])


def test_a_predictor_that_repeats_another_shares_with_it_and_inflates_without_end() -> None:
    x, y = np.random.default_rng(1).normal(size=(2, 50))
    matrix = np.corrcoef(np.stack([x, x, y + x]))
    shares = lmg_shares(matrix)
    assert shares[0] == pytest.approx(shares[1])
    assert shares.sum() == pytest.approx(matrix[0, 2] ** 2)
    assert list(variance_inflation(matrix[:2, :2])) == [np.inf, np.inf]
    assert condition_number(matrix[:2, :2]) == np.inf
