"""Answers written by hand, as a study: who was heard in which channel, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.study import Study

BANK = load_bank()
Said = Mapping[str, float | str | Mapping[str, float | str]]
Row = tuple[str, str, str, float | None, str | None]


@dataclass(slots=True)
class Talks:
    """Frame, interviews and responses, one respondent after the other; none of it was said by anybody."""

    frame: list[tuple[str, str, str, float | None]] = field(default_factory=list)
    interviews: list[tuple[str, str, str, str]] = field(default_factory=list)
    responses: list[Row] = field(default_factory=list)

    def hear(
        self, channel: str, said: Said, *, role: str = "reseller", revenue: float | None = 100.0, unit: str = ""
    ) -> str:
        """Interview a new unit (or one of before, by its name); numbers, codes, or parts of an answer by key."""
        name = unit or f"u{len(self.frame)}"
        if not unit:
            self.frame.append((name, role, channel, revenue))
        talk = f"i{len(self.interviews)}"
        self.interviews.append((talk, name, role, channel))
        for item, answer in said.items():
            parts = answer if isinstance(answer, Mapping) else {"": answer}
            for key, value in parts.items():
                number, text = (None, value) if isinstance(value, str) else (float(value), None)
                self.responses.append((talk, item, key, number, text))
        return name

    def hear_all(self, channel: str, everybody: Iterable[Said], *, role: str = "reseller") -> None:
        """Interview one new unit for each of the answers."""
        for said in everybody:
            self.hear(channel, said, role=role)

    def silent(self, channel: str, count: int, *, role: str = "reseller") -> None:
        """Add units that nobody heard."""
        self.frame += [(f"s{len(self.frame) + i}", role, channel, 100.0) for i in range(count)]

    def renamed(self) -> Talks:
        """Return the same talks with other names, in the opposite order."""
        frame = [(f"z{u}", *rest) for u, *rest in reversed(self.frame)]
        talks = [(f"z{i}", f"z{u}", *rest) for i, u, *rest in reversed(self.interviews)]
        said = [(f"z{i}", *rest) for i, *rest in reversed(self.responses)]
        return replace(self, frame=frame, interviews=talks, responses=said)  # type: ignore[arg-type]

    def study(self, method: Method | None = None) -> Study:
        """Return them as a study."""
        S, F = pl.String, pl.Float64
        responses = pl.DataFrame(
            self.responses, orient="row",
            schema={"interview_id": S, "item_id": S, "key": S, "number": F, "text": S},
        ).with_columns(pl.lit(None, S).alias("missing"))  # fmt: skip
        interviews = pl.DataFrame(
            self.interviews, orient="row", schema={"interview_id": S, "unit_id": S, "role": S, "channel_id": S}
        ).with_columns(
            pl.lit("approved").alias("status"), pl.lit(True).alias("consent"),
            pl.lit(date(2024, 11, 4)).alias("date"),
        )  # fmt: skip
        frame = pl.DataFrame(
            self.frame, orient="row", schema={"unit_id": S, "role": S, "channel_id": S, "revenue": F}
        ).with_columns(
            pl.lit("rest").alias("stratum"), pl.lit(None, F).alias("potential"), pl.lit("active").alias("status")
        )
        return Study(responses, interviews, frame, bank=BANK, method=method or Method(), simulated=True)
