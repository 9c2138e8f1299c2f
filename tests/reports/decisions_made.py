"""Invented decisions beside an alternative: cash, what blocks it, what channels must carry; budgets judged."""

from __future__ import annotations

from typing import Any

import numpy as np

from tramite.decisions.capacity import ChannelLoad
from tramite.decisions.cash import CashCurve, Payback
from tramite.decisions.feasibility import Bar, Unasked
from tramite.decisions.missing import Missing
from tramite.decisions.path import Path
from tramite.decisions.verdicts.verdict import Verdict
from tramite.kernel.case import Name
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source


def _money(value: float, spread: float, ground: tuple[Source, ...], n: int = 0) -> Estimate:
    return Estimate(value, value - spread, value + spread, 0.9, n, None, "money", "invented", grade=Grade.D,
                    evidence=ground)  # fmt: skip


def _share(value: float, n: int) -> Estimate:
    heard = (Source("interviews", "VO01", simulated=True),)
    return Estimate(value, value - 0.2, value + 0.2, 0.9, n, n, "share", "invented", "vote", Grade.C, heard)


def decided(ground: tuple[Source, ...]) -> dict[str, Any]:
    """Return what stands beside the invented closure of the depots."""
    months = np.arange(36.0)
    dip = 22_000 * (months - 24)
    cash = CashCurve(
        Path(dip, dip - 60_000, dip + 60_000), Path(dip, dip - 60_000, dip + 60_000),
        _money(-528_000, 60_000, ground), 0, Payback(0.02, 0.81, 25, 19, None),
        (Missing("cash.days_outstanding", "dealers"),),
    )  # fmt: skip
    load = ChannelLoad(
        "dealers", 3, _money(930_000, 210_000, ground), _money(9_200_000, 300_000, ground, n=14),
        _money(410_000, 190_000, ground, n=14), 0.83, None, True,
    )  # fmt: skip
    bars = (
        Bar("close-channel", "depots", "people", _share(0.6, 10), {"law": _share(0.5, 10)}),
        Bar("close-channel", "depots", "contract", source=Name(en="exclusive until 2026", it="esclusiva al 2026")),
    )
    return {"cash": cash, "bars": bars, "unasked": (Unasked("close-channel", "depots"),), "loads": (load,)}


def budget_verdicts() -> tuple[Verdict, ...]:
    """Return one budget that is beyond its limit, and one that cannot be judged."""
    books = (Source("table", "budgets"),)
    return (
        Verdict("budget", "dealers", "beyond", {
            "budget_amount": _money(9_900_000, 0, books), "budget_sold": _money(8_720_000, 0, books),
            "budget_past": Estimate(0.91, None, None, 0.9, 0, None, "share", "invented", grade=Grade.A,
                                    evidence=books),
            "budget_limit": _money(9_200_000, 300_000, books, n=14),
        }),
        Verdict("budget", "web", "not_evaluable", {"budget_amount": _money(6_400_000, 0, books)},
                missing=(Missing("budget.lacks_limit", "web"),)),
    )  # fmt: skip
