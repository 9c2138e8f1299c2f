"""An invented allocation: two choices, a frontier of three mixes, one option blocked and one beyond a limit."""

from __future__ import annotations

from datetime import date

from tramite.decisions.allocation.availability import Unavailable
from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.plan import AllocationPlan
from tramite.decisions.allocation.result import (
    Allocation,
    Distance,
    Eased,
    Effort,
    MixResult,
    OptimalityGap,
    Point,
    ShadowPrice,
)
from tramite.decisions.allocation.risk import Risk
from tramite.decisions.allocation.search import Fit
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source

GROUND = (Source("assumption", "exit_cost", "the controller's guess"),)


def _close(channel: str) -> dict[str, object]:
    sure = {"low": 0, "likely": 0, "high": 0, "source": "invented"}
    return {"kind": "close-channel", "channel": channel, "start": date(2025, 1, 1), "exit_cost": sure,
            "avoidable_share": sure, "ramp_months": sure}  # fmt: skip


def plan() -> AllocationPlan:
    """Write an invented plan."""

    def option(name: str, en: str, it: str, channel: str, **more: object) -> dict[str, object]:
        return {"id": name, "name": {"en": en, "it": it}, "levers": [_close(channel)], **more}

    law = {"by": "law", "reason": {"en": "notice until 2026", "it": "preavviso fino al 2026"}}
    return AllocationPlan.model_validate({
        "budget": {"once": 500_000, "yearly": 90_000},
        "capacities": [{"id": "people", "name": {"en": "People for change", "it": "Persone per il cambiamento"},
                        "limit": 4}],
        "risk": {"limit": 700_000},
        "choices": [
            {"id": "depots", "name": {"en": "Depots", "it": "Magazzini all'ingrosso"}, "options": [
                option("close", "close", "chiudere", "depots", once=430_000, uses={"people": 3}),
                option("sell", "sell", "cedere", "depots", blocked=law),
            ]},
            {"id": "dealers", "name": {"en": "Dealers", "it": "Rivenditori"}, "options": [
                option("some", "close the smallest", "chiudere i più piccoli", "dealers", yearly=60_000),
                option("all", "close all", "chiudere tutti", "dealers", once=900_000),
            ]},
        ],
    })  # fmt: skip


def _money(value: float, half: float | None) -> Estimate:
    low, high = (None, None) if half is None else (value - half, value + half)
    return Estimate(value, low, high, 0.9, 0, None, "money", "invented", "none", Grade.D, GROUND)


def _mix(mix: Mix, change: float, risk: float, used: tuple[float, float, float]) -> MixResult:
    return MixResult(
        mix, _money(change, 200_000 if any(mix) else 0.0), _money(risk, 30_000),
        0.8123 if any(mix) else None, dict(zip(("once", "yearly", "people"), used, strict=True)), change + 5_000,
    )  # fmt: skip


def allocation() -> CaseAllocation:
    """Invent what a search found."""
    today = _mix((0, 0), 0.0, 800_000.0, (0, 0, 0))
    safe = _mix((0, 1), 120_000.0, 410_000.0, (0, 60_000, 0))
    middle = _mix((1, 0), 260_000.0, 640_000.0, (430_000, 0, 3))
    dear = _mix((1, 1), 340_000.0, 910_000.0, (430_000, 60_000, 3))
    prices = tuple(
        ShadowPrice(code, limit, (
            Eased(limit / 2, (0, 1), 120_000.0), Eased(limit, (1, 0), 260_000.0),
            Eased(limit * 1.5, (1, 0), 260_000.0), Eased(limit * 2, (1, 0), 290_000.0),
        ), 30_000.0 / limit)
        for code, limit in (("once", 500_000.0), ("yearly", 90_000.0), ("people", 4.0))
    )  # fmt: skip
    found = Allocation(
        risk=Risk("expected-shortfall", 0.05, 700_000.0), today=today, best=middle, frontier=(safe, middle, dear),
        distance=Distance(middle, safe, _money(390_000.0, 20_000)),
        alone=(middle, None, safe, _mix((0, 2), 50_000.0, 990_000.0, (900_000, 0, 0))),
        others=(Point(0.0, 800_000.0), Point(120_000.0, 410_000.0), Point(90_000.0, 950_000.0)),
        alternatives={"close-depots": Point(240_000.0, 660_000.0)}, shadow_prices=prices,
        gap=OptimalityGap(4_000.0, 9_000.0, 0.9, 10),
        effort=Effort(False, 9, 8, 200, 3_800, Fit(20, 11_000.0, 26_000.0), True),
    )  # fmt: skip
    return CaseAllocation(plan(), (Unavailable(1, "plan"),), False, found, (), 36, 4_000, 7)
