"""The written-down truth of a simulation, read from ``truth.toml`` and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Annotated

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
    """Strata, interviews wanted, and days of the field."""

    first_day: date
    days: int
    large_revenue_share: float
    done_large: int
    done_small: int
    done_lost: int
    done_customers: int
    customers_per_channel: int
    interviewers: tuple[str, ...]
    has_issues: float


class Response(_Part):
    """Chance of an interview by size and channel; what becomes of the others."""

    large: Mapping[str, float]
    small: Mapping[str, float]
    lost: Mapping[str, float]
    customer: Mapping[str, float]
    refused: float
    replaced: float


class Fact(_Part):
    """A statement of the quiz, with its truth and the official source."""

    en: str
    it: str
    true: bool
    source: str


class Truth(_Part):
    """All that ``truth.toml`` says; ``partner``, ``customer``, ``vendor`` hold items by channel or ``all``."""

    latent: Latent
    missing: Missing
    field: FieldWork
    response: Response
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


def read_truth(text: str) -> Truth:
    """Read the text of ``truth.toml``."""
    return Truth.model_validate(tomllib.loads(text))
