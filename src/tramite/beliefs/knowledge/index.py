"""The PX knowledge index: how close the vendor's guesses come to what its partners say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from tramite.beliefs.knowledge.gaps import PerceptionGap
from tramite.beliefs.knowledge.mean_gap import mean_size, root_of
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.voices.asking.bank import Item
from tramite.voices.disclosure.screening import release
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.means import SurveyMean
from tramite.voices.estimation.reading import Reading, reading_level
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KnowledgeIndex:
    """What the vendor's people know of their partners in one channel, or in «all».

    Attributes:
        items: mirrored scored items that both sides answered and that may be shown.
        index: 0–100, without what chance adds to the gaps; without value where it is not evaluable.
        plain: the same straight from the printed means, 100 − 2·mean|g|; ``None`` as the index.
        bias: mean gap; positive: the vendor overestimates.
        order: Spearman's rho of partners' scores and guesses: do we know what is worst?
        reading: as the side with fewer answers may be read.
    """

    domain: str
    items: int
    index: Estimate
    plain: float | None
    bias: Estimate
    order: Estimate
    reading: Reading


def knowledge_score(gaps: Sequence[float] | Array, *, slope: float) -> float:
    """Return max(0, 100 − slope·mean|g|), gaps in points; slope 2 by METHOD §3.7.1."""
    return max(0.0, 100 - slope * float(np.abs(np.asarray(gaps)).mean()))


def knowledge_indices(
    study: Study, gaps: Sequence[PerceptionGap], *, chance: Chance
) -> tuple[KnowledgeIndex, ...]:
    """Estimate the PX knowledge index of each channel and of all.

    Chance alone makes gaps: their mean size is taken without it (``mean_gap.mean_size``), from a covariance that
    has both errors in it: of the partners' means, and the spread of the vendor's people, who are taken as some of
    those who could have been asked. The answers of one person go together: Σ = D·R·D of each side, D the standard
    errors of the means and R one common correlation of its answers.

    Args:
        gaps: of partners' items, as ``perception_gaps`` finds them. chance: streams «knowledge:<channel>».

    Source: METHOD §3.7.1, §3.2.5; ADR 17.
    """
    partners = [gap for gap in gaps if gap.side == "partner"]
    domains = dict.fromkeys(gap.domain for gap in partners)
    return tuple(_index(study, domain, [g for g in partners if g.domain == domain], chance) for domain in domains)


@dataclass(frozen=True, slots=True)
class _Both:
    """The gaps of one channel that may be told, and the two sides that they are made of."""

    told: tuple[PerceptionGap, ...]
    study: Study
    grade: Grade

    @property
    def gaps(self) -> Array:
        return np.array([gap.value for gap in self.told], dtype=np.float64)

    @property
    def answers(self) -> tuple[SurveyMean, ...]:
        return tuple(gap.cell.first.mean for gap in self.told if gap.cell.first.mean)

    @property
    def guesses(self) -> tuple[SurveyMean, ...]:
        return tuple(gap.cell.second.mean for gap in self.told if gap.cell.second.mean)

    @property
    def n(self) -> int:
        """Answers to the item, and of the side, with fewest."""
        return min((mean.n for mean in (*self.answers, *self.guesses)), default=0)

    def estimate(self, name: str, unit: Unit, ends: tuple[float | None, float | None, float | None]) -> Estimate:
        items = ", ".join(f"{gap.item.id}–{gap.guess.id}" for gap in self.told)
        value, lower, upper = ends
        made = Estimate(
            value, lower, upper, self.study.method.interval_level, self.n, None, unit,
            phrase(f"knowledge.method_{name}"), grade=self.grade,
            evidence=(Source("interviews", items, simulated=self.study.simulated),),
        )  # fmt: skip
        return release(made, hidden=value is None)


def _index(study: Study, domain: str, gaps: Sequence[PerceptionGap], chance: Chance) -> KnowledgeIndex:
    method, level = study.method, study.method.interval_level
    told = tuple(gap for gap in gaps if gap.value is not None)
    grade = weakest(cell.estimate.grade for gap in told or gaps for cell in (gap.cell.first, gap.cell.second))
    both = _Both(told, study, grade)
    if len(told) < method.knowledge_min_items:
        none = (None, None, None)
        return KnowledgeIndex(
            domain, len(told), both.estimate("index", "score", none), None, both.estimate("bias", "points", none),
            both.estimate("order", "ratio", none), "hidden",
        )  # fmt: skip
    errors = (
        _covariance(study, [gap.item for gap in told], both.answers, "partner"),
        _covariance(study, [gap.guess for gap in told], both.guesses, "vendor"),
    )
    rng = chance.stream(f"knowledge:{domain}")
    whole, df = errors[0] + errors[1], _df(both)
    sizes = mean_size(both.gaps, whole, df=df, level=level, rng=rng, draws=chance.draws)
    value, upper, lower = (max(0.0, 100 - method.knowledge_slope * size) for size in sizes)
    bias, margin = float(both.gaps.mean()), _margin(whole, df, level)
    return KnowledgeIndex(
        domain, len(told),
        both.estimate("index", "score", (value, lower, upper)),
        round(knowledge_score(both.gaps, slope=method.knowledge_slope), 1),
        both.estimate("bias", "points", (bias, bias - margin, bias + margin)),
        both.estimate("order", "ratio", _order(both, errors, level, rng, chance.draws)),
        reading_level(both.n, None, method=method),
    )  # fmt: skip


def _margin(errors: Array, df: float, level: float) -> float:
    """Return t·√(1ᵀΣ1)/I, half the width of the interval of the mean gap."""
    t = float(stdtrit(df, (1 + level) / 2)) if math.isfinite(df) else float(ndtri((1 + level) / 2))
    return t * math.sqrt(max(0.0, float(errors.sum()))) / len(errors)


def _covariance(study: Study, items: Sequence[Item], means: Sequence[SurveyMean], side: Side) -> Array:
    """Return D·R·D: standard errors of the means, and one correlation between the answers of a person.

    A mean whose answers are all alike has no spread of its own: it takes that of the others of its side.
    """
    known = [mean.standard_error for mean in means if mean.standard_error is not None]
    usual = float(np.mean(known)) if known else 0.0
    errors = np.array([usual if m.standard_error is None else m.standard_error for m in means])
    r = _common_correlation(study, items, side)
    return np.outer(errors, errors) * (r + (1 - r) * np.eye(len(errors)))


def _common_correlation(study: Study, items: Sequence[Item], side: Side) -> float:
    """Return the mean correlation of the answers of a person to two items, inside a channel; 0 if it is negative.

    r = (V(Σz)/k − 1)/(k − 1) with z the k answers less the channel's mean, in standard deviations of the item; who
    left an item out is at the mean.
    """
    voices = study.voices(side, "partner" if side == "vendor" else None)
    values = pl.concat([
        item_values(study.responses, item=item, bank=study.bank).with_columns(key=pl.lit(item.id))
        for item in items
    ])  # fmt: skip
    firms = firm_answers(values, voices.interviews, apart_from=math.inf).values
    firms = firms.join(voices.weighed.people.select("unit_id", "domain"), on="unit_id", how="inner").sort(
        "unit_id", "key"
    )
    apart = firms.with_columns(pl.col("value") - pl.col("value").mean().over("domain", "key"))
    wide = apart.pivot(on="key", index="unit_id", values="value").sort("unit_id").drop("unit_id").fill_null(0.0)
    table = wide.to_numpy()
    spread = table.std(axis=0)
    kept = table[:, spread > 0] / spread[spread > 0]
    k = kept.shape[1]
    if k < 2 or len(kept) < 2:
        return 0.0
    return float(np.clip((kept.sum(axis=1).var() / k - 1) / (k - 1), 0.0, 0.99))


def _df(both: _Both) -> float:
    """Return Satterthwaite's degrees of freedom of the mean error variance."""
    per_side = []
    for means in (both.answers, both.guesses):
        known = [(m.standard_error**2, m.df) for m in means if m.standard_error and m.df is not None]
        if known:
            per_side.append((float(np.mean([v for v, _ in known])), float(np.mean([df for _, df in known]))))
    whole = sum(v for v, _ in per_side)
    return whole**2 / sum(v**2 / df for v, df in per_side) if whole else math.inf


