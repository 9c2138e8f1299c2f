"""Voices and books made by hand for the limits of potential: clearly invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from tramite.beliefs.potential.ground import PotentialGround
from tramite.beliefs.potential.limit import potential
from tramite.beliefs.potential.result import PotentialBelief
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.study import Study

BANK = load_bank()
SALES = 1_000_000.0
CHANCE = Chance(7, 4000)


@dataclass(slots=True)
class Market:
    """Partners and customers of the channel «shops», one after the other; all partners are alike in size."""

    frame: list[dict[str, Any]] = field(default_factory=list)
    interviews: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)

    def partner(
        self, *, likely: float | None = None, today: float | None = None, potential: float | None = None,
        served: float | None = None, first: str | None = None, revenue: float = 100.0,
    ) -> None:  # fmt: skip
        one = self._heard("reseller", revenue)
        for item, value in (("PX02", likely), ("PX01", today)):
            if value is not None:
                self._said(one, item, "likely", value)
        for key, number in (("potential", potential), ("served", served)):
            if number is not None:
                self._said(one, "PX05", key, number)
        if first is not None:
            self.responses.append({"interview_id": one, "item_id": "PX04", "key": "", "text": first})

    def customer(self, *, ours: float, total: float | None) -> None:
        one = self._heard("customer", None)
        self._said(one, "CX01", "vendor", ours)
        self._said(one, "CX01", "other", 100 - ours)
        if total is not None:
            self._said(one, "CX01", "total", total)

    def vendor(self, likely: float) -> None:
        self._said(self._heard("vendor", None), "VX01", "likely", likely)

    def silent(self, count: int) -> None:
        for _ in range(count):
            self._unit("reseller", 100.0)

    def study(self, method: Method) -> Study:
        S, F = pl.String, pl.Float64
        frame = pl.DataFrame(self.frame, schema={
            "unit_id": S, "role": S, "channel_id": S, "stratum": S, "revenue": F, "potential": F, "status": S
        })  # fmt: skip
        interviews = pl.DataFrame(self.interviews, schema={
            "interview_id": S, "unit_id": S, "role": S, "channel_id": S, "date": pl.Date, "consent": pl.Boolean,
            "status": S,
        })  # fmt: skip
        responses = pl.DataFrame(self.responses, schema={
            "interview_id": S, "item_id": S, "key": S, "number": F, "text": S, "missing": S
        })  # fmt: skip
        return Study(responses, interviews, frame, bank=BANK, method=method)

    def _unit(self, role: str, revenue: float | None) -> str:
        unit = f"u{len(self.frame)}"
        self.frame.append({"unit_id": unit, "role": role, "channel_id": "shops", "stratum": role,
                           "revenue": revenue, "potential": None, "status": "active"})  # fmt: skip
        return unit

    def _heard(self, role: str, revenue: float | None) -> str:
        unit = self._unit(role, revenue)
        self.interviews.append({"interview_id": f"i-{unit}", "unit_id": unit, "role": role, "channel_id": "shops",
                                "date": date(2024, 12, 1), "consent": True, "status": "done"})  # fmt: skip
        return f"i-{unit}"

    def _said(self, interview: str, item: str, key: str, number: float) -> None:
        self.responses.append({"interview_id": interview, "item_id": item, "key": key, "number": number})


def ground_for(definition: CaseDefinition, **changes: Any) -> PotentialGround:
    """Return books in which the shops sold a million, at half of what end customers paid."""
    source = (Source("table", "sell_in"),)
    empty = pl.DataFrame(schema={"unit_id": pl.String, "stated": pl.Float64, "realised": pl.Float64})
    period = Period.trailing(definition.as_of)
    made = PotentialGround(
        definition, period, {"shops": SALES}, {"shops": 0.5},
        {("shops", line): source for line in ("net_sales", "end_customer_spend")}, {}, {}, period, {}, empty,
    )  # fmt: skip
    return replace(made, **changes)


def believed(
    market: Market, definition: CaseDefinition, settings: Mapping[str, float] | None = None, **books: Any
) -> PotentialBelief:
    """Believe the limits of a market; ``settings`` override the method, ``books`` the ground."""
    case = definition.model_copy(update={"method_overrides": dict(settings or {})})
    return potential(market.study(case.method), ground_for(case, **books), chance=CHANCE)


def alike(count: int, **answers: Any) -> Market:
    """Return a market of ``count`` partners who say the same."""
    market = Market()
    for _ in range(count):
        market.partner(**answers)
    return market


def sure(kappa: float = 0.5, won: float = 0.1) -> dict[str, float]:
    """Return settings without spread: κ and the rate of winning are known."""
    ends = ("low", "likely", "high")
    return {f"stated_growth_{end}": kappa for end in ends} | {f"won_{end}": won for end in ends}


def heard(markets: Iterable[float]) -> Market:
    """Return a market in which each partner states one likely growth."""
    market = Market()
    for growth in markets:
        market.partner(likely=growth)
    return market
