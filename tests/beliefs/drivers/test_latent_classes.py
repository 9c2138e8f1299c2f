from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tramite.beliefs.drivers.latent_classes import best_classes, class_stability, latent_classes

Array = NDArray[np.float64]


def two_kinds(rows: int, seed: int = 1) -> Array:
    rng = np.random.default_rng(seed)
    kind = rng.random(rows) < 0.4
    return (rng.random((rows, 5)) < np.where(kind[:, None], [0.9, 0.9, 0.9, 0.1, 0.1], [0.1, 0.1, 0.1, 0.9, 0.9])
            ).astype(np.float64)  # fmt: skip


def test_one_class_is_the_product_of_shares() -> None:
    answers = two_kinds(40)
    p = answers.mean(axis=0)
    fit = latent_classes(answers, classes=1, starts=1, rng=np.random.default_rng(1))
    assert fit.profile[0] == pytest.approx(p)
    assert fit.log_likelihood == pytest.approx(40 * float((p * np.log(p) + (1 - p) * np.log(1 - p)).sum()))
    assert fit.parameters == 5


def test_classes_are_found_with_their_members() -> None:
    answers = two_kinds(200)
    fit, _ = best_classes(answers, most=4, starts=20, rng=np.random.default_rng(1))
    assert sorted(fit.shares) == pytest.approx([0.4, 0.6], abs=0.1)
    member = fit.membership(answers)
    assert member.sum(axis=1) == pytest.approx(np.ones(200))
    assert class_stability(answers, fit, draws=50, rng=np.random.default_rng(2)).min() > 0.9


def test_order_of_rows_changes_nothing() -> None:
    answers = two_kinds(80)
    one, other = (
        latent_classes(rows, classes=2, starts=10, rng=np.random.default_rng(1))
        for rows in (answers, answers[::-1])
    )
    assert np.array_equal(one.profile, other.profile)
    assert np.array_equal(one.shares, other.shares)


def test_no_more_classes_than_patterns_can_tell() -> None:
    _, fits = best_classes(two_kinds(80)[:, :3], most=4, starts=5, rng=np.random.default_rng(1))
    assert [len(fit.shares) for fit in fits] == [1, 2]


def test_a_class_that_chance_made_does_not_come_back() -> None:
    answers = (np.random.default_rng(4).random((60, 5)) < 0.5).astype(np.float64)
    fit = latent_classes(answers, classes=3, starts=20, rng=np.random.default_rng(1))
    assert class_stability(answers, fit, draws=50, rng=np.random.default_rng(2)).min() < 0.75
