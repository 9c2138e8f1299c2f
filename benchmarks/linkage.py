"""Linking customers: all that ``tramite link`` does in memory, against Splink alone on records cleaned before.

Both learn from the same customers on all threads of the machine: comparisons, candidates, prior, two million
random pairs for u, all pairs of each training rule for m, pairs from the same threshold up. Ours begins with
customers as they are written: it cleans them, scores, keeps the reasons of every pair, puts customers together and
lets people overrule. Splink alone begins with clean columns, all of them text as its users have them (of a name,
the words in alphabetical order), and ends with its own clusters; cleaning costs it nothing here.

``python -m benchmarks.linkage 100 1000`` (thousands of customers).
"""

from __future__ import annotations

import logging
import sys

import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator

from benchmarks.children import in_a_child, report
from benchmarks.customers import write_customers
from tramite.kernel.method import Method
from tramite.kernel.tables import LINK_DECISIONS
from tramite.store.columns import empty_frame
from tramite.store.linkage.customers import customer_matching, prior_of
from tramite.store.linkage.links import link_customers
from tramite.store.linkage.records import records_of

THOUSANDS = (20, 100)


def _ours(rows: int) -> None:
    customers = write_customers(rows)
    decisions = empty_frame(LINK_DECISIONS)
    report(lambda: link_customers(customers, decisions=decisions, method=Method(), seed=1).entities)


def _splink(rows: int) -> None:
    logging.getLogger("splink").setLevel(logging.ERROR)
    words = pl.col("name").str.split(" ").list.sort().list.join(" ")
    records = records_of(write_customers(rows)).with_columns(name_words=words)
    report(lambda: _splink_alone(records))


def _splink_alone(records: pl.DataFrame) -> int:
    method, matching = Method(), customer_matching(records)
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=list(matching.comparisons),
        blocking_rules_to_generate_predictions=list(matching.candidates),
        probability_two_random_records_match=prior_of(records, recall=method.link_certain_recall),
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker([api.register(records.to_arrow(), table_name="records")], settings, log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    for rule in matching.training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    scored = linker.inference.predict(threshold_match_probability=method.review_probability)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, method.link_probability)
    return int(found.as_duckdbpyrelation().aggregate("count(distinct cluster_id)").fetchall()[0][0])


WAYS = {"ours": _ours, "Splink alone": _splink}


def run(thousands: tuple[int, ...] = THOUSANDS) -> None:
    """Print seconds, peak memory, customers found, and the ratio to Splink alone, as customers grow."""
    print("\nlinking customers (ours also cleans, keeps the reasons of every pair, and lets people overrule)")
    print(
        f"{'customers':>12}  {'way':<14}{'seconds':>9}{'ratio':>8}{'processor s':>13}{'ratio':>8}{'GB':>7}"
        f"{'entities':>10}"
    )
    for rows in (count * 1000 for count in thousands):
        found = {way: in_a_child("benchmarks.linkage", way, rows) for way in WAYS}
        for way, done in found.items():
            peer = found["Splink alone"]
            print(
                f"{rows:>12,}  {way:<14}{done.seconds:>9.1f}{done.seconds / peer.seconds:>8.2f}"
                f"{done.processor:>13.1f}{done.processor / peer.processor:>8.2f}{done.gigabytes:>7.2f}"
                f"{done.result!s:>10}"
            )


if __name__ == "__main__":
    if sys.argv[1] in WAYS:
        WAYS[sys.argv[1]](int(sys.argv[2]))
    else:
        run(tuple(map(int, sys.argv[1:])))
