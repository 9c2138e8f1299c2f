"""The worth of a study against exact sums and closed forms."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from scipy.stats import betabinom, norm

from tramite.decisions.information.informing import Informed, Spoken

from .made import ALPHA, CHANCE, CUSTOMERS, PARTNERS, advantage, group, means, shares, studies, voice

FACTOR, THRESHOLD = 1_000.0, 0.55
Z = 4.0


def exact(n: int) -> float:
    """Return EVSI of n trials of a share ~ Beta(6, 4): every outcome, its probability, the choice made again."""
    outcomes = np.arange(n + 1)
    gain = FACTOR * ((ALPHA[0] + outcomes) / (sum(ALPHA) + n) - THRESHOLD)
    now = max(0.0, FACTOR * (ALPHA[0] / sum(ALPHA) - THRESHOLD))
    return float(betabinom.pmf(outcomes, n, *ALPHA) @ np.maximum(gain, 0.0) - now)


def about_shares(reliable: Mapping[Spoken, float] | None = None) -> list[Informed]:
    sides = reliable or {CUSTOMERS: 1.0}
    return [Informed("diversion", shares(), {spoken: (voice(r),) for spoken, r in sides.items()})]


@pytest.mark.parametrize("n", [2, 10, 30, 60])
def test_worth_of_share_answers_is_the_exact_one(n: int) -> None:
    asked = group()
    values = advantage(shares().draws[:, 0], FACTOR, THRESHOLD, noise=300)
    found = studies(values, about_shares(), [asked]).worth({asked: n})
    assert abs(found.value - exact(n)) < Z * found.standard_error
    assert found.standard_error < 1.5


@pytest.mark.parametrize("n", [2, 10, 30, 60])
def test_worth_of_answers_about_a_mean_is_the_closed_form(n: int) -> None:
    """Normal–normal: s·L(|m|/s), s² = τ²·n/(n + σ²/τ²)."""
    asked = group()
    values = advantage(means().draws[:, 0], FACTOR, 0.8)
    found = studies(values, [Informed("price", means(), {CUSTOMERS: (voice(),)})], [asked]).worth({asked: n})
    s, m = FACTOR * math.sqrt(n / (n + 4)), FACTOR * 0.2
    z = m / s
    closed = s * (norm.pdf(z) - z * norm.sf(z))
    assert abs(found.value - closed) < Z * found.standard_error


def test_an_unreliable_side_is_worth_fewer_answers() -> None:
    partners = group("partner")
    values = advantage(shares().draws[:, 0], FACTOR, THRESHOLD)
    found = studies(values, about_shares({PARTNERS: 0.5}), [partners]).worth({partners: 40})
    assert abs(found.value - exact(20)) < Z * found.standard_error


def test_two_sides_that_tell_the_same_are_worth_less_than_their_sum() -> None:
    customers, partners = group(), group("partner")
    values = advantage(shares().draws[:, 0], FACTOR, THRESHOLD)
    both = studies(values, about_shares({CUSTOMERS: 1.0, PARTNERS: 0.5}), [customers, partners])
    alone = both.worth({customers: 20}).value + both.worth({partners: 40}).value
    together = both.worth({customers: 20, partners: 40})
    assert together.value < alone
    assert abs(together.value - exact(40)) < Z * together.standard_error


def test_two_quantities_are_put_together() -> None:
    """V = a·θ + b·D − c, both told by customers: the worth of both is that of nested draws."""
    first, second = means(), shares()
    gain = 100 * first.draws[:, 0] + 400 * second.draws[:, 0] - 345
    values = np.column_stack([np.zeros(len(gain)), gain])
    asked = group()
    informed = [
        Informed("price", first, {CUSTOMERS: (voice(),)}), Informed("diversion", second, {CUSTOMERS: (voice(),)}),
    ]  # fmt: skip
    found = studies(values, informed, [asked]).worth({asked: 20})
    rng = np.random.default_rng(3)
    theta, share = rng.normal(1, 1, 400_000), rng.beta(*ALPHA, 400_000)
    heard = theta + rng.normal(0, 2 / math.sqrt(20), len(theta))
    mean = 1 + (heard - 1) / (1 + 4 / 20)
    expected = 100 * mean + 400 * (6 + rng.binomial(20, share)) / 30 - 345
    nested = float(np.maximum(expected, 0).mean() - max(expected.mean(), 0))
    assert abs(found.value - nested) < Z * found.standard_error


def test_a_curved_value_is_followed() -> None:
    """V = (θ − 1)² − 1.2: the regression on the mean believed after the study, against nested draws."""
    learning, asked = means(1.0), group()
    bent = (learning.draws[:, 0] - 1) ** 2 + 0.5 * (learning.draws[:, 0] - 1) - 1.2
    values = 100 * np.column_stack([np.zeros(len(bent)), bent])
    found = studies(values, [Informed("price", learning, {CUSTOMERS: (voice(),)})], [asked]).worth({asked: 10})
    rng = np.random.default_rng(4)
    after = rng.normal(0, math.sqrt(10 / 11), 400_000)
    nested = float(np.maximum(100 * (after**2 + 1 / 11 + 0.5 * after - 1.2), 0).mean())
    assert abs(found.value - nested) < Z * found.standard_error


def test_the_ceiling_is_what_knowing_the_quantity_is_worth() -> None:
    asked = group()
    made = studies(advantage(shares().draws[:, 0], FACTOR, THRESHOLD, noise=300), about_shares(), [asked])
    rng = np.random.default_rng(1)
    perfect = float(np.maximum(FACTOR * (rng.beta(*ALPHA, 400_000) - THRESHOLD), 0).mean() - 50)
    ceiling = made.ceiling(CUSTOMERS)
    assert abs(ceiling.value - perfect) < Z * ceiling.standard_error
    assert made.worth({asked: 60}).value < ceiling.value


def test_nothing_is_worth_asking_where_one_alternative_is_always_best() -> None:
    asked = group()
    values = np.column_stack([np.zeros(len(shares().draws)), 1 + shares().draws[:, 0]])
    made = studies(values, about_shares(), [asked])
    assert made.worth({asked: 60}).value == made.ceiling(CUSTOMERS).value == 0.0


def test_what_nobody_is_asked_is_worth_nothing() -> None:
    asked = group()
    made = studies(advantage(shares().draws[:, 0], FACTOR, THRESHOLD), about_shares(), [asked])
    assert made.worth({}).value == made.worth({asked: 0}).value == 0.0
    assert made.ceiling(PARTNERS).value == 0.0


def test_the_same_seed_gives_the_same_worth() -> None:
    asked = group()
    values = advantage(shares().draws[:, 0], FACTOR, THRESHOLD, noise=100)
    one, other = (studies(values, about_shares(), [asked]).worth({asked: 12}) for _ in range(2))
    assert one == other
    assert CHANCE.draws == len(values)
