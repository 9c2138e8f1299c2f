"""Channels of one role, pulled towards their mean as far as they are alike (normal–normal, grid over τ)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]
_STEPS = 400  # of τ: the mean of eight schools moves by less than 0.001 with more
_FEWEST = 3  # channels: from two nobody can tell how much channels differ
_HALVINGS = 60  # of an interval that holds a quantile


@dataclass(frozen=True, slots=True)
class Pooled:
    """Posterior of the means θ_j of J channels that share a role: a mixture of normals over a grid of τ.

    Attributes:
        tau, weight: (g,) spread between channels and its posterior probability.
        middle, middle_sd: (g,) mean μ of the role given τ, and its standard deviation.
        own: (J,) what each channel says by itself; own_sd: (J,) its standard error.
    """

    tau: Array
    weight: Array
    middle: Array
    middle_sd: Array
    own: Array
    own_sd: Array

    @property
    def mean(self) -> Array:
        """E[θ_j]: (J,)."""
        found: Array = self.weight @ self._given()[0]
        return found

    def quantile(self, probability: float) -> Array:
        """Return the quantile of each θ_j: (J,), by halving an interval that holds it."""
        means, deviations = self._given()
        low = (means - 40 * deviations).min(axis=0)
        high = (means + 40 * deviations).max(axis=0)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = self.weight @ ndtr((middle - means) / deviations) < probability
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        found: Array = (low + high) / 2
        return found

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw τ, then μ, then all θ_j together: (draw, J)."""
        place = rng.choice(len(self.tau), size=draws, p=self.weight)
        middle = self.middle[place] + self.middle_sd[place] * rng.standard_normal(draws)
        pull = self._pull()[place]
        means = (1 - pull) * self.own + pull * middle[:, np.newaxis]
        deviations = self.tau[place, np.newaxis] * np.sqrt(pull)
        drawn: Array = means + deviations * rng.standard_normal(means.shape)
        return drawn

    def _pull(self) -> Array:
        """B_j = σ_j²/(σ_j² + τ²): (g, J); 1 where nothing was said of a channel by itself."""
        pull: Array = 1 / (1 + (self.tau[:, np.newaxis] / self.own_sd) ** 2)
        return pull

    def _given(self) -> tuple[Array, Array]:
        """Return mean and standard deviation of each θ_j given τ, μ left out: (g, J)."""
        pull = self._pull()
        means = (1 - pull) * self.own + pull * self.middle[:, np.newaxis]
        # σ²·(1 − B) = τ²·B, which also holds where σ is infinite
        variances = pull * self.tau[:, np.newaxis] ** 2 + (pull * self.middle_sd[:, np.newaxis]) ** 2
        return means, np.sqrt(variances)


def pool(
    own: Sequence[float],
    own_sd: Sequence[float],
    *,
    scale: float,
    middle: tuple[float, float] | None = None,
) -> Pooled:
    """Pull the means of channels towards their common mean.

    y_j ~ N(θ_j, σ_j²), θ_j ~ N(μ, τ²), μ flat (or normal), τ ~ half-Cauchy(scale):
    E[θ_j | τ] = (1 − B_j)·y_j + B_j·μ̂ with B_j = σ_j²/(σ_j² + τ²). A channel with n answers of variance σ² has
    B = 10/(n + 10) at τ² = σ²/10, the weight of METHOD §3.11.2: ``scale`` = σ/√10 makes it the middle one before
    anything is heard, and the answers of three channels or more say whether these are more alike than that, or
    less (ADR 21); for fewer the weight of the method stands. One channel alone has nothing to be pulled to. The
    grid holds the quantiles of the prior of τ, so that its prior weights are equal; given τ all is closed.

    Args:
        own, own_sd: y_j and σ_j > 0 of each channel, any unit; σ_j is infinite where nothing was said of it alone.
        scale: of τ, same unit, above 0. middle: mean and standard deviation of a normal prior of μ; else flat.

    Source: Rubin 1981; Gelman 2006 (half-Cauchy); Gelman et al. 2013, §5.4–5.5; METHOD §3.11.2.
    """
    y, sd = np.asarray(own, dtype=np.float64), np.asarray(own_sd, dtype=np.float64)
    alone = np.isfinite(sd)
    steps = _STEPS if alone.sum() >= _FEWEST else 1  # the middle of one step is ``scale`` itself
    tau = scale * np.tan(np.pi / 2 * (np.arange(steps) + 0.5) / steps)
    precision = 1 / (sd**2 + tau[:, np.newaxis] ** 2)
    prior_mean, prior_sd = middle or (0.0, np.inf)
    total = precision.sum(axis=1) + 1 / prior_sd**2
    centre = ((precision * y).sum(axis=1) + prior_mean / prior_sd**2) / total
    misfit = (precision * (y - centre[:, np.newaxis]) ** 2).sum(axis=1) + ((prior_mean - centre) / prior_sd) ** 2
    log_weight = (np.log(precision[:, alone]).sum(axis=1) - np.log(total) - misfit) / 2
    weight = np.exp(log_weight - log_weight.max())
    return Pooled(tau, weight / weight.sum(), centre, 1 / np.sqrt(total), y, sd)
