from __future__ import annotations

import numpy as np

from tramite.decisions.allocation.scenarios import halves, stratified


def test_halves_alternate() -> None:
    split = halves(5)
    assert split.choosing.tolist() == [0, 2, 4]
    assert split.judging.tolist() == [1, 3]


def test_one_draw_comes_from_each_stratum_along_what_varies_most() -> None:
    rng = np.random.default_rng(1)
    drawn = rng.normal(size=100)
    split = stratified(np.vstack([10 * drawn, 9 * drawn + rng.normal(size=100)]), 10, rng)
    assert len(split.choosing) == 10
    assert sorted([*split.choosing, *split.judging]) == list(range(100))
    order = np.argsort(np.argsort(10 * drawn))
    assert {int(place) // 10 for place in order[split.choosing]} >= set(range(1, 9))


def test_few_draws_spread_as_all_of_them_do() -> None:
    rng = np.random.default_rng(2)
    values = rng.normal(size=(1, 4000))
    means = [values[0, stratified(values, 100, rng).choosing].mean() for _ in range(50)]
    assert np.std(means) < 0.3 * 1 / np.sqrt(100)  # a plain subset would scatter by 0.1


def test_at_most_half_of_the_draws_choose() -> None:
    split = stratified(np.arange(20.0)[np.newaxis], 200, np.random.default_rng(1))
    assert (len(split.choosing), len(split.judging)) == (10, 10)
