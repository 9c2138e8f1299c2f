"""Voices made by hand: who was asked, where 100 euro would go, what they would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tramite.kernel.case import CaseDefinition
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.study import Study

Maker = Callable[..., pl.DataFrame]
BANK = load_bank()


@dataclass(frozen=True, slots=True)
class Answer:
    """One interview with one answer: who, the numbers by key (how 100 euro are split), or a code."""

    unit_id: str
    item_id: str
    parts: Mapping[str, float | str]
    revenue: int | None = 100
    channel_id: str = "shops"
    status: str = "approved"
    consent: bool = True


Voices = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
MakeStudy = Callable[[Sequence[Answer]], Study]
_ROLES = {"C": "customer", "P": "reseller", "V": "vendor"}


@pytest.fixture(scope="session")
def make_voices(make_table: Maker) -> Callable[[Sequence[Answer]], Voices]:
    """Return a maker of responses, interviews and frame from answers."""

    def make(answers: Sequence[Answer]) -> Voices:
        responses: list[dict[str, Any]] = []
        interviews: list[dict[str, Any]] = []
        units: dict[str, dict[str, Any]] = {}
        for number, answer in enumerate(answers):
            interview = f"i{number}"
            role = _ROLES[answer.item_id[0]]
            interviews.append(
                {"interview_id": interview, "unit_id": answer.unit_id, "role": role,
                 "channel_id": answer.channel_id, "mode": "video", "date": date(2024, 12, 1),
                 "consent": answer.consent, "status": answer.status, "version": "1"}
            )  # fmt: skip
            responses += [
                {"interview_id": interview, "item_id": answer.item_id, "key": key,
                 "text" if isinstance(part, str) else "number": part if isinstance(part, str) else float(part)}
                for key, part in answer.parts.items()
            ]  # fmt: skip
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


@pytest.fixture
def make_study(make_voices: Callable[[Sequence[Answer]], Voices], definition: CaseDefinition) -> MakeStudy:
    """Return a maker of a study from answers."""

    def make(answers: Sequence[Answer]) -> Study:
        responses, interviews, frame = make_voices(answers)
        return Study(responses, interviews, frame, bank=BANK, method=definition.method, simulated=True)

    return make


def loss(unit: str, item_id: str, x: int, lost: float, *, channel: str = "shops", code: str = "") -> Answer:
    """Answer a question with {x}: of a change of x%, so much is lost."""
    parts: dict[str, float | str] = {"": lost, "x": x}
    return Answer(unit, item_id, parts | ({"code": code} if code else {}), channel_id=channel)
