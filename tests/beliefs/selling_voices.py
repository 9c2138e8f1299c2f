"""Voices on selling, roles and paradigm, made by hand: clearly invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tramite.beliefs.selling.axes import STEPS
from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.study import Study

BANK = load_bank()
METHOD = Method()
FUNCTIONS = tuple(choice.code for choice in BANK.choices_of("functions"))
LEADERS = {"p": "partner", "j": "joint", "v": "vendor", "o": "other"}
Row = tuple[str, str, str, float | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Firm:
    """One partner and what it says; what is ``None`` is not answered.

    Attributes:
        steps: who leads lead, needs, presales, price, renewal, a letter each: p, j, v, o.
        joint, complement, indispensable, access: per cent (PS04, PS06, PS07, PS08).
        done: per cent of every function that it does, the vendor doing the rest (PS01).
        first: reason that it puts first (PS09). recurring: per cent (PM01). practices: PM02. wanted: PM04.
    """

    unit_id: str
    channel_id: str = "shops"
    steps: str | None = "ppppp"
    joint: float | None = 0
    title: str | None = "resale"
    complement: float | None = 0
    indispensable: float | None = None
    access: float | None = 40
    done: float | None = 60
    first: str | None = "access"
    recurring: float | None = 0
    practices: Sequence[str] | None = ("visits",)
    wanted: str | None = "partnership"
    revenue: float | None = 100.0
    level: str | None = None
    role: str = "reseller"
    day: date = date(2024, 11, 4)
    more: Sequence[tuple[str, str, float | None, str | None]] = ()

    def rows(self, interview: str) -> Iterable[Row]:
        """Walk through the answers."""
        for step, leader in zip(STEPS, self.steps or "", strict=False):
            yield (interview, "PS03", step, None, LEADERS[leader], None)
        for item, number in (("PS04", self.joint), ("PS06", self.complement), ("PS07", self.indispensable),
                             ("PS08", self.access)):  # fmt: skip
            if number is not None:
                yield (interview, item, "", float(number), None, None)
        chosen = {"PS05": self.title, "PM04": self.wanted}
        yield from ((interview, item, "", None, text, None) for item, text in chosen.items() if text is not None)
        yield from self._work(interview)
        for item, key, number, text in self.more:
            yield (interview, item, key, number, text, None)

    def _work(self, interview: str) -> Iterable[Row]:
        for function in FUNCTIONS if self.done is not None else ():
            for party, share in (("partner", self.done or 0), ("vendor", 100 - (self.done or 0)), ("other", 0)):
                yield (interview, "PS01", f"{function}.{party}", float(share), None, None)
        yield from ranked(interview, "PS09", self.first)
        if self.recurring is not None:
            yield (interview, "PM01", "subscription", float(self.recurring), None, None)
            yield (interview, "PM01", "oneoff", 100.0 - self.recurring, None, None)
        for practice in self.practices or ():
            yield (interview, "PM02", practice, 1.0, None, None)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the vendor's people and what it says of a channel.

    Attributes:
        inhouse: per cent of sales that each function would cost in-house (VS02). wanted: VM04.
    """

    unit_id: str
    channel_id: str = "shops"
    steps: str | None = "ppppp"
    access: float | None = 40
    first: str | None = "access"
    inhouse: float | None = None
    spent: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(FUNCTIONS, 10.0))
    wanted: str | None = "partnership"

    def rows(self, interview: str) -> Iterable[Row]:
        """Walk through the answers."""
        for step, leader in zip(STEPS, self.steps or "", strict=False):
            yield (interview, "VS03", step, None, LEADERS[leader], None)
        if self.access is not None:
            yield (interview, "VS08", "", float(self.access), None, None)
        yield from ranked(interview, "VS09", self.first)
        for function, share in self.spent.items():
            yield (interview, "VS02", function, share, None, None)
            if self.inhouse is not None:
                yield (interview, "VS02", f"inhouse.{function}", self.inhouse, None, None)
        if self.wanted is not None:
            yield (interview, "VM04", "", None, self.wanted, None)


def ranked(interview: str, item: str, first: str | None) -> Iterable[Row]:
    """Put one reason first, the others after it."""
    if first is not None:
        others = [role for role in ("cost", "access", "complement") if role != first]
        for place, role in enumerate((first, *others), 1):
            yield (interview, item, role, float(place), None, None)


def study_of(
    firms: Sequence[Firm],
    colleagues: Sequence[Colleague] = (),
    buyers: Sequence[tuple[str, str, str]] = (),
    *,
    silent: Mapping[str, int] | None = None,
    method: Method = METHOD,
) -> Study:
    """Put them together. Firms of the same ``unit_id`` are informants of one.

    Args:
        buyers: customers: who, in which channel, and the form that each prefers (CX05).
        silent: partners of each channel that were not heard.
    """
    rows: list[Row] = []
    interviews: list[tuple[object, ...]] = []
    units: dict[str, tuple[object, ...]] = {}
    for n, firm in enumerate(firms):
        interviews.append((f"p{n}", firm.unit_id, firm.role, firm.channel_id, firm.day, firm.level))
        units[firm.unit_id] = (firm.unit_id, firm.role, firm.channel_id, firm.revenue)
        rows += firm.rows(f"p{n}")
    for n, person in enumerate(colleagues):
        interviews.append((f"v{n}", person.unit_id, "vendor", person.channel_id, date(2024, 11, 4), None))
        units[person.unit_id] = (person.unit_id, "vendor", person.channel_id, None)
        rows += person.rows(f"v{n}")
    for n, (unit, channel, form) in enumerate(buyers):
        interviews.append((f"c{n}", unit, "customer", channel, date(2024, 11, 4), None))
        units[unit] = (unit, "customer", channel, 10.0)
        rows.append((f"c{n}", "CX05", "", None, form, None))
    for channel, count in (silent or {}).items():
        for n in range(count):
            units[f"silent-{channel}-{n}"] = (f"silent-{channel}-{n}", "reseller", channel, 100.0)
    heard = pl.DataFrame(
        interviews, orient="row", infer_schema_length=None,
        schema=["interview_id", "unit_id", "role", "channel_id", "date", "level"],
    ).with_columns(pl.lit("approved").alias("status"), pl.lit(True).alias("consent"),
                   pl.col("level").cast(pl.String))  # fmt: skip
    frame = pl.DataFrame(
        list(units.values()), schema=["unit_id", "role", "channel_id", "revenue"], orient="row",
        infer_schema_length=None,
    ).with_columns(
        pl.lit("rest").alias("stratum"), pl.lit(None, pl.Float64).alias("potential"),
        pl.lit("active").alias("status"), pl.col("revenue").cast(pl.Float64),
    )  # fmt: skip
    responses = pl.DataFrame(
        rows, orient="row", infer_schema_length=None,
        schema={"interview_id": pl.String, "item_id": pl.String, "key": pl.String, "number": pl.Float64,
                "text": pl.String, "missing": pl.String},
    )  # fmt: skip
    return Study(responses, heard, frame, bank=BANK, method=method, simulated=True)
