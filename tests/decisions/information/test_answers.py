"""Answers follow the beliefs' own likelihood, and change them by their own rule."""

from __future__ import annotations

import numpy as np
import pytest

from tramite.beliefs.reactions.pooling import pool
from tramite.decisions.information.answers import MeanLearning, ShareLearning

from .made import ALPHA, CHANCE, DRAWS, means, shares


def test_shares_after_answers_are_the_dirichlet_posterior() -> None:
    learning = shares()
    told = learning.answers([0], 12, CHANCE.stream("a")).first([12.0])
    assert (told.total.sum(axis=1) == 12).all()
    assert learning.mean([told])[0] == pytest.approx((np.array(ALPHA) + told.total[0]) / 22)


def test_what_one_will_believe_is_on_average_what_one_believes() -> None:
    learning = shares()
    after = learning.mean([learning.answers([0], 30, CHANCE.stream("a")).first([17.5])])[:, 0]
    assert after.mean() == pytest.approx(0.6, abs=4 * after.std() / np.sqrt(DRAWS))
    # Var E[D | m answers] = Var D · m/(A + m)
    assert after.var() == pytest.approx(0.6 * 0.4 / 11 * 17.5 / 27.5, rel=0.05)


def test_a_larger_study_holds_the_smaller() -> None:
    answers = shares().answers([0], 30, CHANCE.stream("a"))
    small, large = answers.first([4.3]), answers.first([9.1])
    assert ((large.total - small.total) >= 0).all()
    assert set(small.answers[:, 0]) == {4.0, 5.0}
    assert small.answers.mean() == pytest.approx(4.3, abs=0.02)


def test_studies_of_two_sides_add_up() -> None:
    learning = shares()
    one, other = (learning.answers([0], 8, CHANCE.stream(name)).first([8.0]) for name in "ab")
    assert learning.mean([one, other])[:, 0] == pytest.approx((6 + one.total[:, 0] + other.total[:, 0]) / 26)


def test_a_mean_after_answers_is_the_normal_posterior() -> None:
    learning = means()
    told = learning.answers([0], 9, CHANCE.stream("a")).first([9.0])
    heard = told.total[:, 0] / 9
    spread = np.cov(learning.draws[:, 0])
    weight = spread / (spread + 4 / 9)
    middle = learning.draws.mean()
    assert learning.mean([told])[:, 0] == pytest.approx(middle + weight * (heard - middle))
    assert heard.std() == pytest.approx(np.sqrt(1 + 4 / 9), rel=0.03)


def test_a_broken_number_of_answers_has_its_part_of_the_variance() -> None:
    learning = means()
    answers = learning.answers([0], 5, CHANCE.stream("a"))
    error = answers.first([2.5]).total[:, 0] / 2.5 - learning.draws[:, 0]
    assert error.std() == pytest.approx(2 / np.sqrt(2.5), rel=0.03)


def test_who_is_asked_about_one_channel_tells_of_its_like_as_the_pooling_does() -> None:
    """New answers in one of three channels of a role: the line in the draws is close to pooling all again."""
    own, own_sd, sigma = [0.10, 0.14, 0.30], [0.03, 0.03, 0.03], 0.12
    believed = pool(own, own_sd, scale=sigma / np.sqrt(10))
    learning = MeanLearning("price", believed.draw(CHANCE.stream("p"), 40_000), np.full(3, sigma))
    answers = 16.0
    told = learning.answers([2], 16, CHANCE.stream("q")).first([answers])
    found = learning.mean([told])
    heard = told.total[:, 2] / answers
    for place in range(4):
        mean = (own[2] * 16 + heard[place] * answers) / (16 + answers)
        again = pool([own[0], own[1], mean], [0.03, 0.03, sigma / np.sqrt(32)], scale=sigma / np.sqrt(10))
        assert found[place] == pytest.approx(again.mean, abs=0.012)


def test_nobody_heard_changes_nothing() -> None:
    learning = means()
    told = learning.answers([0], 3, CHANCE.stream("a")).first([0.0])
    assert learning.mean([told])[:, 0] == pytest.approx(learning.draws.mean())
    nobody = ShareLearning("s", np.array(ALPHA), shares().draws)
    told = nobody.answers([0], 3, CHANCE.stream("a")).first([0.0])
    assert nobody.mean([told])[:, 0] == pytest.approx(0.6)
