"""A little case with all respondent types, to simulate."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.voices.asking.bank import load_bank
from tramite.voices.simulated.simulate import SimulatedAnswers, simulate_answers
from tramite.voices.simulated.truth import Truth
from tramite.voices.simulated.usual import truth_of

BANK = load_bank()
_SELLING = {"agents": ("agents", "indirect"), "shops": ("franchise", "indirect"), "web": ("web", "direct")}
QUIET: dict[str, Any] = {
    "field": {"first_day": date(2026, 1, 5), "days": 10, "interviewers": ["x"]},
    "answering": {},
    "flaws": {},
    "missing": {"dk": 0.0, "ref": 0.0, "na": 0.0, "sensitive_ref": 0.0},
}


def definition() -> CaseDefinition:
    """Return a case of three selling channels, two product lines and a segment."""
    channels = [
        {"id": name, "kind": kind, "reach": reach, "medium": "physical", "end_customer": "business",
         "name": {"en": name, "it": name}}
        for name, (kind, reach) in _SELLING.items()
    ]  # fmt: skip
    named = [{"id": name, "name": {"en": name, "it": name}} for name in ("one", "two")]
    return CaseDefinition.model_validate(
        {"name": {"en": "Little", "it": "Piccolo"}, "vendor": "Acme", "currency": "EUR",
         "as_of": date(2025, 12, 31), "channels": channels, "lines": named, "segments": named[:1]}
    )  # fmt: skip


def truth(seed: int = 1, **own: Any) -> Truth:
    """Return a truth without missing answers, interviewers and flaws, but for what is given."""
    content = truth_of(
        definition(), channels=("agents", "shops", "web"), partner_channels=("agents", "shops"),
        own={**QUIET, **own}, rng=np.random.default_rng(seed),
    )  # fmt: skip
    return Truth.model_validate(content)


def frame(each: int, roles: tuple[str, ...] = ("agent",), channel: str = "agents") -> pl.DataFrame:
    """Return so many active units of each role, of sales 1, 2, 3, …"""
    rows = [
        (f"{role}-{number}", role, channel, f"{channel}-{role}", float(number + 1), "active")
        for role in roles
        for number in range(each)
    ]
    names = ["unit_id", "role", "channel_id", "stratum", "revenue", "status"]
    return pl.DataFrame(rows, schema=names, orient="row")


def sample(units: pl.DataFrame, outcome: str = "done") -> pl.DataFrame:
    """Return a sample of all units, in their order."""
    return units.select(
        "unit_id", order=pl.int_range(1, pl.len() + 1), outcome=pl.lit(outcome), reason=pl.lit(None, pl.String)
    )


def answers(units: pl.DataFrame, seed: int = 1, **own: Any) -> SimulatedAnswers:
    """Interview all units."""
    return simulate_answers(units, sample(units), truth=truth(**own), bank=BANK, rng=np.random.default_rng(seed))
