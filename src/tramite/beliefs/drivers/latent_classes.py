"""Classes behind yes-or-no answers: the latent class model, by EM from many random starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_EDGE = 1e-12  # probabilities stay this far from 0 and 1
_FIRST_STEPS, _LAST_STEPS, _STILL = 60, 20_000, 1e-11
_BEST = 5  # starts that are followed to the end


@dataclass(frozen=True, slots=True)
class LatentClasses:
    """A fitted model; classes from the one with the highest profile to the lowest.

    Attributes:
        shares: of each class, array (class,). profile: probability of yes, array (class, item).
        log_likelihood, n: of the answers.
    """

    shares: Array
    profile: Array
    log_likelihood: float
    n: int

    @property
    def parameters(self) -> int:
        """Free parameters: K − 1 shares and K·J probabilities."""
        return len(self.shares) - 1 + self.profile.size

    @property
    def aic(self) -> float:
        """Akaike's criterion, −2·LL + 2·parameters."""
        return -2 * self.log_likelihood + 2 * self.parameters

    @property
    def bic(self) -> float:
        """Bayesian criterion, −2·LL + ln n·parameters (Schwarz 1978): the least one is taken."""
        return -2 * self.log_likelihood + float(np.log(self.n)) * self.parameters

    def membership(self, answers: Array) -> Array:
        """Return the probability of each class for each row of answers: array (row, class)."""
        joint = np.exp(_log_joint(answers, self.shares[None], self.profile[None])[0])
        return np.asarray(joint / joint.sum(axis=1, keepdims=True), dtype=np.float64)


def latent_classes(answers: Array, *, classes: int, starts: int, rng: np.random.Generator) -> LatentClasses:
    """Fit P(answers) = Σ_k π_k·Π_j θ_kj^{y_j}·(1 − θ_kj)^{1 − y_j} by maximum likelihood.

    EM over the distinct patterns of answers, from all starts at once; after some steps the best few go on until
    they stand still. StepMix fits the same model, and the tests set it beside this: it works row by row and start
    by start, which takes seconds where patterns take hundredths.

    Args:
        answers: 1 for yes, 0 for no, array (row, item). starts: random ones.

    Source: Lazarsfeld & Henry 1968; Goodman 1974; Biernacki, Celeux & Govaert 2003 (short runs first).
    """
    patterns, counts = np.unique(answers, axis=0, return_counts=True)
    weights = counts[None].astype(np.float64)
    shares = np.full((starts, classes), 1 / classes)
    profile = rng.uniform(0.05, 0.95, (starts, classes, answers.shape[1]))
    shares, profile, found = _maximise(patterns, weights, shares, profile, _FIRST_STEPS)
    best = np.argsort(-found, kind="stable")[:_BEST]
    shares, profile, found = _maximise(patterns, weights, shares[best], profile[best], _LAST_STEPS)
    top = int(found.argmax())
    order = np.argsort(-profile[top].mean(axis=1), kind="stable")
    return LatentClasses(shares[top, order], profile[top, order], float(found[top]), len(answers))


def best_classes(
    answers: Array, *, most: int, starts: int, rng: np.random.Generator
) -> tuple[LatentClasses, tuple[LatentClasses, ...]]:
    """Return the fit with the least BIC, and those of one class, two and so on that it was chosen from.

    More classes than the patterns of answers can tell apart, K(J + 1) > 2^J, are not tried.

    Args:
        most: classes at most.
    """
    items = answers.shape[1]
    able = [k for k in range(1, most + 1) if k == 1 or k * (items + 1) <= 2**items]
    fits = tuple(latent_classes(answers, classes=k, starts=starts if k > 1 else 1, rng=rng) for k in able)
    return min(fits, key=lambda fit: fit.bic), fits


def class_stability(answers: Array, fit: LatentClasses, *, draws: int, rng: np.random.Generator) -> Array:
    """Measure how well each class comes back when the rows are redrawn: array (class,), 0–1.

    Each redraw is fitted from where the fit stands; all rows are put into its classes, and each class of the fit
    has the Jaccard similarity |A ∩ B|/|A ∪ B| with the class of the redraw that is most like it; the mean over
    redraws.

    Source: Hennig 2007: below .75 a class is no stable one.
    """
    patterns, place = np.unique(answers, axis=0, return_inverse=True)
    rows = np.asarray(place).ravel()
    times = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=draws)
    weights = np.zeros((draws, len(patterns)))
    np.add.at(weights.T, rows, times.T)
    classes = len(fit.shares)
    start = [np.repeat(each[None], draws, axis=0) for each in (fit.shares, fit.profile)]
    shares, profile, _ = _maximise(patterns, weights, start[0], start[1], _FIRST_STEPS)
    again = _log_joint(answers, shares, profile).argmax(axis=2)
    mine = fit.membership(answers).argmax(axis=1)
    found = np.zeros((draws, classes))
    for k in range(classes):
        inside = mine == k
        for other in range(classes):
            there = again == other
            union = (there | inside).sum(axis=1)
            likeness = np.divide((there & inside).sum(axis=1), union, out=np.zeros(draws), where=union > 0)
            found[:, k] = np.maximum(found[:, k], likeness)
    return np.asarray(found.mean(axis=0), dtype=np.float64)


def _maximise(
    patterns: Array, weights: Array, shares: Array, profile: Array, steps: int
) -> tuple[Array, Array, Array]:
    """Climb from each start until all stand still; arrays (start, class), (start, class, item), (start,)."""
    last = np.full(len(shares), -np.inf)
    for _ in range(steps):
        joint = _log_joint(patterns, shares, profile)
        top = joint.max(axis=2, keepdims=True)
        likely = np.exp(joint - top)
        whole = likely.sum(axis=2, keepdims=True)
        found = (weights * (np.log(whole) + top)[..., 0]).sum(axis=1)
        members = likely / whole * weights[..., None]
        sizes = members.sum(axis=1)
        shares = sizes / sizes.sum(axis=1, keepdims=True)
        yes = np.swapaxes(members, 1, 2) @ patterns
        profile = np.clip(yes / np.maximum(sizes, _EDGE)[..., None], _EDGE, 1 - _EDGE)
        if np.abs(found - last).max() < _STILL * np.abs(found).max():
            break
        last = found
    return shares, profile, found


def _log_joint(answers: Array, shares: Array, profile: Array) -> Array:
    """Return ln π_k + ln P(answers | k): array (start, row, class)."""
    yes, no = np.log(profile), np.log1p(-profile)
    said = answers @ np.swapaxes(yes - no, 1, 2) + no.sum(axis=2)[:, None]
    return np.asarray(said + np.log(np.maximum(shares, _EDGE))[:, None], dtype=np.float64)
