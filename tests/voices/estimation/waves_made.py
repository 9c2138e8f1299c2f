"""Interviews of several waves, written by hand: clearly invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.standing import Standing, standing_answers
from tramite.voices.estimation.study import Study

SPRING, AUTUMN, NEXT = date(2023, 4, 3), date(2023, 10, 2), date(2024, 5, 6)
Said = Mapping[str, float | Mapping[str, float]]


@dataclass(slots=True)
class Rounds:
    """Who was heard when; a unit stands in the frame once, with the channel in which it was heard last."""

    interviews: list[tuple[str, str, str, str, date, str | None]] = field(default_factory=list)
    responses: list[tuple[str, str, str, float]] = field(default_factory=list)

    def hear(
        self, units: Iterable[str], day: date, said: Said, *, role: str = "reseller", channel: str = "shops",
        level: str | None = None,
    ) -> None:  # fmt: skip
        """Interview each of the units once, on a day."""
        for unit in units:
            name = f"{unit}@{day:%y%m%d}" + "'" * sum(one[1] == unit and one[4] == day for one in self.interviews)
            self.interviews.append((name, unit, role, channel, day, level))
            for item, answer in said.items():
                parts = answer if isinstance(answer, Mapping) else {"": answer}
                self.responses += [(name, item, key, float(value)) for key, value in parts.items()]

    def tables(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Return responses, interviews and frame."""
        S, F = pl.String, pl.Float64
        responses = pl.DataFrame(
            self.responses, schema={"interview_id": S, "item_id": S, "key": S, "number": F}, orient="row"
        ).with_columns(text=pl.lit(None, S), missing=pl.lit(None, S))
        interviews = pl.DataFrame(
            self.interviews, orient="row",
            schema={"interview_id": S, "unit_id": S, "role": S, "channel_id": S, "date": pl.Date, "level": S},
        ).with_columns(status=pl.lit("approved"), consent=pl.lit(value=True))  # fmt: skip
        frame = interviews.sort("date").select("unit_id", "role", "channel_id").unique(
            ["unit_id", "role"], keep="last", maintain_order=True
        ).with_columns(
            stratum=pl.lit("all"), revenue=pl.lit(100.0), potential=pl.lit(None, F), status=pl.lit("active")
        )  # fmt: skip
        return responses, interviews, frame

    def standing(self) -> Standing:
        """Return what stands today."""
        return standing_answers(*self.tables(), method=Method())

    def study(self, **options: object) -> Study:
        """Return them as a study."""
        return Study(*self.tables(), bank=load_bank(), method=Method(), **options)  # type: ignore[arg-type]


def names(prefix: str, count: int) -> list[str]:
    """Return some units."""
    return [f"{prefix}{place}" for place in range(count)]
