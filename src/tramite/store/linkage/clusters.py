"""Put linked customers together: connected components that never join what a person told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from tramite.kernel.errors import Fault, InputRefused


class _Groups:
    """Sets of ids that grow together, with the sets that each must stay apart from."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.root = {name: name for name in ids}
        self.apart: dict[str, set[str]] = defaultdict(set)

    def find(self, name: str) -> str:
        while self.root[name] != name:
            self.root[name] = name = self.root[self.root[name]]
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
    known = set(ids)
    judged = [
        (a, b, decision)
        for a, b, decision in decisions.select("customer_a", "customer_b", "decision").iter_rows()
        if a in known and b in known and a != b
    ]
    groups = _Groups(ids)
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


def _links(ids: pl.Series, groups: _Groups, surest: dict[str, float], by_person: set[str]) -> pl.DataFrame:
    rows = []
    for name in sorted(ids):
        ground = "person" if name in by_person else "model" if name in surest else "alone"
        probability = surest[name] if ground == "model" else None
        rows.append((name, groups.find(name), ground, probability))
    schema = {"customer_id": pl.String, "entity_id": pl.String, "ground": pl.String, "probability": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
