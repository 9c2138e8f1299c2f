"""Over many seeds each unit is drawn as often as its stratum says: nobody is favoured."""

from __future__ import annotations

from collections import Counter

import polars as pl
from scipy import stats

from tramite.voices.sampling.draw import in_random_order, random_number

SEEDS = 2000
STRATA = {"large": ([f"L{n}" for n in range(12)], 5), "small": ([f"{n:05d}" for n in range(60)], 9)}


def drawn_once(units: list[str], size: int, seed: int) -> list[str]:
    listed = pl.DataFrame({"unit_id": units}).with_columns(side=pl.lit("partner"), stratum=pl.lit("a"))
    return in_random_order(listed, seed=seed)["unit_id"][:size].to_list()


def test_units_are_drawn_as_often_as_their_stratum_says() -> None:
    for units, size in STRATA.values():
        drawn = Counter(unit for seed in range(SEEDS) for unit in drawn_once(units, size, seed))
        expected = SEEDS * size / len(units)
        # Σ(O − E)²/E of a simple random sample has mean (N − n)/N·N…: scaled by (N − 1)/(N − n) it is χ² of N − 1.
        scale = (len(units) - 1) / (len(units) - size)
        statistic = scale * sum((drawn[unit] - expected) ** 2 / expected for unit in units)
        assert 0.001 < stats.chi2.sf(statistic, len(units) - 1) < 0.999
        assert all(abs(drawn[unit] / SEEDS - size / len(units)) < 0.05 for unit in units)


def test_numbers_are_uniform_over_seeds_and_over_units() -> None:
    over_units = [random_number(7, f"P{n}") for n in range(SEEDS)]
    over_seeds = [random_number(seed, "P7") for seed in range(SEEDS)]
    for numbers in (over_units, over_seeds):
        assert stats.kstest(numbers, "uniform").pvalue > 0.001
    assert abs(stats.pearsonr(over_units[:-1], over_units[1:]).statistic) < 0.07
