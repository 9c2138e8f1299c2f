from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.store.linkage.italian_companies import Planted
from tramite.kernel.method import Method
from tramite.store.linkage.links import Linkage, link_customers


def pairs_of(frame: pl.DataFrame, *columns: str) -> int:
    sizes = frame.group_by(*columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def test_planted_companies_are_linked_and_hard_negatives_are_not(linkage: Linkage, companies: Planted) -> None:
    truth = linkage.links.with_columns(pl.col("customer_id").replace_strict(companies.truth).alias("company"))
    right, made = pairs_of(truth, "entity_id", "company"), pairs_of(truth, "entity_id")
    precision, recall = right / made, right / pairs_of(truth, "company")
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"planted: {truth.height} entries, {truth['company'].n_unique()} companies, {linkage.entities} entities; "
        f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}; {linkage.to_review.height} pairs to review"
    )
    assert precision >= 0.98
    assert recall >= 0.75


def test_the_same_table_in_another_order_gives_the_same_links(
    linkage: Linkage, companies: Planted, nothing_decided: pl.DataFrame
) -> None:
    shuffled = companies.customers.sample(fraction=1.0, shuffle=True, seed=3)
    again = link_customers(shuffled, decisions=nothing_decided, method=Method(), seed=1)
    assert again.pairs.equals(linkage.pairs)
    assert again.links.equals(linkage.links)


def test_weights_of_a_pair_sum_to_its_weight(linkage: Linkage) -> None:
    sums = linkage.weights.group_by("a", "b").agg(pl.col("weight").sum().alias("sum"))
    joined = linkage.pairs.join(sums, on=["a", "b"])
    assert joined.height == linkage.pairs.height
    assert (joined["weight"] - joined["sum"]).abs().max() == pytest.approx(0, abs=1e-9)
    odds = 2.0 ** joined["weight"]
    assert (odds / (1 + odds) - joined["probability"]).abs().max() == pytest.approx(0, abs=1e-9)


def test_pairs_between_the_two_thresholds_go_to_a_person(linkage: Linkage) -> None:
    method = Method()
    assert linkage.to_review["probability"].min() == linkage.pairs["probability"].min()
    assert linkage.to_review.filter(pl.col("probability") >= method.link_probability).is_empty()
    assert linkage.pairs.filter(pl.col("probability") < method.review_probability).is_empty()
    assert linkage.to_review.height > 0


def test_decisions_are_honoured_and_no_longer_asked(
    linkage: Linkage, companies: Planted, nothing_decided: pl.DataFrame
) -> None:
    sure, doubtful = linkage.pairs.row(0, named=True), linkage.to_review.row(0, named=True)
    decisions = pl.DataFrame(
        [
            {"customer_a": sure["b"], "customer_b": sure["a"], "decision": "different", "date": date(2024, 5, 1)},
            {"customer_a": doubtful["a"], "customer_b": doubtful["b"], "decision": "same"},
        ],
        schema=nothing_decided.schema,
    )
    again = link_customers(companies.customers, decisions=decisions, method=Method(), seed=1)
    entity = dict(again.links.select("customer_id", "entity_id").iter_rows())
    assert entity[sure["a"]] != entity[sure["b"]]
    assert entity[doubtful["a"]] == entity[doubtful["b"]]
    assert again.to_review.height == linkage.to_review.height - 1


def test_a_table_that_tells_nothing_links_nothing(nothing_decided: pl.DataFrame) -> None:
    rows = [{"customer_id": name} for name in "abc"]
    columns = ("customer_id", "name", "vat_number", "email_domain", "address", "postcode", "city", "area")
    customers = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
    found = link_customers(customers, decisions=nothing_decided, method=Method(), seed=1)
    assert found.links["ground"].to_list() == ["alone"] * 3
    assert (found.entities, found.pairs.height, found.weights.height) == (3, 0, 0)


def test_few_customers_are_linked_by_vat_number_and_not_by_a_wrong_one(nothing_decided: pl.DataFrame) -> None:
    customers = pl.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d"],
            "name": ["Rossi Impianti srl", "ROSSI IMPIANTI S.R.L.", "Verdi Grafica", "Neri Cicli"],
            "vat_number": ["00743110157", "IT00743110157", "00743110158", "00743110158"],
            "email_domain": [None, None, None, None],
            "address": ["Via Roma 1, 20121 Milano", "V. Roma 1, Milano", "Via Verdi 3, Bari", "Via Po 9, Torino"],
            **{key: [None, None, None, None] for key in ("postcode", "city", "area")},
        }
    )
    found = link_customers(customers, decisions=nothing_decided, method=Method(), seed=1)
    assert found.links["entity_id"].to_list() == ["a", "a", "c", "d"]
    assert found.invalid_vat_numbers == 2
