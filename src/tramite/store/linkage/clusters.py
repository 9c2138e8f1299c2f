"""Put linked customers together: connected components that never join what a person told apart."""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from tramite.kernel.errors import Fault, InputRefused


class _Groups:
    """Sets of ids that grow together, with the sets that each must stay apart from; an id not named is alone."""

    def __init__(self) -> None:
        self.root: dict[str, str] = {}
        self.apart: dict[str, set[str]] = defaultdict(set)

    def find(self, name: str) -> str:
        root = self.root
        above = root.setdefault(name, name)
        while above != name:
            root[name] = name = root[above]
            above = root[name]
        return name

    def separate(self, one: str, other: str) -> None:
        first, second = self.find(one), self.find(other)
        self.apart[first].add(second)
        self.apart[second].add(first)

    def join(self, one: str, other: str) -> bool:
        """Put two sets together, unless they must stay apart; returns whether they are one."""
        kept, gone = sorted((self.find(one), self.find(other)))
        if kept == gone:
            return True
        if gone in self.apart[kept]:
            return False
        self.root[gone] = kept
        for enemy in self.apart.pop(gone, ()):
            self.apart[enemy].remove(gone)
            self.apart[enemy].add(kept)
            self.apart[kept].add(enemy)
        return True


def clusters(ids: pl.Series, *, pairs: pl.DataFrame, decisions: pl.DataFrame, file: str) -> pl.DataFrame:
    """Give every customer an entity.

    Pairs that a person calls the same are joined first, then the model's, surest first. Without «different» this
    gives the connected components; with it, the link that would close a forbidden way is left out, and it is the
    weakest one.

    Args:
        pairs: ``a``, ``b``, ``probability``: those to link. decisions: table of the contract ``link_decisions``;
            pairs of customers that are no longer there have no effect. file: where the decisions come from.

    Returns: table of the contract ``links``, by customer; the entity is named by its first customer.

    Raises:
        InputRefused: «different» is said of two that «same» joins; all such pairs at once.
    """
    judged = [
        (a, b, decision)
        for a, b, decision in _of_these(decisions, ids).select("customer_a", "customer_b", "decision").iter_rows()
        if a != b
    ]
    groups = _Groups()
    by_person = [(a, b) for a, b, decision in judged if decision == "same"]
    for a, b in by_person:
        groups.join(a, b)
    forbidden = [(a, b) for a, b, decision in judged if decision == "different"]
    faults = [
        Fault(file, "contradicting_decisions", column="decision", value=f"{a}, {b}")
        for a, b in forbidden
        if groups.find(a) == groups.find(b)
    ]
    if faults:
        raise InputRefused(faults)
    for a, b in forbidden:
        groups.separate(a, b)
    surest: dict[str, float] = {}
    for a, b, probability in pairs.sort(["probability", "a", "b"], descending=[True, False, False]).iter_rows():
        if groups.join(a, b):
            surest.setdefault(a, probability)
            surest.setdefault(b, probability)
    return _links(ids, groups, surest, {name for pair in by_person for name in pair})


def _of_these(decisions: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    known = ids.to_frame("known")
    for side in ("customer_a", "customer_b"):
        decisions = decisions.join(known, left_on=side, right_on="known", how="semi", maintain_order="left")
    return decisions


def _links(ids: pl.Series, groups: _Groups, surest: dict[str, float], by_person: set[str]) -> pl.DataFrame:
    named = pl.DataFrame(
        {
            "customer_id": list(groups.root),
            "entity_id": [groups.find(name) for name in groups.root],
            "person": [name in by_person for name in groups.root],
            "probability": [surest.get(name) for name in groups.root],
        },
        schema={"customer_id": pl.String, "entity_id": pl.String, "person": pl.Boolean, "probability": pl.Float64},
    )
    model = pl.col("probability").is_not_null()
    return (
        ids.sort().to_frame("customer_id")
        .join(named, on="customer_id", how="left", maintain_order="left")
        .select(
            "customer_id",
            pl.coalesce("entity_id", "customer_id"),
            pl.when("person").then(pl.lit("person")).when(model).then(pl.lit("model")).otherwise(pl.lit("alone")).alias("ground"),
            pl.when(~pl.col("person")).then("probability"),
        )
    )  # fmt: skip
