"""A claim set beside an interval: confirmed, rejected, or not shown; never judged by a point."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["confirmed", "rejected", "not_shown", "not_evaluable"]


def judge(lower: float | None, upper: float | None, *, above: float = 0.0) -> Verdict:
    """Judge the claim that a quantity is larger than ``above``.

    Confirmed if the whole interval lies above, rejected if all of it lies below, else not shown; a quantity
    without interval is not evaluable. Of claims that are exactly on the edge a 90% interval confirms one in
    twenty and rejects one in twenty.

    Source: METHOD §3.7.2.
    """
    if lower is None or upper is None:
        return "not_evaluable"
    if lower > above:
        return "confirmed"
    return "rejected" if upper < above else "not_shown"
