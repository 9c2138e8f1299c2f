from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.errors import InputRefused
from tramite.store.linkage.clusters import clusters

IDS = pl.Series(["d", "a", "c", "b"])
PAIRS = [("a", "b", 0.99), ("b", "c", 0.97), ("c", "d", 0.98)]


def entities(
    pairs: list[tuple[str, str, float]],
    decisions: list[tuple[str, str, str | None]] = [],  # noqa: B006
) -> dict[str, tuple[str, str, float | None]]:
    links = clusters(
        IDS,
        pairs=pl.DataFrame(
            pairs, schema={"a": pl.String, "b": pl.String, "probability": pl.Float64}, orient="row"
        ),
        decisions=pl.DataFrame(
            decisions, schema=dict.fromkeys(("customer_a", "customer_b", "decision"), pl.String), orient="row"
        ),
        file="books/link_decisions.csv",
    )
    return {customer: (entity, ground, probability) for customer, entity, ground, probability in links.iter_rows()}


def test_clusters_are_connected_components_named_by_their_first_customer() -> None:
    assert entities(PAIRS[:2]) == {
        "a": ("a", "model", 0.99), "b": ("a", "model", 0.99), "c": ("a", "model", 0.97), "d": ("d", "alone", None),
    }  # fmt: skip


def test_same_joins_what_the_model_does_not() -> None:
    assert entities([], [("d", "a", "same")]) == {
        "a": ("a", "person", None), "b": ("b", "alone", None),
        "c": ("c", "alone", None), "d": ("a", "person", None),
    }  # fmt: skip


def test_different_breaks_a_chain_at_its_weakest_link() -> None:
    found = {name: entity for name, (entity, _, _) in entities(PAIRS, [("a", "d", "different")]).items()}
    assert found == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_different_holds_for_all_that_same_joins() -> None:
    decisions: list[tuple[str, str, str | None]] = [("a", "b", "different"), ("b", "c", "same")]
    found = {name: entity for name, (entity, _, _) in entities([("a", "c", 1.0)], decisions).items()}
    assert found == {"a": "a", "b": "b", "c": "b", "d": "d"}


def test_unsure_undecided_and_unknown_pairs_change_nothing() -> None:
    decisions: list[tuple[str, str, str | None]] = [("a", "b", "unsure"), ("b", "c", None), ("a", "x", "same")]
    assert entities(PAIRS, decisions) == entities(PAIRS)


def test_contradictions_are_all_told() -> None:
    decisions: list[tuple[str, str, str | None]] = [
        ("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different"), ("b", "a", "different"),
    ]  # fmt: skip
    with pytest.raises(InputRefused) as caught:
        entities([], decisions)
    assert [(fault.kind, fault.value) for fault in caught.value.faults] == [
        ("contradicting_decisions", "a, c"), ("contradicting_decisions", "b, a"),
    ]  # fmt: skip
