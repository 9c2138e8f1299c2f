"""How much of what one channel sells did it take from another, from the same customers?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from tramite.books.end_customers import spending
from tramite.books.overlap import sources_of
from tramite.books.rows import Tables, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_books, weakest
from tramite.kernel.method import Method
from tramite.kernel.periods import Period, month_of
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Phrase, phrase

# Above this many customers they are resampled in random groups: the variance is the same (Wolter 2007, ch. 2), the
# time is not.
_GROUPS: Final = 20_000
Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cannibalisation:
    """What channel ``by`` took from channel ``source``, as shares of the sales of ``by`` to named customers.

    Attributes:
        gross: Σ_i min(rise in k, fall in c)/sales of k: also what would have fallen anyway.
        expected: the same, had the customers of k lost in c what customers without k lost; n.d. without a control.
        net: ``gross`` − ``expected``: negative where customers without k lost more. n.d. without a control.
        sales: sales of k to named customers in the period, in the currency of the case.
        named: share of the sales of c and k, over both years, whose end customer is known.
        control: customers of c without k.
        reason: why nothing can be said; ``None`` where it can.
    """

    source: str
    by: str
    period: Period
    gross: Estimate
    expected: Estimate
    net: Estimate
    sales: float
    named: float | None
    control: int
    reason: Phrase | None = None

    @property
    def moved(self) -> Estimate:
        """The share to reckon with: against the control where there is one."""
        return self.gross if self.net.value is None else self.net

    def net_effect(self, *, v_k: float, cm_k: float, v_c: float, cm_c: float, grade: Grade) -> Estimate:
        """Say what the moved spending does to contribution, in the currency of the case per year.

        Effect = moved spend × (v_k·cm_k − v_c·cm_c).

        Args:
            v_k, v_c: net sales of the vendor for each unit that customers spend in k, c. cm_k, cm_c: contribution
                as a share of net sales. grade: of these four.

        Source: METHOD §3.8.3, §5.3.
        """
        factor = self.sales * (v_k * cm_k - v_c * cm_c)
        moved = self.moved
        ends = [None if end is None else end * factor for end in (moved.lower, moved.upper)]
        low, high = ends if factor >= 0 else ends[::-1]
        return replace(
            moved, value=None if moved.value is None else moved.value * factor, lower=low, upper=high,
            unit="money", method=phrase("linkage.method_effect"), grade=weakest((moved.grade, grade)),
        )  # fmt: skip


def cannibalisation(
    tables: Tables, *, source: str, by: str, definition: CaseDefinition, period: Period, rng: np.random.Generator
) -> Cannibalisation:
    """Measure what channel k (``by``) took from channel c (``source``), this period against the one before.

    Gross = Σ_i min(max(k_i1 − k_i0, 0), max(c_i0 − c_i1, 0)) / Σ_i k_i1 over the same customers i. Expected puts
    in place of each fall what customers without k lost: c_i0·r_j, r_j = max(1 − c_j1/c_j0, 0), averaged over
    control customers j with weight c_j0. Intervals: bootstrap over customers, those of k and the control apart.
    Net understates what moved where k grew by nothing else: a fall that c would have had anyway is then taken off
    a rise that it did not make.

    Args:
        tables: ``sell_out``, and ``links`` where entries of one customer were joined.
        source, by: ids of the channels c and k. period: 12 months, with 12 before.

    Returns: all n.d., with ``reason``, where the books do not cover both years, c had no sales or k has none.
    Source: METHOD §3.8.2.
    """
    both = Period(period.previous().first, period.last)
    reason = _not_covered(tables, both)
    if reason is not None:
        return _unknown(source, by, period, definition, reason)
    spent, named = _spent(tables, source, by, both, period)
    c0, c1, k0, k1 = spent
    if c0.sum() <= 0 or k1.sum() <= 0:
        return _unknown(source, by, period, definition, phrase("linkage.no_sales"))
    with_k = (k0 != 0) | (k1 != 0)
    control = ~with_k & (c0 > 0)
    method = definition.method
    enough = int(control.sum()) >= method.control_min_customers
    lost = np.clip(1 - c1[control] / c0[control], 0, 1)
    drawn = _bootstrap(
        _parts(spent[:, with_k]), lost if enough else lost[:0], c0[control] if enough else lost[:0],
        method=method, rng=rng,
    )  # fmt: skip
    grade = _grade(tables, period, method)
    evidence = tuple(
        Source(s.kind, s.name, s.detail, simulated=definition.simulated.books) for s in sources_of(tables, both)
    )
    n = int((k1 > 0).sum())
    gross, expected, net = (
        _estimate(values, n, grade, definition, evidence) if known else _nothing(definition)
        for values, known in ((drawn[0], True), (drawn[1], enough), (drawn[0] - drawn[1], enough))
    )
    return Cannibalisation(source, by, period, gross, expected, net, float(k1.sum()), named, int(control.sum()))


def _not_covered(tables: Tables, both: Period) -> Phrase | None:
    if "sell_out" not in tables:
        return phrase("linkage.no_sell_out")
    ends = rows_of(tables["sell_out"].select(first=nw.col("date").min(), last=nw.col("date").max()))[0]
    if ends["first"] is None:
        return phrase("linkage.no_sell_out")
    covered = month_of(month_key(ends["first"])) <= both.first and month_key(ends["last"]) >= both.last
    return None if covered else phrase("linkage.not_covered", months=both.months)


def _spent(tables: Tables, source: str, by: str, both: Period, period: Period) -> tuple[Amounts, float | None]:
    lines = spending(tables, both).filter(nw.col("channel_id").is_in([source, by]))
    now, zero = nw.col("date") >= period.first, nw.lit(0)
    amount = nw.col("net_amount")
    named = ~nw.col("entity_id").is_null()
    sums = {
        f"{letter}{year}": nw.when((nw.col("channel_id") == channel) & when).then(amount).otherwise(zero)
        for letter, channel in (("c", source), ("k", by))
        for year, when in ((0, ~now), (1, now))
    }
    by_customer = lines.filter(named).with_columns(**sums).group_by("entity_id").agg(nw.col(*sums).sum())
    rows = rows_of(by_customer.sort("entity_id"))
    spent = np.array([[float(row[name]) for row in rows] for name in sums])
    whole = rows_of(lines.select(amount.sum()))[0]["net_amount"]
    return spent.reshape(len(sums), -1), float(spent.sum()) / float(whole) if whole else None


def _parts(spent: Amounts) -> Amounts:
    """Return rise in k, fall in c, spending in c before, sales of k: (4, customer)."""
    c0, c1, k0, k1 = spent
    return np.array([np.clip(k1 - k0, 0, None), np.clip(c0 - c1, 0, None), np.clip(c0, 0, None), k1])


def _bootstrap(
    parts: Amounts, lost: Amounts, weight: Amounts, *, method: Method, rng: np.random.Generator
) -> Amounts:
    """Return gross and expected shares: (2, 1 + draw); the first is what was found."""
    rise, fall, before, sales = parts
    found = np.minimum(rise, fall)
    order = np.argsort(lost, kind="stable")
    lost, weight = lost[order], weight[order]
    ratio = np.divide(rise, before, out=np.zeros_like(rise), where=before > 0)
    place = np.searchsorted(lost, ratio)
    group = rng.permutation(rise.size) % _GROUPS
    results = []
    for draw in range(1 + method.bootstrap_draws):
        times, heavy = np.ones(rise.size), weight
        if draw:
            groups = int(group.max()) + 1
            times = np.bincount(rng.integers(groups, size=groups), minlength=groups)[group].astype(float)
            if lost.size:
                heavy = weight * np.bincount(rng.integers(lost.size, size=lost.size), minlength=lost.size)
        chance = before * _mean_of_smaller(ratio, place, lost, heavy) if lost.size else np.zeros_like(rise)
        total = float(times @ sales)
        results.append([times @ found / total, times @ chance / total] if total > 0 else [np.nan, np.nan])
    return np.array(results).T


def _mean_of_smaller(ratio: Amounts, place: NDArray[np.intp], lost: Amounts, weight: Amounts) -> Amounts:
    """Return E_j min(ratio_i, lost_j) under ``weight``; ``lost`` ascending, ``place`` of each ratio in it."""
    weights = np.concatenate([[0.0], np.cumsum(weight)])
    sums = np.concatenate([[0.0], np.cumsum(weight * lost)])
    mean: Amounts = (sums[place] + ratio * (weights[-1] - weights[place])) / weights[-1]
    return mean


def _grade(tables: Tables, period: Period, method: Method) -> Grade:
    measured = grade_books(period.months, method)
    return weakest((measured, Grade.B)) if "links" in tables else measured


def _estimate(
    values: Amounts, n: int, grade: Grade, definition: CaseDefinition, evidence: tuple[Source, ...]
) -> Estimate:
    level = definition.method.interval_level
    lower, upper = np.nanquantile(values[1:], [(1 - level) / 2, (1 + level) / 2])
    return Estimate(
        value=float(values[0]), lower=float(lower), upper=float(upper), level=level, n=n, N=None, unit="share",
        method=phrase("linkage.method_cannibalisation"), grade=grade, evidence=evidence, weighting="revenue",
        currency=definition.currency,
    )  # fmt: skip


def _nothing(definition: CaseDefinition) -> Estimate:
    return Estimate(
        value=None, lower=None, upper=None, level=definition.method.interval_level, n=0, N=None, unit="share",
        method=phrase("linkage.method_cannibalisation"), currency=definition.currency,
    )  # fmt: skip


def _unknown(source: str, by: str, period: Period, definition: CaseDefinition, reason: Phrase) -> Cannibalisation:
    nothing = _nothing(definition)
    return Cannibalisation(source, by, period, nothing, nothing, nothing, 0.0, None, 0, reason)
