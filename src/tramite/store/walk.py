"""What is known of a file while it is read piece by piece, and what was assumed of it.

Some questions only the whole file answers: its decimal mark, how its dates are written, which keys come twice. A
walk assumes the answers, reads every piece by them, and counts; where the count says otherwise, the file is walked
again by what was found. What a file means does not depend on where it is cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import xor
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.store.columns import Votes, Ways, WrittenColumns, ways_of
from tramite.store.raw import RawTable

Hashes = NDArray[np.uint64]
NO_HASHES: Hashes = np.empty(0, np.uint64)


class TakenKeys(Protocol):
    """Keys that rows outside a file hold already."""

    def among(self, hashes: Hashes) -> Hashes:
        """Return those of sorted hashes that are hashes of taken keys."""
        ...

    def rows(self, hashes: Hashes) -> pl.DataFrame:
        """Return the taken keys with these hashes, and who holds them."""
        ...


@dataclass(slots=True)
class Walk:
    """One walk through a file.

    Attributes:
        whole: the file is in one piece: nothing need be assumed.
        assumed: how columns are written, by stage; what is not here is decided by the first piece.
        suspects: hashes of keys that may stand in several rows.
        taken: keys of rows outside the file.
        seen: key and row number of the first row of each suspect key.
        held: suspect keys that are taken, and who holds them.
        hints: suggestions for values that refer to nothing, by column.
        carried: what a mapping fills into the first rows of the next piece.
    """

    whole: bool = True
    assumed: dict[str, Ways] = field(default_factory=dict)
    suspects: Hashes = field(default_factory=lambda: NO_HASHES)
    taken: TakenKeys | None = None
    seen: pl.DataFrame | None = None
    held: pl.DataFrame | None = None
    hints: dict[str, dict[str, str]] = field(default_factory=dict)
    carried: dict[str, object] = field(default_factory=dict)
    _votes: dict[str, Votes] = field(default_factory=dict)
    _examples: dict[str, RawTable] = field(default_factory=dict)
    _hashes: list[Hashes] = field(default_factory=list)

    def ways(self, raw: RawTable, columns: WrittenColumns, *, stage: str = "check") -> Ways:
        """Count how a piece is written, and say how the file is."""
        votes = columns.votes
        counted = self._votes.setdefault(stage, {})
        for name, found in votes.items():
            counted[name] = counted.get(name, Counter()) + found
        if stage not in self._examples:
            self._examples[stage] = replace(raw, frame=raw.frame.clear(), rows=raw.rows.clear(), findings=())
        return self.assumed.setdefault(stage, ways_of(votes, raw))

    def note(self, hashes: Hashes) -> Hashes:
        """Keep the hashes of the keys of a piece; return those that may be of keys in several rows."""
        if not self.whole:
            self._hashes.append(hashes)
            return self.suspects
        return self._repeated(np.sort(hashes))

    def again(self) -> Walk | None:
        """Return the walk that must follow since this one assumed what is not so; ``None``: all was so."""
        if self.whole:
            return None
        found = {stage: ways_of(votes, self._examples[stage]) for stage, votes in self._votes.items()}
        hashes = np.concatenate(self._hashes) if self._hashes else NO_HASHES
        self._hashes.clear()
        hashes.sort()
        suspects = self._repeated(hashes)
        if _same(found, self.assumed) and np.isin(suspects, self.suspects).all():
            return None
        return Walk(whole=False, assumed=dict(found), suspects=suspects, taken=self.taken)

    def _repeated(self, hashes: Hashes) -> Hashes:
        twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        return twice if self.taken is None else np.union1d(twice, self.taken.among(hashes))


def _same(found: Mapping[str, Ways], assumed: Mapping[str, Ways]) -> bool:
    return all(dict(ways) == dict(assumed[stage]) for stage, ways in found.items())


def hashes_of(keys: pl.DataFrame, names: tuple[str, ...]) -> Hashes:
    """Return a hash of each key: equal keys have equal ones, and only very few others have."""
    hashes = (pl.col(name).hash(seed=place) for place, name in enumerate(names))
    return keys.select(reduce(xor, hashes)).to_series().to_numpy()
