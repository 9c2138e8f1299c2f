"""The latent quantities of one respondent: what the answers follow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tramite.voices.simulated.answers import Respondent
from tramite.voices.simulated.truth import Truth

PILLARS = ("easy", "predictable", "profitable")
_OWN_FATES = ("comp_same", "comp_other", "delay", "without", "stop")


def respondent(
    role: str,
    channel_id: str,
    size: float | None,
    truth: Truth,
    rng: np.random.Generator,
    *,
    mood: float | None = None,
    bias: float = 0.0,
) -> Respondent:
    """Draw one respondent.

    Args:
        size: log sales of a partner, standardised inside its channel; ``None``: a partner that was lost.
        mood: standard normal, what the satisfaction of this one follows, where it was drawn before (who answers
            may depend on it). bias: what the interviewer adds to scores and percentages, in points.
    """
    diversion = truth.diversion[channel_id]
    if role == "customer":
        satisfaction = truth.satisfaction[channel_id] + truth.latent.spread * _mood(mood, rng)
        return Respondent("customer", channel_id, {"cx": satisfaction}, truth.latent.noise, diversion, bias)
    if role == "vendor":
        means = {**truth.pillars.get(channel_id, {}), "cx": truth.satisfaction[channel_id]}
        guesses = told_by_vendor(diversion, truth.vendor_bias["own_channels"])
        return Respondent("vendor", channel_id, with_index(means), truth.latent.vendor_noise, guesses)
    shift = truth.latent.lost_shift if size is None else truth.size_effect[channel_id] * size
    rho = truth.latent.correlation
    common = _mood(mood, rng)
    own = rng.standard_normal(len(PILLARS))
    draws = truth.latent.spread * (np.sqrt(rho) * common + np.sqrt(1 - rho) * own)
    latent = {
        pillar: truth.pillars[channel_id][pillar] + shift + float(draw)
        for pillar, draw in zip(PILLARS, draws, strict=True)
    }
    stated = told_by_partner(diversion, truth.overstatement["diversion"])
    return Respondent("partner", channel_id, with_index(latent), truth.latent.noise, stated, bias)


def pleased_by(role: str, mood: float, truth: Truth) -> float:
    """Return how many points a respondent of that mood is above the mean of the channel."""
    share = 1.0 if role == "customer" else float(np.sqrt(truth.latent.correlation))
    return truth.latent.spread * share * mood


def _mood(mood: float | None, rng: np.random.Generator) -> float:
    return rng.standard_normal() if mood is None else mood


def with_index(latent: Mapping[str, float]) -> Mapping[str, float]:
    known = [latent[pillar] for pillar in PILLARS if pillar in latent]
    return {**latent, "px": float(np.mean(known))} if known else latent


def told_by_partner(diversion: Mapping[str, float], overstated: float) -> Mapping[str, float]:
    """Return the diversion as partners tell it: their codes, more to other brands, hence less to the vendor."""
    told = {code: share for code, share in diversion.items() if code not in _OWN_FATES}
    told["comp_us"] = diversion["comp_same"] * overstated
    told["comp_other"] = diversion["comp_other"] * overstated
    told["stop"] = diversion["stop"] + diversion["delay"] + diversion["without"]
    return _to_one(told)


def told_by_vendor(diversion: Mapping[str, float], own_channels: float) -> Mapping[str, float]:
    """Return the diversion as the vendor's people hope: more to the vendor's other channels."""
    return _to_one(
        {code: share * (1.0 if code in _OWN_FATES else own_channels) for code, share in diversion.items()}
    )


def _to_one(shares: Mapping[str, float]) -> Mapping[str, float]:
    total = sum(shares.values())
    return {code: share / total for code, share in shares.items()}
