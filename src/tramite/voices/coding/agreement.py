"""Do two people read the same in the same words? Krippendorff's alpha, and kappas for reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tramite.kernel.method import Method

AgreementReading = Literal["good", "tentative", "unusable", "unknown"]
Floats = NDArray[np.float64]


def nominal_alpha(counts: Floats) -> float | None:
    """Estimate Krippendorff's alpha for names that have no order.

    α = 1 − D_o/D_e = 1 − (n − 1)·Σ_u (m_u² − Σ_k n_uk²)/(m_u − 1) / (n² − Σ_k n_k²), over units with m_u ≥ 2.

    Args:
        counts: units × names: how many coders gave the unit that name.

    Returns: ``None`` where all gave the same name everywhere, or nobody coded together: not defined.
    Source: Krippendorff 2019, §12.3; METHOD §4.6.
    """
    paired = counts[counts.sum(axis=1) >= 2]
    m = paired.sum(axis=1)
    n, names = m.sum(), paired.sum(axis=0)
    expected = n**2 - (names**2).sum()
    if expected <= 0:
        return None
    observed = ((m**2 - (paired**2).sum(axis=1)) / (m - 1)).sum()
    return float(1 - (n - 1) * observed / expected)


def fleiss_kappa(counts: Floats) -> float | None:
    """Estimate Fleiss' kappa κ = (P̄ − P̄_e)/(1 − P̄_e), for the same number of coders on every unit.

    Args:
        counts: units × names: how many coders gave the unit that name.

    Returns: ``None`` where units have different numbers of coders, fewer than two, or one name is all.
    Source: Fleiss 1971.
    """
    m = counts.sum(axis=1)
    if not len(m) or m[0] < 2 or (m != m[0]).any():
        return None
    agreed = float((((counts**2).sum(axis=1) - m) / (m * (m - 1))).mean())
    by_chance = float(((counts.sum(axis=0) / counts.sum()) ** 2).sum())
    return None if by_chance >= 1 else (agreed - by_chance) / (1 - by_chance)


def cohen_kappa(table: Floats) -> float | None:
    """Estimate Cohen's kappa κ = (p_o − p_e)/(1 − p_e) of two coders.

    Args:
        table: names of one × names of the other: how many units.

    Returns: ``None`` without units, or where both always gave one name.
    Source: Cohen 1960.
    """
    total = table.sum()
    if total <= 0:
        return None
    shares = table / total
    by_chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
    return None if by_chance >= 1 else (float(np.trace(shares)) - by_chance) / (1 - by_chance)


@dataclass(frozen=True, slots=True)
class Presence:
    """Of each answer and code, how often it was there and how often coders differ.

    Attributes:
        values: per answer: Σ m, the pairable values (coders, or coders × characters).
        ones: answers × codes: Σ n₁, values that say «there».
        apart: answers × codes: Σ n₁·n₀/(m − 1), pairs that differ.
    """

    values: Floats
    ones: Floats
    apart: Floats

    def observed(self, weights: Floats) -> Floats:
        """Return D_oc = 2·Σ apart/n, each answer counted as often as its weight says.

        Args:
            weights: draws × answers.

        Returns: draws × codes.
        """
        share: Floats = 2 * (weights @ self.apart) / (weights @ self.values)[:, None]
        return share

    def expected(self) -> Floats:
        """Return D_ec = 2·n₁·n₀/(n·(n − 1)): by code, what chance would make differ."""
        n, ones = self.values.sum(), self.ones.sum(axis=0)
        return np.asarray(2 * ones * (n - ones) / (n * (n - 1)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """An alpha with its interval.

    Attributes:
        value: ``None``: not defined. lower, upper: ``None`` where resampling cannot tell.
        level: probability of the interval. n: answers that two or more coded. used: values that say «there».
    """

    value: float | None
    lower: float | None
    upper: float | None
    level: float
    n: int
    used: int

    def reading(self, method: Method) -> AgreementReading:
        """Say how far codings that agree so may be read (Krippendorff 2004; METHOD §4.6)."""
        return read_alpha(self.value, method)

    def cautious_reading(self, method: Method) -> AgreementReading:
        """Say the same of the lower end of the interval."""
        return read_alpha(self.lower, method)


def read_alpha(value: float | None, method: Method) -> AgreementReading:
    """Read an alpha: from ``alpha_good`` good, from ``alpha_tentative`` tentative, else not usable."""
    if value is None:
        return "unknown"
    if value >= method.alpha_good:
        return "good"
    return "tentative" if value >= method.alpha_tentative else "unusable"


def estimate_agreement(
    presence: Presence, *, method: Method, rng: np.random.Generator
) -> tuple[tuple[Agreement, ...], Agreement]:
    """Estimate α by code and over all codes, with intervals by drawing answers again.

    α_c = 1 − D_oc/D_ec. Over all codes α = 1 − Σ_c D_oc/Σ_c D_ec, as Krippendorff 1995 joins the categories of a
    text: codes that are absent nearly everywhere, for all coders, do not make agreement look good.

    Interval: observed disagreement is drawn again, expected disagreement stays (Hayes & Krippendorff 2007). What
    is drawn is an answer with all its coders, not a pair or a character: what one answer holds hangs together.
    There is no interval where coders never differed: no draw could.

    Args:
        presence: answers × codes. rng: of the draws.

    Returns: one for each code, and the one over all.
    Source: Hayes & Krippendorff 2007; Krippendorff 2019, §12.4; METHOD §4.6.
    """
    answers, codes = presence.ones.shape
    level = method.interval_level
    if not answers or not codes:
        nothing = Agreement(None, None, None, level, answers, 0)
        return (nothing,) * codes, nothing
    expected = presence.expected()
    observed = presence.observed(np.ones((1, answers)))
    weights = rng.multinomial(answers, np.full(answers, 1 / answers), size=method.bootstrap_draws).astype(float)
    draws = presence.observed(weights)
    used = presence.ones.sum(axis=0)
    each = tuple(
        _agreement(float(observed[0, c]), draws[:, c], float(expected[c]), answers, int(used[c]), level)
        for c in range(codes)
    )
    total = draws.sum(axis=1)
    whole = _agreement(float(observed.sum()), total, float(expected.sum()), answers, int(used.sum()), level)
    return each, whole


def _agreement(observed: float, draws: Floats, expected: float, n: int, used: int, level: float) -> Agreement:
    if expected <= 0:
        return Agreement(None, None, None, level, n, used)
    value = 1 - observed / expected
    if observed == 0:
        return Agreement(value, None, None, level, n, used)
    lower, upper = np.quantile(1 - draws / expected, [(1 - level) / 2, (1 + level) / 2])
    return Agreement(value, float(lower), float(upper), level, n, used)
