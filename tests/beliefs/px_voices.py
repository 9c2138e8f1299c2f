"""Voices built by hand for the tests of the PX index: clearly invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from tramite.beliefs.px.index import PxResult, px_index
from tramite.kernel.method import Method
from tramite.voices.asking.bank import PILLARS, load_bank

BANK = load_bank()
METHOD = Method()
Row = tuple[str, str, str | None, float | None, str | None, str | None]


def ratings(interview: str, role: str, scores: Mapping[str, float]) -> list[Row]:
    """Answer every core rating of the three pillars so that each pillar has the wanted score."""
    rows: list[Row] = []
    for pillar in PILLARS:
        for item in BANK.pillar_items(pillar):
            if pillar not in scores or role not in item.roles or not item.core:
                continue
            if item.scale == "0-10":
                rows.append((interview, item.id, None, scores[pillar] / 10, None, None))
            elif scores[pillar] % 25 == 0:
                rows.append((interview, item.id, None, None, f"{1 + scores[pillar] / 25:.0f}", None))
            else:
                rows.append((interview, item.id, None, None, None, "na"))
    return rows


@dataclass(slots=True)
class Voices:
    """Frame, interviews and responses, one firm after the other."""

    frame: list[tuple[str, str, str, str, float | None, str]] = field(default_factory=list)
    interviews: list[tuple[str, str, str, bool, str]] = field(default_factory=list)
    responses: list[Row] = field(default_factory=list)

    def firm(
        self, channel: str, revenue: float | None = 100.0, *, stratum: str = "rest", role: str = "reseller",
        status: str = "active",
    ) -> str:  # fmt: skip
        unit = f"u{len(self.frame)}"
        self.frame.append((unit, role, channel, stratum, revenue, status))
        return unit

    def silent(self, channel: str, count: int, *, stratum: str = "rest", status: str = "active") -> None:
        for _ in range(count):
            self.firm(channel, stratum=stratum, status=status)

    def interview(
        self, unit: str, scores: Mapping[str, float] | Iterable[float], *, role: str = "reseller",
        consent: bool = True, status: str = "done", recommend: float | None = None, stated: Iterable[float] = (),
    ) -> str:  # fmt: skip
        wanted: dict[str, float] = dict(
            scores if isinstance(scores, Mapping) else zip(PILLARS, scores, strict=True)
        )
        name = f"i{len(self.interviews)}"
        self.interviews.append((name, unit, role, consent, status))
        self.responses += ratings(name, role, wanted)
        if recommend is not None:
            self.responses.append((name, "PR08", None, recommend, None, None))
        self.responses += [
            (name, "PR10", pillar, share, None, None) for pillar, share in zip(PILLARS, stated, strict=False)
        ]
        return name

    def heard(self, channel: str, *scores: Iterable[float], revenue: float | None = 100.0) -> None:
        for triple in scores:
            self.interview(self.firm(channel, revenue), triple)

    def tables(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        S, F = pl.String, pl.Float64
        responses = {"interview_id": S, "item_id": S, "key": S, "number": F, "text": S, "missing": S}
        interviews = {"interview_id": S, "unit_id": S, "role": S, "consent": pl.Boolean, "status": S}
        frame = {"unit_id": S, "role": S, "channel_id": S, "stratum": S, "revenue": F, "status": S}
        return (
            pl.DataFrame(self.responses, schema=responses, orient="row"),
            pl.DataFrame(self.interviews, schema=interviews, orient="row"),
            pl.DataFrame(self.frame, schema=frame, orient="row").cast({"revenue": pl.Decimal(18, 4)}),
        )

    def px(self, **options: object) -> PxResult:
        return px_index(*self.tables(), **{"bank": BANK, "method": METHOD, **options})  # type: ignore[arg-type]
