"""What a case says of itself: vendor, channels and who sells to whom, goals, method overrides (``case.toml``)."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tramite.kernel.method import Method
from tramite.kernel.wording import Language

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
_MASTER: Final = re.compile(r"local\[(?:\*|[1-9][0-9]{0,2})\]|spark://127\.0\.0\.1:[1-9][0-9]{0,4}")
_MEMORY: Final = re.compile(r"[1-9][0-9]{0,2}g")
ChannelKind = Literal[
    "sales-force", "agents", "distributors", "resellers", "branches", "retail", "franchise", "web", "marketplace"
]


class Strict(BaseModel):
    """A part of a case file: frozen, and no field that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Name(Strict):
    """A name in both languages."""

    en: str
    it: str

    def say(self, language: Language = "en") -> str:
        """Return the name in a language."""
        return self.it if language == "it" else self.en


class Uncertain(Strict):
    """A quantity that somebody assumes: triangular between ``low`` and ``high``, with who says so and why."""

    low: float
    likely: float
    high: float
    source: Name | Annotated[str, StringConstraints(min_length=3)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise ValueError("low ≤ likely ≤ high")
        return self


def _shares(quantity: Uncertain) -> Uncertain:
    if quantity.low < 0 or quantity.high > 1:
        raise ValueError("0 ≤ low, high ≤ 1")
    return quantity


def _not_negative(quantity: Uncertain) -> Uncertain:
    if quantity.low < 0:
        raise ValueError("0 ≤ low")
    return quantity


def _positive(quantity: Uncertain) -> Uncertain:
    if quantity.low <= 0:
        raise ValueError("0 < low")
    return quantity


UncertainShare = Annotated[Uncertain, AfterValidator(_shares)]
UncertainAmount = Annotated[Uncertain, AfterValidator(_not_negative)]
UncertainPositive = Annotated[Uncertain, AfterValidator(_positive)]


Function = Literal[
    "possession", "ownership", "promotion", "negotiation", "financing", "risk", "ordering", "payment",
    "information", "aftersales",
]  # fmt: skip


class Channel(Strict):
    """One way to the market.

    Attributes:
        reach: ``direct``, the vendor invoices the end customer; ``indirect``, a partner stands between.
        medium: where the sale is made.
        end_customer: who buys at the end.
        sells_to: ``end-customer``, or the ids of channels that this one feeds. A channel that only feeds others
            (a sales force that serves resellers) has no sales of its own: its costs go to those it serves.
        end_price_share: what end customers are assumed to pay, as a share of the list price, where no sell-out
            tells it; without either, shifts of spending from or to the channel are not evaluable.
        agreement: collective agreement that governs the contracts of agents (AEC Commercio 2025, AEC Industria
            2014, another or none); it decides which rules of law are flagged. Left out: nobody has said.
        target_cm2: contribution margin 2 per euro of net sales that the vendor aims at here.
    """

    id: Identifier
    name: Name
    kind: ChannelKind
    reach: Literal["direct", "indirect"]
    medium: Literal["physical", "online"]
    end_customer: Literal["business", "consumer", "both"]
    sells_to: tuple[str, ...] = ("end-customer",)
    end_price_share: UncertainPositive | None = None
    agreement: Literal["aec-commerce", "aec-industry", "other"] | None = None
    target_cm2: Annotated[float, Field(gt=-1, lt=1)] | None = None

    @property
    def sells(self) -> bool:
        """Whether sales to end customers pass here, so that it has an income statement of its own."""
        return "end-customer" in self.sells_to


class Named(Strict):
    """A segment, product line or goal: id and name."""

    id: Identifier
    name: Name


class Simulated(Strict):
    """Which part of the case was made by a program, and how: printed on every page it touches."""

    books: bool = False
    voices: bool = False
    note: Name | None = None


class Serving(Strict):
    """The people who serve partners: what their time costs.

    Attributes:
        cost_per_minute: cost of the serving capacity / its practical minutes (Kaplan & Anderson 2004), for touches
            whose cost is not booked.
        practical_minutes: minutes a month that they can serve at most; what costs split by ``minutes`` leave
            unused stays under no channel.
    """

    cost_per_minute: UncertainAmount | None = None
    practical_minutes: Annotated[float, Field(gt=0)] | None = None


def _master(address: str) -> str:
    if not _MASTER.fullmatch(address):
        raise ValueError("local[*] | local[2] | spark://127.0.0.1:7077")
    return address


def _memory(amount: str) -> str:
    if not _MEMORY.fullmatch(amount):
        raise ValueError("1g … 999g")
    return amount


class EngineSettings(Strict):
    """What computes the books; all but ``kind`` is for Spark alone.

    A case may come from somebody else, so that it can neither name another machine, where its books would be sent,
    nor hand options to Java.

    Attributes:
        master: Spark in this program (``local[*]``: all processors), or a cluster of this machine.
        memory: of the process that computes, as ``4g``. partitions: into how many parts rows are spread to be
            grouped.
    """

    kind: Literal["duckdb", "spark"] = "duckdb"
    master: Annotated[str, AfterValidator(_master)] = "local[*]"
    memory: Annotated[str, AfterValidator(_memory)] = "2g"
    partitions: Annotated[int, Field(ge=1, le=10_000)] = 64

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        if self.kind == "duckdb" and self.model_fields_set - {"kind"}:
            raise ValueError('kind = "spark"')
        return self


class CaseDefinition(Strict):
    """The content of ``case.toml``.

    Attributes:
        notes: what whoever prepared the books wants read beside the income statement.
        benefits: functions whose benefit to end customers is not medium (efficiency template; METHOD §3.5).
        ledger_note: why the books and the general ledger differ, beside the printed difference.
    """

    name: Name
    vendor: str
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    language: Language = "it"
    as_of: date
    seed: Annotated[int, Field(ge=0)] = 1
    origin: Name | None = None
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    segments: tuple[Named, ...] = ()
    lines: tuple[Named, ...] = ()
    goals: tuple[Named, ...] = ()
    notes: tuple[Name, ...] = ()
    ledger_note: Name | None = None
    simulated: Simulated = Simulated()
    serving: Serving = Serving()
    benefits: dict[Function, Literal["low", "medium", "high"]] = {}
    engine: EngineSettings = EngineSettings()
    method_overrides: Annotated[dict[str, float], Field(alias="method")] = {}

    @property
    def method(self) -> Method:
        """Settings of the method, with the overrides of this case."""
        return Method().overridden(self.method_overrides)

    @property
    def selling_channels(self) -> tuple[Channel, ...]:
        """Channels with an income statement of their own, in the order of ``case.toml``."""
        return tuple(channel for channel in self.channels if channel.sells)

    def channel(self, channel_id: str) -> Channel:
        """Return a channel by id; ``KeyError`` if there is none."""
        return {channel.id: channel for channel in self.channels}[channel_id]
