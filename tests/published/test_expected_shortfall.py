"""Three instruments of Rockafellar & Uryasev 2000, section 3: tables 1–4 (normal returns; quasi-random draws)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import qmc

from tramite.decisions.allocation.aim import lowest_risk
from tramite.decisions.allocation.mixes import Problem, Resource
from tramite.decisions.allocation.program import solve
from tramite.decisions.allocation.risk import Risk, shortfall_terms, value_at_risk
from tramite.decisions.allocation.surrogate import Surrogate
from tramite.kernel.chance import Draws

MEANS = np.array([0.0101110, 0.0043532, 0.0137058])  # S&P 500, government bonds, small caps; monthly
COVARIANCE = np.array([
    [0.00324625, 0.00022983, 0.00420395],
    [0.00022983, 0.00049937, 0.00019247],
    [0.00420395, 0.00019247, 0.00764097],
])  # fmt: skip
PORTFOLIO = np.array([0.452013, 0.115573, 0.432414])
LEAST_RETURN = 0.011
PRINTED = {0.90: (0.067847, 0.096975), 0.95: (0.090200, 0.115908), 0.99: (0.132128, 0.152977)}
DRAWS, BITS = 2**11, 7


@pytest.fixture(scope="module")
def returns() -> Draws:
    """Return quasi-random draws of the three returns: (draw, instrument)."""
    uniform = qmc.Sobol(3, scramble=True, rng=1).random(DRAWS)
    drawn: Draws = MEANS + ndtri(uniform) @ np.linalg.cholesky(COVARIANCE).T
    return drawn


@pytest.mark.parametrize("level", PRINTED)
def test_risk_of_the_printed_portfolio(returns: Draws, level: float) -> None:
    losses = -(returns @ PORTFOLIO)
    at_risk, shortfall = PRINTED[level]
    assert value_at_risk(losses, 1 - level) == pytest.approx(at_risk, rel=0.01)
    assert shortfall_terms(losses, 1 - level).mean() == pytest.approx(shortfall, rel=0.01)


@pytest.mark.parametrize("level", PRINTED)
def test_least_risk_at_the_return_asked_for(returns: Draws, level: float) -> None:
    """Weights are made of halves, quarters … of each instrument, so that the program decides yes or no alone."""
    shares = 2.0 ** -np.arange(1, BITS + 1)
    effects = np.concatenate([np.outer(shares, column) for column in returns.T])
    problem = Problem((1,) * len(effects), (Resource("capital", tuple(np.tile(shares, 3)), 1.0),))
    alone = Surrogate(np.zeros(DRAWS), effects, (), np.empty((0, DRAWS)), (), np.empty((0, DRAWS)))
    risk = Risk("expected-shortfall", 1 - level)
    mix = solve(problem, alone, np.zeros(DRAWS), risk=risk, aim=lowest_risk(LEAST_RETURN))
    assert mix is not None
    weights = np.array(mix).reshape(3, BITS) @ shares
    assert weights.sum() == pytest.approx(1.0, abs=0.01)
    assert (returns @ weights).mean() >= LEAST_RETURN - 1e-9
    assert float(risk.of(-(returns @ weights))) == pytest.approx(PRINTED[level][1], rel=0.01)
