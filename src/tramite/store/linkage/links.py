"""Link the entries of the customers table that are the same end customer."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tramite.kernel.method import Method
from tramite.store.linkage.clusters import clusters
from tramite.store.linkage.customers import customer_matching, prior_of
from tramite.store.linkage.matching import score_pairs
from tramite.store.linkage.records import records_of

DECISIONS_FILE = "books/link_decisions.csv"


@dataclass(frozen=True, slots=True)
class Linkage:
    """Which customers are one.

    Attributes:
        links: table of the contract ``links``: one row per customer.
        pairs: ``a``, ``b``, ``probability``, ``weight``: every pair from ``review_probability`` up.
        weights: ``a``, ``b``, ``comparison``, ``weight``: why, as bits of evidence that sum to the pair's weight.
        to_review: those of ``pairs`` that are too doubtful to link, and that nobody has judged yet.
        invalid_vat_numbers: customers whose VAT number fails its check; it was not used.
    """

    links: pl.DataFrame
    pairs: pl.DataFrame
    weights: pl.DataFrame
    to_review: pl.DataFrame
    invalid_vat_numbers: int

    @property
    def entities(self) -> int:
        """Number of different end customers."""
        return self.links["entity_id"].n_unique()


def link_customers(
    customers: pl.DataFrame, *, decisions: pl.DataFrame, method: Method, seed: int, file: str = DECISIONS_FILE
) -> Linkage:
    """Link customers by name, VAT number, address and e-mail domain, and by what a person decided.

    Args:
        customers, decisions: tables of the contracts ``customers`` and ``link_decisions``.
        method: pairs from ``link_probability`` up are linked; those from ``review_probability`` up are shown to a
            person. seed: of the sample that the model learns from. file: where the decisions come from.

    Source: Fellegi & Sunter 1969; METHOD §3.8.

    Raises:
        InputRefused: the decisions contradict each other.
    """
    records = records_of(customers)
    matching = customer_matching(records)
    given = customers.filter(pl.col("vat_number").is_not_null()).height
    invalid = given - records["vat"].count()
    pairs = pl.DataFrame(schema={"a": pl.String, "b": pl.String, "probability": pl.Float64, "weight": pl.Float64})
    weights = pl.DataFrame(schema={"a": pl.String, "b": pl.String, "comparison": pl.String, "weight": pl.Float64})
    if matching.comparisons and matching.candidates:
        scored = score_pairs(
            records, matching=matching, prior=prior_of(records, recall=method.link_certain_recall),
            from_probability=method.review_probability, seed=seed,
        )  # fmt: skip
        pairs, weights = scored.pairs, scored.weights
    sure = pl.col("probability") >= method.link_probability
    linked = pairs.filter(sure).select("a", "b", "probability")
    links = clusters(customers["customer_id"], pairs=linked, decisions=decisions, file=file)
    return Linkage(links, pairs, weights, _to_review(pairs.filter(~sure), decisions), invalid)


def _to_review(doubtful: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    one, other = pl.col("customer_a"), pl.col("customer_b")
    judged = decisions.filter(pl.col("decision").is_not_null()).select(
        pl.min_horizontal(one, other).alias("a"), pl.max_horizontal(one, other).alias("b")
    )
    return doubtful.join(judged, on=["a", "b"], how="anti", maintain_order="left")
