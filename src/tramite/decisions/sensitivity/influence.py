"""Sobol indices: what share of the uncertainty of a result each source of it makes, alone and with others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tramite.kernel.chance import Chance, Draws

DRAWS: Final = 1024  # a power of two, as the estimator asks
_RESAMPLES: Final = 200
Source = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Influence:
    """What one source of uncertainty does to the spread of a result.

    Attributes:
        code, channel_id: what is drawn: the first part of the name of its streams, and the channel if it has one.
        alone: first-order index: share of the variance that would go if the source were known.
        in_all: total index: share that would stay if everything else were known.
        alone_ends, in_all_ends: interval of each, by bootstrap.
    """

    code: str
    channel_id: str | None
    alone: float
    in_all: float
    alone_ends: tuple[float, float]
    in_all_ends: tuple[float, float]


def influences(
    result: Callable[[Chance], Draws], chance: Chance, *, channels: Sequence[str], level: float
) -> tuple[Influence, ...]:
    """Estimate the Sobol indices of a result that is computed from named streams of chance.

    Streams are independent: the result is computed on one set of draws, on another, and on the first with the
    streams of one source taken from the second (Saltelli et al. 2010).

    Args:
        result: computes (d,) from a chance. channels: of the case. level: of the intervals.

    Returns: largest total index first; empty if the result does not vary.
    Source: Sobol 2001; Saltelli et al. 2010 (estimator), Jansen 1999 (total), as in SciPy.
    """
    names: set[str] = set()
    first = result(Chance(chance.seed, DRAWS, heard=names))
    if not names or first.std() == 0:
        return ()
    sources = _sources(sorted(names), channels)
    other = result(Chance(chance.seed, DRAWS, redrawn=frozenset(names)))
    mixed = np.stack(
        [result(Chance(chance.seed, DRAWS, redrawn=frozenset(streams))) for streams in sources.values()]
    )
    return _ranked(tuple(sources), first, other, mixed, level, chance)


def _ranked(
    sources: Sequence[Source], first: Draws, other: Draws, mixed: Draws, level: float, chance: Chance
) -> tuple[Influence, ...]:
    # Centred: the estimator of the first-order index is then less noisy.
    middle = float(np.concatenate([first, other]).mean())
    drawn = (first - middle, other - middle, mixed - middle)
    alone, in_all = _indices(*drawn)
    rng, draws = chance.stream("influence"), len(first)
    again = []
    for _ in range(_RESAMPLES):
        chosen = rng.integers(draws, size=draws)
        again.append(_indices(*(part[..., chosen] for part in drawn)))
    tails = [(1 - level) / 2, (1 + level) / 2]
    ends = np.quantile(np.array(again), tails, axis=0)
    every = [
        Influence(
            code, channel, float(alone[n]), float(in_all[n]),
            (float(ends[0, 0, n]), float(ends[1, 0, n])), (float(ends[0, 1, n]), float(ends[1, 1, n])),
        )
        for n, (code, channel) in enumerate(sources)
    ]  # fmt: skip
    return tuple(sorted(every, key=lambda each: -each.in_all))


def _indices(first: Draws, other: Draws, mixed: Draws) -> tuple[Draws, Draws]:
    """Return first-order and total indices: (source,) each."""
    from scipy.stats import sobol_indices  # noqa: PLC0415 - a second, for this function alone

    found = sobol_indices(
        func={"f_A": first[np.newaxis], "f_B": other[np.newaxis], "f_AB": mixed[:, np.newaxis]}, n=len(first)
    )
    return np.ravel(found.first_order), np.ravel(found.total_order)


def _sources(names: Sequence[str], channels: Sequence[str]) -> Mapping[Source, list[str]]:
    """Put streams together that are of one thing: the first part of the name, and the channel if it names one."""
    found: dict[Source, list[str]] = {}
    for name in names:
        code, _, rest = name.partition("@")[0].partition(".")
        found.setdefault((code, rest if rest in channels else None), []).append(name)
    return found
