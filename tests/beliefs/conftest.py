"""Voices made by hand: who was asked, and where 100 euro would go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

Maker = Callable[..., pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Answer:
    """One interview about closing a channel: who, in which role, how 100 euro are split."""

    unit_id: str
    item_id: str
    parts: Mapping[str, float]
    revenue: int | None = 100
    channel_id: str = "shops"
    status: str = "approved"
    consent: bool = True


Voices = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
_ROLES = {"CC03": "customer", "CC04": "customer", "PX10": "reseller", "VX10": "vendor"}


@pytest.fixture(scope="session")
def make_voices(make_table: Maker) -> Callable[[Sequence[Answer]], Voices]:
    """Return a maker of responses, interviews and frame from answers."""

    def make(answers: Sequence[Answer]) -> Voices:
        responses: list[dict[str, Any]] = []
        interviews: list[dict[str, Any]] = []
        units: dict[str, dict[str, Any]] = {}
        for number, answer in enumerate(answers):
            interview = f"i{number}"
            role = _ROLES[answer.item_id]
            interviews.append(
                {"interview_id": interview, "unit_id": answer.unit_id, "role": role,
                 "channel_id": answer.channel_id, "mode": "video", "date": date(2024, 12, 1),
                 "consent": answer.consent, "status": answer.status, "version": "1"}
            )  # fmt: skip
            responses += [
                {"interview_id": interview, "item_id": answer.item_id, "key": key, "number": float(part)}
                for key, part in answer.parts.items()
            ]
            revenue = None if answer.revenue is None else Decimal(answer.revenue)
            units[answer.unit_id] = {
                "unit_id": answer.unit_id, "role": role, "channel_id": answer.channel_id, "stratum": "all",
                "revenue": revenue, "status": "active",
            }  # fmt: skip
        return (
            make_table("responses", responses),
            make_table("interviews", interviews),
            make_table("frame", list(units.values())),
        )

    return make
