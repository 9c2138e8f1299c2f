"""The written-down truth of a simulation: what is true, how people say it, who answers, what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Spec(_Part):
    """How one item is answered; the fields that apply depend on the scale of the item.

    Attributes:
        latent: quantity of the respondent that a score follows (``easy``, ``predictable``, ``profitable``, ``px``,
            ``cx``): at50 + slope·(latent − 50) + offset.
        mean, sd: a percentage, or a score that follows no latent quantity.
        at: mean by the value {x} that is asked.
        likely, width: middle of a three-value answer, and distance of its low and high.
        shares: mean parts of 1, drawn with Dirichlet ``strength``; for a rank, the weight of each code.
        total: mean of the amount that the shares divide, where the item asks it; ``total_sd`` of its logarithm.
        chosen: how many are ranked.
        rows: of a grid: parts (grid-share), probabilities (grid-who), or mean score (grid-0-10).
        codes: probabilities of the coded follow-up.
        know, sure: chance to know a statement; of those who are wrong, chance to be sure.
        aware: probabilities of not heard, heard, can explain.
        overstated: which overstatement applies.
    """

    latent: Annotated[str | None, Field(alias="from")] = None
    at50: float = 50.0
    slope: float = 1.0
    offset: float = 0.0
    mean: float | None = None
    sd: float = 0.0
    at: Mapping[str, float] = {}
    likely: float | None = None
    width: float = 0.0
    shares: Mapping[str, float] = {}
    strength: float = 15.0
    total: float | None = None
    total_sd: float = 0.0
    chosen: int = 0
    probabilities: Mapping[str, float] = {}
    utilities: Mapping[str, float] = {}
    rows: Mapping[str, tuple[float, ...]] = {}
    codes: Mapping[str, float] = {}
    know: float | None = None
    sure: float = 0.0
    aware: tuple[float, ...] = ()
    potential: float | None = None
    served: float = 0.0
    texts: tuple[str, ...] = ()
    overstated: str = ""


class Latent(_Part):
    """Spread of the latent quantities, and noise of the answers, in points of 0–100."""

    spread: float
    correlation: float
    noise: float
    vendor_noise: float
    lost_shift: float


class Missing(_Part):
    """Chances that an item is not answered."""

    dk: float
    ref: float
    na: float
    sensitive_ref: float


class FieldWork(_Part):
    """Days of the field and who asks.

    Attributes:
        has_issues: chance that quality control set an interview aside. status: of the others.
        interviewer_effect: standard deviation, between interviewers, of what they add to every score, in points.
        named: share of the partners that agree to be named (level a).
    """

    first_day: date
    days: int
    interviewers: tuple[str, ...]
    has_issues: float = 0.0
    status: Literal["done", "approved"] = "approved"
    interviewer_effect: float = 0.0
    named: float = 0.0


class Answering(_Part):
    """Who gives an interview when asked: logit P = logit(chance) + size·z + satisfaction·Δ/10.

    Attributes:
        partner, lost, customer, vendor: chance of one of middle size and satisfaction.
        size: per standard deviation of log sales inside the channel (z; customers and lost partners: 0).
        satisfaction: per ten points that the respondent is above (Δ) the mean of the channel.
        refused: of those who give no interview; the rest are not reached.
        reasons: of refusal.
    """

    partner: float = 1.0
    lost: float = 1.0
    customer: float = 1.0
    vendor: float = 1.0
    size: float = 0.0
    satisfaction: float = 0.0
    refused: float = 0.5
    reasons: tuple[str, ...] = ()


class Flaws(_Part):
    """Shares of interviews with one flaw each, planted after the answers.

    Attributes:
        straight: the same number to every question from 0 to 10. hurried: done in two fifths of the time.
        unknown: «don't know» to half of the questions. hundred: a share that does not come to 100.
        copied: the answers of another interview of the same role, but for the open ones.
    """

    straight: float = 0.0
    hurried: float = 0.0
    unknown: float = 0.0
    hundred: float = 0.0
    copied: float = 0.0


class Fact(_Part):
    """A statement of the quiz, with its truth and the official source."""

    en: str
    it: str
    true: bool
    source: str


class Truth(_Part):
    """All of it; ``partner``, ``customer``, ``vendor`` hold items by channel or ``all``.

    ``pillars`` and ``size_effect`` have the channels with partners, ``satisfaction`` and ``diversion`` all.
    """

    latent: Latent
    missing: Missing
    field: FieldWork
    answering: Answering = Answering()
    flaws: Flaws = Flaws()
    pillars: Mapping[str, Mapping[str, float]]
    size_effect: Mapping[str, float]
    satisfaction: Mapping[str, float]
    diversion: Mapping[str, Mapping[str, float]]
    overstatement: Mapping[str, float]
    vendor_bias: Mapping[str, float]
    roadmap: Mapping[str, str]
    facts: Mapping[str, Fact]
    partner: Mapping[str, Mapping[str, Spec]]
    customer: Mapping[str, Mapping[str, Spec]]
    vendor: Mapping[str, Mapping[str, Spec]]

    def spec(self, audience: str, channel_id: str, item_id: str) -> Spec | None:
        """Return how an audience answers an item in a channel."""
        items: Mapping[str, Mapping[str, Spec]] = getattr(self, audience)
        return items.get(channel_id, {}).get(item_id) or items["all"].get(item_id)

    def facts_table(self) -> pl.DataFrame:
        """Return the statements of the quiz, contract FACTS."""
        rows = [(fact_id, fact.en, fact.it, fact.true, fact.source) for fact_id, fact in self.facts.items()]
        texts = ("fact_id", "text_en", "text_it")
        schema = {**dict.fromkeys(texts, pl.String), "true": pl.Boolean, "source": pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row")
