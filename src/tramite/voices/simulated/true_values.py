"""What is true behind simulated answers, number by number: what a method should find, and what is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from scipy.special import ndtr

from tramite.voices.asking.bank import PARTNER_ROLES, PILLARS, Item, ItemBank
from tramite.voices.asking.item_shape import shape_of
from tramite.voices.simulated.people import told_by_partner, told_by_vendor, with_index
from tramite.voices.simulated.sizes import relative_sizes
from tramite.voices.simulated.truth import Spec, Truth

_SCHEMA = {
    "audience": pl.String, "channel_id": pl.String, "item_id": pl.String, "key": pl.String, "measure": pl.String,
    "true": pl.Float64, "stated": pl.Float64,
}  # fmt: skip
_DIGITS = 4
_SCORES = ("0-10", "juster", "1-5", "choice")
_DIVERSION = ("CC03", "PX10", "VX10")
_NPS = ("PR08", "CR01")
_Value = tuple[str, str, float, float]  # key, measure, true, stated


def true_values(truth: Truth, frame: pl.DataFrame, *, bank: ItemBank) -> pl.DataFrame:
    """Write down the truth by audience, channel and item.

    Scores are 0–100 on the raw scale, before they are put on the item's steps and cut at its ends; shares and
    probabilities are of 1; percentages 0–100; amounts in the currency of the case. ``stated`` holds what all would
    say: with overstatement (partners) and bias (vendor), without noise, refusals, interviewers and flaws. Pillars
    of the PX index (``PX.easy`` …) are means of their core items, one partner one vote (key ``vote``) and by sales
    (key ``revenue``), over active partners.

    Args:
        frame: contract FRAME: which channels have partners, and how large they are.

    Returns: ``audience``, ``channel_id``, ``item_id``, ``key``, ``measure``, ``true``, ``stated``.
    """
    rows: list[tuple[object, ...]] = []
    asked = set(frame["role"])
    for channel in truth.diversion:
        roles = {"customer": {"customer"}, "vendor": {"vendor"}}
        if channel in truth.pillars:
            roles["partner"] = set(PARTNER_ROLES)
        for audience, these in sorted(roles.items()):
            for item in bank.items:
                if item.core and set(item.roles) & these & asked:
                    found = _values(item, audience, channel, truth)
                    rows += [(audience, channel, item.id, *value) for value in found]
    table = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    whole = pl.concat([table, _pillars(table, truth, frame, bank)])
    return whole.with_columns(pl.col("true", "stated").round(_DIGITS))


def _values(item: Item, audience: str, channel: str, truth: Truth) -> Iterator[_Value]:
    if item.id in _DIVERSION:
        honest, stated = _destinations(item.id, channel, truth)
        yield from ((code, "share", share, stated[code]) for code, share in honest.items())
        return
    spec, bias = _spec(item, audience, channel, truth)
    if spec is None:
        return
    factor = truth.overstatement[spec.overstated] if audience == "partner" and spec.overstated else 1.0
    if spec.latent is not None and item.scale in _SCORES:
        yield from _score(item, spec, channel, bias, truth)
    elif item.scale in ("share100", "choice", "multi") and (spec.shares or spec.probabilities):
        parts = spec.shares or spec.probabilities
        whole = 1.0 if item.scale == "multi" else sum(parts.values())
        yield from ((code, "share", part / whole, part / whole) for code, part in parts.items())
        if spec.total is not None:
            yield from ((key, "money", spec.total, spec.total) for key in shape_of(item).extra_numbers)
    elif item.scale == "pct" and spec.at:
        yield from ((x, "percent", mean, mean * factor + bias) for x, mean in spec.at.items())
    elif item.scale == "pct" and spec.likely is not None:
        yield ("likely", "percent", spec.likely, spec.likely * factor)
    elif item.scale in ("pct", "juster") and spec.mean is not None:
        yield ("", "percent" if item.scale == "pct" else "score", spec.mean, spec.mean * factor + bias)


def _destinations(item_id: str, channel: str, truth: Truth) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return where spending would go as one side would tell it honestly, and as it does tell it."""
    true = truth.diversion[channel]
    if item_id == "PX10":
        return told_by_partner(true, 1.0), told_by_partner(true, truth.overstatement["diversion"])
    return true, told_by_vendor(true, truth.vendor_bias["own_channels"]) if item_id == "VX10" else true


def _spec(item: Item, audience: str, channel: str, truth: Truth) -> tuple[Spec | None, float]:
    own = truth.spec(audience, channel, item.id)
    if own is not None or audience != "vendor" or not item.mirrors:
        return own, 0.0
    heard = [mirror for mirror in item.mirrors if channel in truth.pillars or mirror.startswith("C")]
    if not heard:
        return None, 0.0
    side = "partner" if heard[0].startswith("P") else "customer"
    return truth.spec(side, channel, heard[0]), truth.vendor_bias.get(item.id, truth.vendor_bias["default"])


def _score(item: Item, spec: Spec, channel: str, bias: float, truth: Truth) -> Iterator[_Value]:
    latent = with_index({**truth.pillars.get(channel, {}), "cx": truth.satisfaction[channel]})
    if spec.latent is None or spec.latent not in latent:
        return
    score = spec.at50 + spec.slope * (latent[spec.latent] - 50) + spec.offset
    yield ("", "score", score, score + bias)
    if item.id in _NPS:
        spread = truth.latent.spread * (1.0 if spec.latent == "cx" else _index_spread(truth))
        deviation = float(np.hypot(spec.slope * spread, truth.latent.noise))
        # On the scale 0–10 a promoter says 9 or 10, from 85 of 100; a detractor 6 or less, below 65.
        promoters, detractors = 1 - ndtr((85 - score) / deviation), ndtr((65 - score) / deviation)
        nps = 100 * float(promoters - detractors)
        yield ("nps", "points", nps, nps)


def _index_spread(truth: Truth) -> float:
    """Return the standard deviation of the mean of three pillars, in units of one pillar's."""
    return float(np.sqrt((1 + 2 * truth.latent.correlation) / 3))


def _pillars(table: pl.DataFrame, truth: Truth, frame: pl.DataFrame, bank: ItemBank) -> pl.DataFrame:
    sizes = relative_sizes(frame)
    sales = dict(frame.select("unit_id", pl.col("revenue").cast(pl.Float64).fill_null(0.0)).iter_rows())
    scores = table.filter((pl.col("audience") == "partner") & (pl.col("measure") == "score"))
    rows = []
    for channel in truth.pillars:
        place = (pl.col("channel_id") == channel) & (pl.col("status") == "active")
        units = [unit for unit in frame.filter(place)["unit_id"] if sizes.get(unit) is not None]
        shift = {"vote": 0.0, "revenue": _larger(units, sizes, sales) * truth.size_effect[channel]}
        for pillar in PILLARS:
            items = [item.id for item in bank.pillar_items(pillar) if item.core]
            here = scores.filter((pl.col("channel_id") == channel) & pl.col("item_id").is_in(items))
            if here.height:
                mean = float(np.mean(here["true"].to_numpy()))
                rows += [
                    ("partner", channel, f"PX.{pillar}", weighting, "score", mean + by, mean + by)
                    for weighting, by in shift.items()
                ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _larger(units: list[str], sizes: Mapping[str, float | None], sales: Mapping[str, float]) -> float:
    """Return Σ R·z / Σ R over the active partners of a channel: how large the average euro's partner is."""
    total = sum(sales[unit] for unit in units)
    return sum(sales[unit] * (sizes[unit] or 0.0) for unit in units) / total if total > 0 else 0.0