def _order(
    both: _Both, errors: tuple[Array, Array], level: float, rng: np.random.Generator, draws: int
) -> tuple[float | None, float | None, float | None]:
    """Return Spearman's rho and its interval: both sides redrawn within their errors, around what was found.

    Noise pulls a rank correlation towards 0, so that the redraws are centred on the value in Fisher's z.
    """
    sides = [_means(both.answers), _means(both.guesses)]
    value = _rho(*(_ranks(side[None]) for side in sides))[0]
    if not np.isfinite(value):
        return None, None, None
    redrawn = []
    for centre, covariance in zip(sides, errors, strict=True):
        noise = rng.standard_normal((draws, len(centre))) @ root_of(covariance).T
        redrawn.append(_ranks(centre + noise))
    z = np.arctanh(np.clip(_rho(*redrawn), -0.999, 0.999))
    low, high = np.quantile(z - np.median(z), [(1 - level) / 2, (1 + level) / 2])
    centre_z = math.atanh(min(max(float(value), -0.999), 0.999))
    return float(value), math.tanh(centre_z + low), math.tanh(centre_z + high)


def _means(means: Sequence[SurveyMean]) -> Array:
    """Return the values, so rounded that means of the same answers are ties whatever order they were summed in."""
    values = [round(mean.value, 6) for mean in means if mean.value is not None]
    return np.array(values, dtype=np.float64)


def _ranks(rows: Array) -> Array:
    """Rank the values of each row, ties at their mean."""
    below = (rows[:, :, None] > rows[:, None, :]).sum(axis=2)
    same = (rows[:, :, None] == rows[:, None, :]).sum(axis=2)
    ranks: Array = below + (same + 1) / 2
    return ranks


def _rho(one: Array, other: Array) -> Array:
    a, b = (ranks - ranks.mean(axis=1, keepdims=True) for ranks in (one, other))
    norm = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    rho = np.full(len(norm), np.nan)
    np.divide((a * b).sum(axis=1), norm, out=rho, where=norm > 0)
    return rho
