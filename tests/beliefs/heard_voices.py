"""Voices built by hand for beliefs that set sides beside each other: clearly invented."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

BANK = load_bank()
ROLE: Mapping[Side, str] = {"partner": "reseller", "customer": "customer", "vendor": "vendor"}
Value = float | str | tuple[str, float]
Said = Mapping[str, Value | Mapping[str, Value]]
Row = tuple[str, str, str, float | None, str | None, str | None]
FACTS = pl.DataFrame(
    {"fact_id": ["f1", "f2", "f3", "f4"], "text_en": ["One", "Two", "Three", "Four"],
     "text_it": ["Uno", "Due", "Tre", "Quattro"], "true": [True, False, True, False], "source": ["list"] * 4}
)  # fmt: skip


def quiz(right: int, *, sure: float = 5.0) -> dict[str, Value]:
    """Answer the four facts: the first ``right`` of them as they are, the others wrongly, this sure."""
    said = {}
    for place, (fact, true) in enumerate(FACTS.select("fact_id", "true").iter_rows()):
        answer = true if place < right else not true
        said[fact] = ("true" if answer else "false", sure)
    return said  # type: ignore[return-value]


@dataclass(slots=True)
class Heard:
    """Interviews, one after the other; each side has ``population`` units in a channel where somebody is heard."""

    population: int = 40
    interviews: list[tuple[str, str, str, str]] = field(default_factory=list)
    responses: list[Row] = field(default_factory=list)

    def hear(self, side: Side, channel: str, n: int, said: Callable[[int], Said], *, prefix: str = "") -> None:
        """Hear ``n`` respondents of a side on a channel; ``said`` gives the answers of each by item."""
        for i in range(n):
            unit = f"{prefix}{side}-{channel}-{i}"
            name = f"i-{unit}"
            self.interviews.append((name, unit, ROLE[side], channel))
            for item, answer in said(i).items():
                parts = answer if isinstance(answer, Mapping) else {"": answer}
                self.responses += [_row(name, item, key, value) for key, value in parts.items()]

    def study(
        self, *, method: Method | None = None, facts: pl.DataFrame | None = None, simulated: bool = False,
        late: Mapping[Side, Collection[str]] | None = None,
    ) -> Study:  # fmt: skip
        """Return the study of who was heard."""
        S, F = pl.String, pl.Float64
        responses = pl.DataFrame(
            self.responses, orient="row",
            schema={"interview_id": S, "item_id": S, "key": S, "number": F, "text": S, "missing": S},
        )  # fmt: skip
        interviews = pl.DataFrame(
            self.interviews, schema={"interview_id": S, "unit_id": S, "role": S, "channel_id": S}, orient="row"
        ).with_columns(
            pl.lit("approved").alias("status"), pl.lit(True).alias("consent"),
            pl.lit(date(2024, 11, 4)).alias("date"),
        )  # fmt: skip
        return Study(
            responses, interviews, self._frame(), bank=BANK, method=method or Method(), facts=facts,
            simulated=simulated, late=late,
        )  # fmt: skip

    def _frame(self) -> pl.DataFrame:
        units = {(unit, role, channel) for _, unit, role, channel in self.interviews}
        for role, channel in sorted({(role, channel) for _, role, channel in units}):
            silent = self.population - sum(1 for _, r, c in units if (r, c) == (role, channel))
            units |= {(f"silent-{role}-{channel}-{i}", role, channel) for i in range(silent)}
        frame = pl.DataFrame(sorted(units), schema=["unit_id", "role", "channel_id"], orient="row")
        return frame.with_columns(
            pl.lit("rest").alias("stratum"), pl.lit("active").alias("status"),
            revenue=pl.when(pl.col("role") == "reseller").then(100.0), potential=pl.lit(None, pl.Float64),
        )  # fmt: skip


def _row(interview: str, item: str, key: str, value: Value) -> Row:
    if isinstance(value, tuple):
        return interview, item, key, value[1], value[0], None
    if isinstance(value, str):
        return interview, item, key, None, value, None
    return interview, item, key, float(value), None, None
