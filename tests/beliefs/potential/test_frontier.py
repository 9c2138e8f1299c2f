from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import check_grad
from scipy.stats import norm

from tramite.beliefs.potential import frontier as module
from tramite.beliefs.potential.frontier import Frontier, fit_frontier
from tramite.beliefs.potential.frontier_gain import draw_gain


def sample(n: int = 120, gamma: float = 0.8, seed: int = 3) -> tuple[module.Array, module.Array, module.Array]:
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(n), rng.normal(13, 1, n), rng.normal(4, 0.5, n)])
    u = np.abs(rng.normal(0, np.sqrt(gamma * 0.5), n))
    y = X @ [2.0, 0.6, 0.3] + rng.normal(0, np.sqrt((1 - gamma) * 0.5), n) - u
    return y, X, u


def test_gradient_is_that_of_the_likelihood() -> None:
    y, X, _ = sample(40)
    theta = np.array([2.1, 0.6, 0.3, -0.6, 0.9])

    def value(at: module.Array) -> float:
        return module.descent(at, y, X)[0]

    def gradient(at: module.Array) -> module.Array:
        return module.descent(at, y, X)[1]

    off = check_grad(value, gradient, theta)
    assert off == pytest.approx(0.0, abs=1e-3)


def test_likelihood_is_the_convolution_of_luck_and_inefficiency() -> None:
    sigma2, gamma, residual = 0.5, 0.8, -0.4
    su, sv = np.sqrt(gamma * sigma2), np.sqrt((1 - gamma) * sigma2)
    density, _ = quad(lambda u: 2 * norm.pdf(u, 0, su) * norm.pdf(residual + u, 0, sv), 0, 10)
    value, *_ = module._likelihood(np.array([residual]), np.log(sigma2), np.log(gamma / (1 - gamma)))
    assert value == pytest.approx(np.log(density))


def test_efficiency_is_the_mean_of_what_is_drawn_at_the_fit() -> None:
    sigma2, gamma, residual = 0.5, 0.8, -0.4
    fitted = Frontier(np.array([0.0]), sigma2, gamma, 0.0, 0.0)
    su, sv = np.sqrt(gamma * sigma2), np.sqrt((1 - gamma) * sigma2)

    def joint(u: float) -> float:
        return float(norm.pdf(u, 0, su) * norm.pdf(residual + u, 0, sv))

    expected = quad(lambda u: np.exp(-u) * joint(u), 0, 10)[0] / quad(joint, 0, 10)[0]
    assert fitted.efficiency(np.array([residual]), np.ones((1, 1)))[0] == pytest.approx(expected)


def test_units_of_the_means_change_nothing_but_the_constant() -> None:
    y, X, _ = sample()
    scaled = X + np.array([0.0, np.log(1000), 0.0])
    one, other = fit_frontier(y, X), fit_frontier(y, scaled)
    assert other.beta[1:] == pytest.approx(one.beta[1:], abs=1e-5)
    assert (other.gamma, other.log_likelihood) == pytest.approx((one.gamma, one.log_likelihood), abs=1e-5)


def test_residuals_skewed_the_wrong_way_show_no_inefficiency() -> None:
    y, X, u = sample()
    fitted = fit_frontier(y + 2 * u, X)
    assert fitted.inefficient is False
    assert (fitted.gamma, fitted.p_value) == (0.0, 1.0)
    assert fitted.efficiency(y, X) == pytest.approx(1.0)


def test_gain_of_a_large_sample_is_that_of_its_fit() -> None:
    y, X, _ = sample(4000)
    fitted = fit_frontier(y, X)
    middle, spread = module.inefficiency(y - X @ fitted.beta, fitted.sigma2, fitted.gamma)
    ratio = middle / spread
    expected = float(np.exp(y) @ (np.exp(middle + spread**2 / 2) * norm.cdf(ratio + spread) / norm.cdf(ratio) - 1))
    drawn = draw_gain(fitted, y, X, rng=np.random.default_rng(1), draws=200)
    assert drawn.min() > 0
    assert float(drawn.mean()) == pytest.approx(expected, rel=0.03)
