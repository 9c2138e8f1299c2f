"""Train a model of agreement on a table and score its pairs (Fellegi–Sunter, by Splink on DuckDB)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import numpy as np
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.exceptions import EMTrainingException

# As the engine of the books: names of customers come from anywhere, and SQL is made of their columns.
_LOCKED: Final = {
    "lock_configuration": True,
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
_SAMPLED_PAIRS: Final = 2_000_000
# Threads add floats in any order: of a probability so many digits count, and a table gives the same links again.
_DIGITS: Final = 6
_WEIGHT: Final = "mw_"
logging.getLogger("splink").setLevel(logging.ERROR)  # a level that no pair has is usual, and no news to a user


@dataclass(frozen=True, slots=True)
class Matching:
    """How two records are compared.

    Attributes:
        comparisons: one for each property, each with its levels of agreement.
        candidates: rules that bring two records together at all; a pair that meets none is not looked at.
        training: rules whose pairs train the m-probabilities, each for the comparisons it does not hold equal.
    """

    comparisons: Sequence[ComparisonCreator]
    candidates: Sequence[BlockingRuleCreator]
    training: Sequence[BlockingRuleCreator]


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Pairs with the probability that they are one, and why.

    Attributes:
        pairs: ``a``, ``b`` (ids, a < b), ``probability`` (0–1), ``weight`` (log2 of the odds).
        weights: ``a``, ``b``, ``comparison``, ``weight``: what each property adds to the odds, in log2; the first
            comparison of a pair, ``prior``, is where they start. They sum to the weight of the pair.
    """

    pairs: pl.DataFrame
    weights: pl.DataFrame


def score_pairs(
    *tables: pl.DataFrame, matching: Matching, prior: float, from_probability: float, seed: int
) -> ScoredPairs:
    """Train on the tables themselves, without labels, and score every candidate pair.

    u-probabilities by random sampling of pairs, m-probabilities by expectation maximisation within each training
    rule. P(match | γ) = odds/(1 + odds), log2 odds = log2(λ/(1 − λ)) + Σ_k log2(m_k/u_k).

    Args:
        tables: with ``unique_id`` and the columns that ``matching`` names; one table: pairs within it; two: pairs
            across them. prior: λ, the share of all pairs that are one, 0–1, both excluded.
        from_probability: pairs below it are left out. seed: of the random sample.

    Source: Fellegi & Sunter 1969; Splink (Linacre et al. 2022); METHOD §3.8.
    """
    names = pl.concat(table["unique_id"] for table in tables)
    order = names.hash().arg_sort()
    connection = duckdb.connect(":memory:", config=dict(_LOCKED))
    try:
        api = DuckDBAPI(connection)
        given = [
            api.register(table.to_arrow(compat_level=pl.CompatLevel.oldest()), table_name=f"records_{place}")
            for place, table in enumerate(_numbered(tables, order))
        ]
        settings = SettingsCreator(
            link_type="dedupe_only" if len(tables) == 1 else "link_only",
            comparisons=list(matching.comparisons),
            blocking_rules_to_generate_predictions=list(matching.candidates),
            probability_two_random_records_match=prior,
            retain_intermediate_calculation_columns=True,
            retain_matching_columns=False,
        )
        linker = Linker(given, settings, log_level=None)
        _train(linker, matching, seed)
        scored = linker.inference.predict(
            threshold_match_probability=from_probability, warning_mode="never"
        ).as_duckdbpyrelation()
        return _read(pl.DataFrame(scored.to_arrow_table()), names.gather(order))
    finally:
        connection.close()


def _numbered(tables: Sequence[pl.DataFrame], order: pl.Series) -> Iterator[pl.DataFrame]:
    """Replace names by numbers, which pairs are joined by and sampled by, whatever the order of the tables."""
    places = np.empty(order.len(), dtype=np.int32)
    places[order.to_numpy()] = np.arange(order.len(), dtype=np.int32)
    begin = 0
    for table in tables:
        yield table.with_columns(unique_id=pl.Series(places[begin : begin + table.height]))
        begin += table.height


def _train(linker: Linker, matching: Matching, seed: int) -> None:
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=seed, num_chunks=1)
    for rule in matching.training:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        except (EMTrainingException, ValueError):
            # No two records meet this rule, or they are so few that a probability vanishes (Splink has no error of
            # its own for that): another rule trains these comparisons, or they keep their starting values.
            continue
    for comparison in linker._settings_obj.comparisons:
        for level in comparison.comparison_levels:
            if level._m_is_trained and not level.is_null_level:
                level.m_probability = float(f"{level.m_probability:.{_DIGITS}g}")


def _read(scored: pl.DataFrame, names: pl.Series) -> ScoredPairs:
    left, right = (names.gather(scored[f"unique_id_{side}"]) for side in "lr")
    named = scored.with_columns(a=pl.min_horizontal(left, right), b=pl.max_horizontal(left, right))
    named = named.sort("match_weight", "a", "b", descending=[True, False, False])
    pairs = named.select(
        "a", "b", pl.col("match_probability").alias("probability"), pl.col("match_weight").alias("weight")
    )
    parts = [name for name in scored.columns if name.startswith(_WEIGHT)]
    prior = pl.col("match_weight") - pl.sum_horizontal(parts)
    weights = named.select(
        "a", "b", prior.alias("prior"), *(pl.col(n).alias(n.removeprefix(_WEIGHT)) for n in parts)
    )
    long = weights.unpivot(index=["a", "b"], variable_name="comparison", value_name="weight")
    return ScoredPairs(pairs, long)
