from __future__ import annotations

import math
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from tramite.decisions.information.perfect import worth_of_everything, worth_of_parameters
from tramite.decisions.information.smoothing import MOST
from tramite.kernel.chance import Draws

DRAWS: Final = 100_000
Z: Final = 4.0  # standard errors: one false alarm in 16,000


def closed_form(mean: float, sd: float) -> float:
    """Return s·L(|m|/s), L(z) = φ(z) − z(1 − Φ(z)): what knowing a normal advantage exactly is worth."""
    z = abs(mean) / sd
    return float(sd * (norm.pdf(z) - z * norm.sf(z)))


@pytest.fixture(scope="module")
def normal() -> tuple[Draws, Draws, Draws]:
    """Two actions, the second better by p1 − p2: p1 ~ N(1, 1), p2 ~ N(0, 2); antithetic."""
    rng = np.random.default_rng(20261125)
    half = rng.standard_normal((DRAWS // 2, 2))
    z = np.concatenate([half, -half])
    p1, p2 = 1 + z[:, 0], 2 * z[:, 1]
    return np.column_stack([np.zeros(DRAWS), p1 - p2]), p1, p2


def test_worth_of_everything_in_two_states() -> None:
    worth = worth_of_everything(np.tile([[10.0, 6.0], [4.0, 9.0]], (500, 1)))
    assert worth.value == 2.0


def test_worth_of_everything_is_the_published_one(normal: tuple[Draws, Draws, Draws]) -> None:
    values, _, _ = normal
    worth = worth_of_everything(values)
    assert closed_form(1, math.sqrt(5)) == pytest.approx(0.4798107, abs=5e-8)
    assert abs(worth.value - 0.4798107) < Z * worth.standard_error


@pytest.mark.parametrize(("which", "published"), [(1, 0.0833155), (2, 0.3955931)])
def test_worth_of_a_parameter_is_the_published_one(
    normal: tuple[Draws, Draws, Draws], which: int, published: float
) -> None:
    worth = worth_of_parameters(normal[0], normal[which][:, np.newaxis])
    assert closed_form(1, which) == pytest.approx(published, abs=5e-8)
    assert abs(worth.value - published) < Z * worth.standard_error
    assert worth.standard_error < 0.01


@pytest.mark.parametrize(
    ("n", "published"), [(1, 0.0251273), (10, 0.0723251), (100, 0.0821176), (1000, 0.0831946)]
)
def test_worth_of_a_study_is_the_closed_form(normal: tuple[Draws, Draws, Draws], n: int, published: float) -> None:
    values, p1, _ = normal
    assert closed_form(1, math.sqrt(n / (n + 1))) == pytest.approx(published, abs=5e-8)
    found = p1 + np.random.default_rng(n).standard_normal(DRAWS) / math.sqrt(n)
    worth = worth_of_parameters(values, found[:, np.newaxis])
    assert abs(worth.value - published) < Z * worth.standard_error


def test_worth_of_a_pair_that_acts_together_is_that_of_nested_draws() -> None:
    """V = θ1·θ2 + noise against 0: each alone is worth nothing, both E|θ1·θ2|/2 = (2/π)/2."""
    rng = np.random.default_rng(7)
    theta = rng.standard_normal((DRAWS, 2))
    values = np.column_stack([np.zeros(DRAWS), theta.prod(axis=1) + rng.standard_normal(DRAWS)])
    outer = rng.standard_normal((400_000, 2))
    nested = float(np.maximum(outer.prod(axis=1), 0).mean())
    assert nested == pytest.approx(1 / math.pi, abs=0.005)
    both = worth_of_parameters(values, theta)
    assert both.value == pytest.approx(1 / math.pi, abs=0.01)
    assert worth_of_parameters(values, theta[:, :1]).value < 0.01


def test_a_parameter_without_bearing_is_worth_next_to_nothing(normal: tuple[Draws, Draws, Draws]) -> None:
    other = np.random.default_rng(3).standard_normal((DRAWS, 1))
    assert worth_of_parameters(normal[0], other).value < 0.002


def test_a_constant_teaches_nothing(normal: tuple[Draws, Draws, Draws]) -> None:
    assert worth_of_parameters(normal[0], np.ones((DRAWS, 1))).value == 0.0
    assert worth_of_parameters(normal[0][:, :1], normal[1][:, np.newaxis]).value == 0.0


def test_too_many_parameters_are_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match=str(MOST)):
        worth_of_parameters(rng.standard_normal((100, 2)), rng.standard_normal((100, MOST + 1)))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.floats(0.1, 100), shift=st.floats(-1e6, 1e6))
def test_worth_follows_the_unit_and_not_the_level(seed: int, scale: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    theta = rng.standard_normal((400, 1))
    values = rng.standard_normal((400, 3)) + theta * [0.0, 1.0, -1.0]
    one = worth_of_parameters(values, theta).value
    assert worth_of_parameters(values * scale + shift, theta).value == pytest.approx(one * scale, abs=1e-5 * scale)
    assert worth_of_parameters(values, np.exp(theta)).value == pytest.approx(one, rel=1e-9)
    assert one >= 0
