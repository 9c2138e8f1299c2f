"""Cash of an alternative against today: how deep it goes, and when it is paid back (METHOD §5.4, R68)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.cash import CashCurve, Payback
from tramite.decisions.comparison import AlternativeResult, Comparison
from tramite.kernel.periods import add_months
from tramite.reports.charts.paths import cash_chart
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Words


def write_cash(scribe: Scribe, comparison: Comparison, result: AlternativeResult) -> Iterator[Words | Picture]:
    """Write the cash curve of an alternative; nothing without one."""
    curve = result.cash
    if curve is None:
        return
    title = result.title.say(scribe.language)
    yield Picture(
        f"alt-{result.name}-cash", _say(scribe, "chart", title=title), _say(scribe, "chart_about"),
        cash_chart(scribe, comparison, curve, title),
    )  # fmt: skip
    yield Words(_say(scribe, "lead"), points=tuple(_points(scribe, comparison, curve)))


def _points(scribe: Scribe, comparison: Comparison, curve: CashCurve) -> Iterator[str]:
    lowest, level = curve.lowest, scribe.level(comparison.level)
    if curve.lowest_month is None:
        yield _say(scribe, "lowest_never")
    else:
        month = scribe.day(add_months(comparison.first_month, curve.lowest_month), "month")
        low, value, high = (scribe.brief(end) for end in (lowest.lower, lowest.value, lowest.upper))
        yield _say(scribe, "lowest", lowest=value, low=low, high=high, level=level, month=month)
    yield from _payback(scribe, comparison, curve.payback, level)
    if curve.left_out:
        channels = ", ".join(scribe.channel(each.channel_id) for each in curve.left_out)
        yield _say(scribe, "left_out", channels=channels)


def _payback(scribe: Scribe, comparison: Comparison, back: Payback, level: str) -> Iterator[str]:
    if back.share is None:
        yield _say(scribe, "payback_none")
        return
    if back.lower is None:
        yield _say(scribe, "payback_never", level=level)
    else:
        likely, lower, upper = (_months(scribe, comparison, at) for at in (back.likely, back.lower, back.upper))
        yield _say(scribe, "payback", likely=likely, lower=lower, upper=upper, level=level)
    none, share = (scribe.probability(x, comparison.draws) for x in (back.none_needed, back.share))
    yield _say(scribe, "payback_needed", none=none, share=share)


def _months(scribe: Scribe, comparison: Comparison, months: int | None) -> str:
    if months is None:
        return _say(scribe, "beyond", months=scribe.figure(comparison.months, "months"))
    return scribe.figure(months, "months") if months else _say(scribe, "at_once")


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"cash.{key}", **params)
