"""Verdicts that were invented: on prices and on what partners earn, of dealers heard, and of others not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tramite.decisions.missing import Missing
from tramite.decisions.verdicts.verdict import Point, Verdict
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade


def made_verdicts(estimate: Callable[..., Estimate], secret: float) -> tuple[Verdict, ...]:
    """Invent them; ``estimate`` makes a number with its interval, ``secret`` is one that must not be shown."""

    def exact(value: float | None) -> Estimate:
        return replace(estimate(value, 0.0, "share", grade=Grade.A), lower=None, upper=None)

    def said(value: float, n: int = 12) -> Estimate:
        return estimate(value, 0.03, "share", n=n)

    price = Verdict(
        "price_rise", "dealers", "open",
        {"target": exact(0.12), "margin2": exact(0.07), "required": exact(0.0568), "solved": exact(0.061),
         "stated": said(0.09), "break_even": exact(0.17), "blocked": said(0.6), "blocked_customers": said(0.4)},
        points=(
            Point(0.05, "pays", {"stated": said(0.06), "break_even": exact(0.14), "reached": exact(0.1)}),
            Point(0.10, "open", {"stated": said(0.21), "break_even": exact(0.22), "reached": exact(0.13)}),
        ),
        possible=((0.062, 0.071), (0.09, 0.1)),
    )  # fmt: skip
    silent = Verdict(
        "price_rise", "web", "not_evaluable", {"target": exact(0.0)},
        missing=(Missing("verdicts.target_unsaid", "web"),),
    )  # fmt: skip
    hidden = Point(0.10, "open", {"change": exact(0.02), "stated": said(secret, 3), "break_even": exact(1.0)})
    cut = Verdict(
        "earnings_cut", "dealers", "depends",
        {"earned": exact(0.3), "margin1": exact(0.22), "leaving": said(0.1), "continuity": said(0.7)},
        points=(
            Point(0.10, "pays", {"change": exact(0.03), "stated": said(0.05), "break_even": exact(0.12)}),
            Point(0.20, "does_not_pay", {"change": exact(0.06), "stated": said(0.3), "break_even": exact(0.214)}),
        ),
    )  # fmt: skip
    few = Verdict(
        "earnings_cut", "depots", "open", {"earned": exact(0.2), "margin1": exact(-0.1)}, points=(hidden,)
    )
    rise = Verdict(
        "earnings_rise", "dealers", "does_not_pay", {"earned": exact(0.3), "margin1": exact(0.02)},
        points=(Point(0.10, "does_not_pay", {
            "change": exact(0.03), "stated": said(0.04), "break_even": estimate(None, 0.0, "share"),
        }),),
    )  # fmt: skip
    lost = (Missing("parameters.earnings_rise_asked", "depots", (("size", "27"), ("asked", "20"))),)
    return (price, silent, cut, few, rise, Verdict("earnings_rise", "depots", "not_evaluable", missing=lost))
