"""Put linked customers together: connected components that never join what a person told apart."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

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
    judged = (
        _of_these(decisions, ids).rename({"customer_a": "a", "customer_b": "b"}).filter(pl.col("a") != pl.col("b"))
    )
    same, different = (judged.filter(decision=said).select("a", "b") for said in ("same", "different"))
    groups = _told_apart(same, different, file)
    kept = pairs if different.is_empty() else _allowed(pairs, same, different, groups)
    entities = _components(pl.concat([same, kept.select("a", "b")]))
    by_person = pl.col("customer_id").is_in(pl.concat([same["a"], same["b"]]).implode())
    surest = pl.concat(kept.select("probability", customer_id=side) for side in "ab").group_by("customer_id").max()
    return (
        ids.sort().to_frame("customer_id")
        .join(entities, on="customer_id", how="left", maintain_order="left")
        .join(surest, on="customer_id", how="left", maintain_order="left")
        .select(
            "customer_id",
            pl.coalesce("entity_id", "customer_id"),
            ground=pl.when(by_person).then(pl.lit("person"))
            .when(pl.col("probability").is_not_null()).then(pl.lit("model")).otherwise(pl.lit("alone")),
            probability=pl.when(~by_person).then("probability"),
        )
    )  # fmt: skip


def _of_these(decisions: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    known = ids.to_frame("known")
    for side in ("customer_a", "customer_b"):
        decisions = decisions.join(known, left_on=side, right_on="known", how="semi", maintain_order="left")
    return decisions


def _told_apart(same: pl.DataFrame, different: pl.DataFrame, file: str) -> _Groups:
    groups = _Groups()
    for a, b in same.iter_rows():
        groups.join(a, b)
    faults = [
        Fault(file, "contradicting_decisions", column="decision", value=f"{a}, {b}")
        for a, b in different.iter_rows()
        if groups.find(a) == groups.find(b)
    ]
    if faults:
        raise InputRefused(faults)
    for a, b in different.iter_rows():
        groups.separate(a, b)
    return groups


def _allowed(pairs: pl.DataFrame, same: pl.DataFrame, different: pl.DataFrame, groups: _Groups) -> pl.DataFrame:
    """Leave out pairs that would join what is apart; only components with such customers are walked through."""
    entities = _components(pl.concat([same, pairs.select("a", "b")]))
    disputed = entities.filter(pl.col("customer_id").is_in(pl.concat([different["a"], different["b"]]).implode()))
    members = entities.join(disputed, on="entity_id", how="semi").select(a="customer_id")
    walked = pairs.join(members, on="a", how="semi").sort(
        ["probability", "a", "b"], descending=[True, False, False]
    )
    joined = [groups.join(a, b) for a, b in walked.select("a", "b").iter_rows()]
    return pl.concat([pairs.join(members, on="a", how="anti"), walked.filter(pl.Series(joined, dtype=pl.Boolean))])


def _components(pairs: pl.DataFrame) -> pl.DataFrame:
    """Name for each ``customer_id`` of the pairs the first one that it is connected with, ``entity_id``."""
    names = pl.concat([pairs["a"], pairs["b"]]).unique().sort()
    if names.is_empty():
        return pl.DataFrame(schema={"customer_id": pl.String, "entity_id": pl.String})
    rows, columns = (names.search_sorted(pairs[side]).to_numpy() for side in "ab")
    graph = coo_array((np.ones(pairs.height, dtype=np.int8), (rows, columns)), shape=(names.len(), names.len()))
    _, group = connected_components(graph, directed=False)
    _, first = np.unique(group, return_index=True)
    return pl.DataFrame({"customer_id": names, "entity_id": names.gather(first[group])})
