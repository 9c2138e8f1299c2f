"""What an action that was done has changed, measured again by books or voices (METHOD §3.12, §4.7.7)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.decisions.actions.control import (
    Change,
    before_and_after,
    difference_in_differences,
    synthetic_difference,
)
from tramite.decisions.actions.entry import ActionEntry
from tramite.decisions.actions.grading import attributed
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade, grade_books, grade_voices, weakest
from tramite.kernel.method import Method
from tramite.kernel.periods import Period, add_months, month_of
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Phrase, phrase

How = Literal["synthetic", "difference", "plain", "none"]
SALES = "net_sales"  # the line that invoices tell partner by partner
_YEAR = 12
_CONTROLS = 10  # synthetic weights of fewer units are those units
_FEWEST_MONTHS = 3  # fewer months after are one order, or none


@dataclass(frozen=True, slots=True)
class MeasuredAction:
    """What became of the key figure of an action that was done.

    Attributes:
        how: synthetic difference-in-differences, difference-in-differences, plain before and after; «none».
        before, after: of those who got it, mean per unit. change: against the control, where there is one.
        check: the simple difference-in-differences beside a synthetic one.
        gain: contribution margin 1 that the change brought in ``months``; roi: gain / cost − 1.
        missing: why it is not measured, or what the measure lacks.
    """

    action_id: str
    title: str
    kpi: str
    how: How
    before: float | None = None
    after: float | None = None
    change: Estimate | None = None
    check: Estimate | None = None
    gain: Estimate | None = None
    roi: Estimate | None = None
    months: int = 0
    missing: Phrase | None = None


def not_measured(entry: ActionEntry, why: str) -> MeasuredAction:
    """Tell why an action is not measured."""
    return MeasuredAction(entry.id, entry.title, entry.kpi, "none", missing=phrase(f"actions.unmeasured_{why}"))


def measured_periods(start: date, end: date, as_of: date) -> tuple[Period, Period] | None:
    """Return the year before an action began, and the whole months after it ended, twelve at most.

    ``None`` with fewer than three months after it.
    """
    first = add_months(month_of(end), 1)
    last = Period.trailing(as_of, 1).last
    if last < add_months(first, _FEWEST_MONTHS - 1):
        return None
    after = Period(first, min(last, add_months(first, _YEAR - 1)))
    begun = month_of(start)
    return Period(add_months(begun, -_YEAR), add_months(begun, -1)), after


def treated_units(entry: ActionEntry, units: pl.DataFrame) -> NDArray[np.bool_]:
    """Tell who got an action: the partners that it names, else those of its channel.

    Args:
        units: ``unit_id``, ``channel_id``.
    """
    if entry.partners:
        return units["unit_id"].is_in(list(entry.partners)).to_numpy()
    return (units["channel_id"] == entry.channel).fill_null(value=False).to_numpy()


def measure_scores(entry: ActionEntry, panel: pl.DataFrame, *, method: Method, simulated: bool) -> MeasuredAction:
    """Measure a score of voices on the firms of two waves: those who got the action less the others.

    Both sides need ``disclosure_k`` firms: fewer treated are hidden, fewer others are no control (METHOD §3.3).

    Args:
        panel: ``unit_id``, ``channel_id``, ``before``, ``after``, as ``beliefs.waves.panel`` returns it.
    """
    treated = treated_units(entry, panel)
    before, after = panel["before"].to_numpy(), panel["after"].to_numpy()
    others = int((~treated).sum())
    # A mean of nearly all, beside the mean of all on another page, would tell what the few others said.
    if int(treated.sum()) < method.disclosure_k or 0 < others < method.disclosure_k:
        return not_measured(entry, "few")
    control = others > 0
    if control:
        change = difference_in_differences(before, after, treated, level=method.interval_level)
    else:
        change = before_and_after(before[treated], after[treated], level=method.interval_level)
    n = change.treated + change.control
    grade = attributed(grade_voices(n, None, False, method), control=control)
    source = Source("interviews", entry.kpi, phrase("actions.two_waves"), simulated=simulated)
    how: How = "difference" if control else "plain"
    return MeasuredAction(
        entry.id, entry.title, entry.kpi, how,
        float(before[treated].mean()), float(after[treated].mean()),
        _estimate(change, "points", how, grade, (source,), method.interval_level),
        missing=None if control else phrase("actions.no_control"),
    )  # fmt: skip


def measure_sales(
    entry: ActionEntry,
    sales: pl.DataFrame,
    periods: tuple[Period, Period],
    *,
    margin: tuple[float, Grade] | None,
    method: Method,
    currency: str,
    simulated: bool,
) -> MeasuredAction:
    """Measure net sales per partner and month, and what they brought for what the action cost.

    With ten partners or more beside those who got it: synthetic difference-in-differences, the simple one beside
    it; with two to nine the simple one; with fewer plain before and after, the same months of the year on both
    sides.

    Args:
        sales: ``partner_id``, ``channel_id``, ``year``, ``month``, ``net`` of both periods
            (``books.partner_months``).
        margin: contribution margin 1 per euro of net sales, and its grade; ``None`` is n.d.
    """
    before, after = periods
    months = [*before, *after]
    units, panel = _wide(sales, months)
    treated, first = treated_units(entry, units), before.months
    if not treated.any():
        return not_measured(entry, "nobody")
    others = int((~treated).sum())
    level = method.interval_level
    source = Source("table", "sell_in", phrase("actions.both_periods", before=before, after=after),
                    simulated=simulated)  # fmt: skip
    grade = attributed(grade_books(after.months, method), control=others > 1)
    old, new = panel[:, :first].mean(axis=1), panel[:, first:].mean(axis=1)
    check, how = None, "difference"
    if others > 1:
        change = difference_in_differences(old, new, treated, level=level)
        if others >= _CONTROLS:
            check, how = change, "synthetic"
            change = synthetic_difference(panel, treated, first, level=level)
    else:
        how, old = "plain", _same_months(panel, before, after)
        change = before_and_after(old[treated], new[treated], level=level)
    found, beside = (
        None if one is None else _estimate(one, "money", name, grade, (source,), level, currency)
        for one, name in ((change, how), (check, "difference"))
    )
    gain = None if found is None or margin is None else _gain(found, change.treated * after.months, margin)
    return MeasuredAction(
        entry.id, entry.title, entry.kpi, how,  # type: ignore[arg-type]
        float(old[treated].mean()), float(new[treated].mean()), found, beside, gain, _roi(gain, entry.cost),
        after.months, None if others > 1 else phrase("actions.no_control"),
    )  # fmt: skip


def measure_line(
    entry: ActionEntry, amounts: tuple[float | None, float | None], periods: tuple[Period, Period], *,
    method: Method, currency: str, sources: tuple[Source, ...],
) -> MeasuredAction:  # fmt: skip
    """Measure a line of a channel's statement, twelve months before and after: no control, and no interval.

    Args:
        amounts: of the line, before and after; ``None`` is n.d.
    """
    before, after = amounts
    if before is None or after is None:
        return not_measured(entry, "books")
    grade = attributed(grade_books(periods[1].months, method), control=False)
    change = Change(after - before, None, None, 1, 0)
    return MeasuredAction(
        entry.id, entry.title, entry.kpi, "plain", before, after,
        _estimate(change, "money", "plain", grade, sources, method.interval_level, currency),
        months=periods[1].months, missing=phrase("actions.no_control"),
    )  # fmt: skip


def _wide(sales: pl.DataFrame, months: list[date]) -> tuple[pl.DataFrame, NDArray[np.float64]]:
    """Lay sales out by partner and month; months without an invoice are 0, as nothing was bought."""
    dated = sales.with_columns(day=pl.date(pl.col("year"), pl.col("month"), 1)).filter(pl.col("day").is_in(months))
    largest = dated.group_by("partner_id", "channel_id").agg(pl.col("net").sum()).sort("net", "channel_id")
    home: Mapping[str, str] = dict(largest.select("partner_id", "channel_id").iter_rows())
    units = pl.DataFrame({"unit_id": sorted(home)}, schema={"unit_id": pl.String}).with_columns(
        channel_id=pl.col("unit_id").replace_strict(home, return_dtype=pl.String)
    )
    place = {unit: row for row, unit in enumerate(units["unit_id"])}
    column = {month: at for at, month in enumerate(months)}
    panel = np.zeros((len(place), len(months)))
    for unit, day, net in dated.sort("partner_id", "day").select("partner_id", "day", "net").iter_rows():
        panel[place[unit], column[day]] += net
    return units, panel


def _same_months(panel: NDArray[np.float64], before: Period, after: Period) -> NDArray[np.float64]:
    """Return the mean of the months before that are the same months of the year as those after."""
    wanted = {month.month for month in after}
    kept = [at for at, month in enumerate(before) if month.month in wanted]
    found: NDArray[np.float64] = panel[:, kept].mean(axis=1)
    return found


def _estimate(
    change: Change, unit: Unit, how: str, grade: Grade, evidence: tuple[Source, ...], level: float,
    currency: str = "EUR",
) -> Estimate:  # fmt: skip
    return Estimate(
        change.value, change.lower, change.upper, level, change.treated + change.control, None, unit,
        phrase(f"actions.measured_{how}", treated=change.treated, control=change.control), grade=grade,
        evidence=evidence, currency=currency,
    )  # fmt: skip


def _gain(change: Estimate, months: int, margin: tuple[float, Grade]) -> Estimate:
    factor = months * margin[0]
    ends = [None if end is None else end * factor for end in (change.lower, change.upper)]
    known = [end for end in ends if end is not None]
    low, high = (min(known), max(known)) if len(known) == len(ends) else (None, None)
    return Estimate(
        (change.value or 0.0) * factor, low, high, change.level, change.n, None, "money",
        phrase("actions.measured_gain"), grade=weakest((change.grade, margin[1])), evidence=change.evidence,
        currency=change.currency,
    )  # fmt: skip


def _roi(gain: Estimate | None, cost: float | None) -> Estimate | None:
    """Return gain / cost − 1; ``None`` where either is n.d. or nothing was spent."""
    if gain is None or gain.value is None or not cost or not math.isfinite(cost):
        return None
    ends = [None if end is None else end / cost - 1 for end in (gain.value, gain.lower, gain.upper)]
    return Estimate(
        ends[0], ends[1], ends[2], gain.level, gain.n, None, "share", phrase("actions.measured_roi"),
        grade=gain.grade, evidence=gain.evidence,
    )  # fmt: skip
