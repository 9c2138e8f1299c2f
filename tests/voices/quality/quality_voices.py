"""Interviews built by hand for the tests of field quality: clearly invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from tramite.kernel.method import Method
from tramite.kernel.tables import QUALITY_DECISIONS
from tramite.store.columns import empty_frame
from tramite.voices.asking.bank import load_bank
from tramite.voices.quality.result import Finding, Verdict

BANK = load_bank()
METHOD = Method()
_INTERVIEWS = {
    "interview_id": pl.String, "unit_id": pl.String, "role": pl.String, "channel_id": pl.String, "mode": pl.String,
    "interviewer": pl.String, "date": pl.Date, "seconds": pl.Float64, "consent": pl.Boolean, "status": pl.String,
    "version": pl.String,
}  # fmt: skip
_RESPONSES = {
    "interview_id": pl.String, "item_id": pl.String, "key": pl.String, "number": pl.Float64, "text": pl.String,
    "missing": pl.String,
}  # fmt: skip


@dataclass(slots=True)
class Field:
    """Interviews one after the other, and what was answered."""

    interviews: list[dict[str, Any]] = field(default_factory=list)
    responses: list[tuple[object, ...]] = field(default_factory=list)

    def interview(self, name: str | None = None, **told: Any) -> str:
        """Add an interview: a reseller of the shops by phone, 40 minutes, unless told otherwise."""
        place = len(self.interviews)
        usual = {
            "interview_id": name or f"i{place:03d}", "unit_id": f"u{place:03d}", "role": "reseller",
            "channel_id": "shops", "mode": "phone", "interviewer": "anna", "date": date(2024, 5, 6),
            "seconds": 2400.0, "consent": True, "status": "done", "version": "1",
        }  # fmt: skip
        self.interviews.append(usual | told)
        return str(self.interviews[-1]["interview_id"])

    def numbers(self, interview: str, item: str, numbers: Mapping[str, float]) -> None:
        """Answer an item with numbers by key."""
        self.responses += [(interview, item, key, float(value), None, None) for key, value in numbers.items()]

    def codes(self, interview: str, item: str, codes: Mapping[str, str]) -> None:
        """Answer an item with codes by key."""
        self.responses += [(interview, item, key, None, code, None) for key, code in codes.items()]

    def silent(self, interview: str, item: str, why: str = "dk", key: str = "") -> None:
        """Do not answer an item."""
        self.responses.append((interview, item, key, None, None, why))

    def ratings(self, interview: str, numbers: Sequence[float], scale: str = "0-10") -> None:
        """Answer the first items of a scale that resellers are asked."""
        items = [item.id for item in BANK.items_for("reseller") if item.scale == scale]
        for item, number in zip(items, numbers, strict=False):
            self.numbers(interview, item, {"": number})

    @property
    def held(self) -> pl.DataFrame:
        """The table of interviews."""
        return pl.DataFrame(self.interviews, schema=_INTERVIEWS)

    @property
    def told(self) -> pl.DataFrame:
        """The table of responses."""
        return pl.DataFrame(self.responses, schema=_RESPONSES, orient="row")


def decided(*rows: tuple[str, str, str | None, str | None]) -> pl.DataFrame:
    """Build decisions from (interview, flag, decision, reason); a decision has a person and a day."""
    full = [
        {"interview_id": interview, "flag": flag, "decision": decision, "reason": reason,
         "who": decision and "Rossi", "date": decision and date(2024, 6, 3)}
        for interview, flag, decision, reason in rows
    ]  # fmt: skip
    empty = empty_frame(QUALITY_DECISIONS)
    return pl.concat([empty, pl.DataFrame(full, schema_overrides=dict(empty.schema))], how="diagonal")


def verdicts(findings: Sequence[Finding], flag: str) -> dict[str, Verdict]:
    """Return how one check ended, by interview."""
    return {finding.interview_id: finding.verdict for finding in findings if finding.flag == flag}
