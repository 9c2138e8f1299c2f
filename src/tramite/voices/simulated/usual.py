"""The usual truth, and a truth for the channels of any case: its numbers by chance, from a seed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import numpy as np

from tramite.kernel.case import CaseDefinition
from tramite.voices.simulated.truth import Truth

_WEEKS = 4
_AUDIENCES = ("partner", "customer", "vendor")
_PILLARS = ("easy", "predictable", "profitable")
# Of what does not stay with the vendor when a channel closes: another brand here or elsewhere, later, never.
_LEAVING = {"comp_same": 0.50, "comp_other": 0.28, "delay": 0.10, "without": 0.05, "stop": 0.07}


def with_usual(own: Mapping[str, Any]) -> Truth:
    """Return a truth: what is written, and for the rest the usual one (``usual.toml``).

    Args:
        own: content of a ``truth.toml``. Its parts go before the usual ones; items one by one, channel by channel.

    Raises:
        pydantic.ValidationError: something is missing, unknown, or not what it should be.
    """
    return Truth.model_validate(_over(usual(), own))


def usual() -> dict[str, Any]:
    """Read ``usual.toml``."""
    return tomllib.loads((files("tramite.voices.simulated") / "usual.toml").read_text(encoding="utf-8"))


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**base, **own}
    for audience in _AUDIENCES:
        one, two = base.get(audience, {}), own.get(audience, {})
        if isinstance(two, dict):
            merged[audience] = {place: {**one.get(place, {}), **two.get(place, {})} for place in {**one, **two}}
    return merged


def truth_of(
    definition: CaseDefinition,
    *,
    channels: tuple[str, ...],
    partner_channels: tuple[str, ...],
    own: Mapping[str, Any],
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Return the content of a whole truth for a case: by chance for each channel, unless the case says it.

    Pillars U(42, 72), satisfaction U(50, 76), effect of size U(−4, 6) points per standard deviation; of a closed
    channel's spending 25–60% stays with the vendor's other channels.

    Args:
        channels: all that respondents are asked about. partner_channels: those with partners.
        own: content of the case's ``truth.toml``.
    """
    selling = tuple(channel.id for channel in definition.selling_channels)
    drawn: dict[str, Any] = {
        "pillars": {c: {pillar: _round(rng.uniform(42, 72)) for pillar in _PILLARS} for c in partner_channels},
        "size_effect": {c: _round(rng.uniform(-4, 6)) for c in partner_channels},
        "satisfaction": {c: _round(rng.uniform(50, 76)) for c in channels},
        "diversion": {c: _diversion(c, selling, rng) for c in channels},
        "roadmap": {},
        "facts": {},
        "customer": {c: _split(c, selling, rng) for c in channels},
        "partner": {"all": _lists(definition, "PI01", "PI08")},
        "vendor": {"all": _lists(definition, "VI01", "VI08")},
    }
    base = _over(usual(), drawn)
    base["field"] = {"first_day": _monday_before(definition.as_of), **base["field"]}
    return _over(base, own)


def _monday_before(day: date) -> date:
    """Return the Monday four weeks before the week of a day: the field ends where the books do."""
    return day - timedelta(days=day.weekday() + 7 * _WEEKS)


def _round(value: float) -> float:
    return round(float(value), 1)


def _diversion(channel: str, selling: tuple[str, ...], rng: np.random.Generator) -> dict[str, float]:
    others = [other for other in selling if other != channel]
    stays = float(rng.uniform(0.25, 0.60)) if others else 0.0
    parts = rng.dirichlet(np.ones(len(others)) * 4) if others else np.empty(0)
    shares = {other: round(stays * float(part), 3) for other, part in zip(others, parts, strict=True)}
    left = 1 - sum(shares.values())
    return shares | {fate: round(left * share, 4) for fate, share in _LEAVING.items()}


def _split(channel: str, selling: tuple[str, ...], rng: np.random.Generator) -> dict[str, Any]:
    """Where a customer of a channel buys today (CC01) and would like to (CC02): mostly here."""
    others = [other for other in selling if other != channel]
    result = {}
    for item, low, high in (("CC01", 0.65, 0.8), ("CC02", 0.5, 0.7)):
        here = float(rng.uniform(low, high)) if others else 1.0
        parts = rng.dirichlet(np.ones(len(others)) * 4) if others else np.empty(0)
        shares = {other: round((1 - here) * float(part), 3) for other, part in zip(others, parts, strict=True)}
        result[item] = {"shares": {channel: round(here, 3), **shares}, "strength": 10}
    return result


def _lists(definition: CaseDefinition, products: str, segments: str) -> dict[str, Any]:
    """What partners sell most, and whom they serve: lines and segments of the case, one as likely as another."""
    lists = {products: definition.lines, segments: definition.segments}
    return {item: {"probabilities": {one.id: 0.4 for one in named}} for item, named in lists.items() if named}
