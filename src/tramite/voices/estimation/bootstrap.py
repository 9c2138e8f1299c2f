"""Replicate weights, made once and used by many estimates: the rescaled bootstrap of Rao, Wu and Yue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import stdtrit

from tramite.voices.estimation.heard import Heard

Array = NDArray[np.float64]
_BLOCK = 250_000  # multiplications
_NOTHING = 1e-9  # a stratum whose replicate weights of those who answered add to less than this has no mean


@dataclass(frozen=True, slots=True)
class Replicates:
    """Weights of the sample and of its replicates.

    Attributes:
        heard: answers of all items together (``heard.hear`` on who answered any), sorted by variance stratum.
        weights: array (unit, draw), in the order of ``heard.drawn``.
        enumerative: whether they are about today's population.
    """

    heard: Heard
    weights: Array
    enumerative: bool

    @property
    def point(self) -> Array:
        """Weights of the sample itself, array (unit,)."""
        return self.heard.drawn["carried"].to_numpy()


@dataclass(frozen=True, slots=True)
class ReplicateMeans:
    """Many means of many domains, with what they are in each replicate.

    Attributes:
        domains, names: labels of the two dimensions.
        values: array (domain, name); NaN where nobody answered.
        draws: array (draw, domain, name).
        df: degrees of freedom by domain: Σ(n_h − 1) over its strata not heard in full.
    """

    domains: tuple[str, ...]
    names: tuple[str, ...]
    values: Array
    draws: Array
    df: Array

    @property
    def variance(self) -> Array:
        """Mean square of the draws around the value, array (domain, name)."""
        return np.asarray(((self.draws - self.values) ** 2).mean(axis=0), dtype=np.float64)

    def interval(self, level: float) -> tuple[Array, Array]:
        """Return ends of the intervals, Student's t on the bootstrap's standard error; array (domain, name)."""
        t = np.where(self.df > 0, stdtrit(np.maximum(self.df, 1), (1 + level) / 2), np.nan)
        margin = np.where(self.variance > 0, t[:, None] * np.sqrt(self.variance), np.nan)
        return self.values - margin, self.values + margin


def replicate_weights(heard: Heard, *, draws: int, rng: np.random.Generator, enumerative: bool) -> Replicates:
    """Draw replicate weights: w* = w·(1 − λ_h + λ_h·n_h/(n_h − 1)·m_i).

    m_i is how often unit i comes up among n_h − 1 drawn with replacement in its variance stratum;
    λ_h = √(1 − f_h), f_h = n_h/N_h, on today's population and 1 beyond it. The variance of a weighted total over
    draws is then Cochran's Σ N_h²(1 − f_h)s_h²/n_h. Variance strata are those of the linearised variance: a
    stratum of one answer has joined its nearest, and one heard in full keeps its weights.

    Args:
        heard: as ``heard.hear`` returns it; give ``value`` = 1 to those who answered any item.
        draws: number of replicates B (the method's ``bootstrap_draws``).

    Source: Rao & Wu 1988; Rao, Wu & Yue 1992; with λ as in Preston 2009, §2; METHOD §3.2.2.
    """
    drawn = heard.drawn.sort("group", maintain_order=True)
    weights = np.repeat(drawn["carried"].to_numpy()[:, None], draws, axis=1)
    start = 0
    for group in drawn.partition_by("group", maintain_order=True):
        n, N = int(group["n_g"][0]), int(group["N_g"][0])
        rows = slice(start, start + group.height)
        start += group.height
        if n > 1 and not (enumerative and n == N):
            scale = np.sqrt(1 - n / N) if enumerative else 1.0
            times = rng.multinomial(n - 1, np.full(n, 1 / n), size=draws).T[: group.height]
            weights[rows] *= 1 - scale + scale * n / (n - 1) * times
    return Replicates(Heard(drawn, heard.N, heard.census), weights, enumerative)


def replicate_means(replicates: Replicates, values: pl.DataFrame, *, names: Sequence[str]) -> ReplicateMeans:
    """Estimate many means by domain from one set of replicate weights.

    In each variance stratum the mean of those who answered the item, ȳ*_h = Σ w*·y/Σ w*, and over strata
    ȳ* = Σ W_h·ȳ*_h, W_h what the frame knows of the stratum: the same in every replicate, as in
    ``variance.sampling_spread``. All items go through one matrix product per stratum. A stratum in which a
    replicate left nobody is taken to be like the others of its domain.

    Args:
        values: ``unit_id`` and one column per name (null: no answer).

    Source: METHOD §3.2.1–2.
    """
    drawn = replicates.heard.drawn
    table = drawn.select("unit_id").join(values, on="unit_id", how="left", maintain_order="left").select(names)
    answers = table.cast(pl.Float64).to_numpy()
    known = ~np.isnan(answers)
    answers = np.where(known, answers, 0.0)
    columns = np.concatenate([replicates.point[:, None], replicates.weights], axis=1)
    domains = tuple(drawn["domain"].unique().sort())
    found = np.empty((columns.shape[1], len(domains), len(names)))
    df = np.zeros(len(domains))
    for number, domain in enumerate(domains):
        total, weight = np.zeros_like(found[:, 0]), np.zeros_like(found[:, 0])
        for place, n, N, size in _strata(drawn, (drawn["domain"] == domain).to_numpy()):
            mean, told = _stratum_means(columns[place], answers[place], known[place], size)
            total += size * mean
            weight += size * told
            df[number] += 0 if replicates.enumerative and n == N else n - 1
        found[:, number] = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
    return ReplicateMeans(domains, tuple(names), found[0], found[1:], df)


def _stratum_means(
    weights: Array, answers: Array, known: NDArray[np.bool_], size: float
) -> tuple[Array, NDArray[np.bool_]]:
    """Return means of a stratum, array (replicate, name), 0 where nobody is left, and where somebody is."""
    top = _product(weights.T, answers)
    everybody = bool(known.all())
    bottom = weights.sum(axis=0)[:, None] if everybody else _product(weights.T, known.astype(np.float64))
    told = bottom > _NOTHING * size
    return np.divide(top, bottom, out=np.zeros_like(top), where=told), told


def _product(left: Array, right: Array) -> Array:
    """Multiply in blocks so small that no threads start: on a busy machine they wait longer than they work."""
    rows = max(1, _BLOCK // max(1, right.size))
    return np.concatenate([left[start : start + rows] @ right for start in range(0, len(left), rows)])


def _strata(drawn: pl.DataFrame, inside: NDArray[np.bool_]) -> list[tuple[NDArray[np.int64], int, int, float]]:
    """List the variance strata of a domain: rows, answers, population, and the weight W_h of its part."""
    group, carried = drawn["group"].to_numpy(), drawn["carried"].to_numpy()
    strata = []
    for number in np.unique(group[inside]):
        place = np.flatnonzero(inside & (group == number))
        row = int(place[0])
        strata.append((place, int(drawn["n_g"][row]), int(drawn["N_g"][row]), float(carried[place].sum())))
    return strata
