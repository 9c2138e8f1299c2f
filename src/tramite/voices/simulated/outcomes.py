"""Who gives an interview: non-response that depends on size and satisfaction, as written in the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import expit, logit

from tramite.voices.simulated.people import pleased_by
from tramite.voices.simulated.sizes import relative_sizes
from tramite.voices.simulated.truth import Answering, Truth

_REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The sample with its outcomes (contract SAMPLE), and the mood of each unit that was asked."""

    sample: pl.DataFrame
    moods: Mapping[str, float]


def simulate_outcomes(
    frame: pl.DataFrame, sample: pl.DataFrame, *, truth: Truth, rng: np.random.Generator, wanted: int | None = None
) -> Outcomes:
    """Ask those drawn, in their order: logit P(interview) = logit(chance) + size·z + satisfaction·Δ/10.

    Args:
        frame, sample: contracts FRAME, SAMPLE; of the outcomes that stand there only «replaced» is kept.
        wanted: stop asking after so many interviews, spread over the strata as the sample is; who is not asked
            stays ``pending``. ``None``: all are asked.

    Source: METHOD §3.2 (what weighting cannot mend), §4.2f.
    """
    places = frame.select("unit_id", "role", "channel_id", "status", "stratum")
    asked = sample.select("unit_id", "order", "outcome").join(places, on="unit_id", validate="1:1").sort("order")
    sizes = relative_sizes(frame)
    enough = _enough(asked, wanted)
    done: dict[str, int] = {}
    outcomes: dict[str, tuple[str, str | None]] = {}
    moods: dict[str, float] = {}
    for unit in asked.iter_rows(named=True):
        stratum, unit_id = unit["stratum"], unit["unit_id"]
        mood, chance, excuse = rng.standard_normal(), rng.random(), rng.random()
        if unit["outcome"] == _REPLACED or done.get(stratum, 0) >= enough.get(stratum, asked.height):
            outcomes[unit_id] = (unit["outcome"] if unit["outcome"] == _REPLACED else "pending", None)
            continue
        moods[unit_id] = float(mood)
        given = chance < _chance(unit, sizes.get(unit_id), float(mood), truth)
        outcomes[unit_id] = ("done", None) if given else _no(truth.answering, excuse, rng)
        done[stratum] = done.get(stratum, 0) + given
    reason = {unit_id: why for unit_id, (_, why) in outcomes.items()}
    result = {unit_id: outcome for unit_id, (outcome, _) in outcomes.items()}
    answered = sample.with_columns(
        outcome=pl.col("unit_id").replace_strict(result, return_dtype=pl.String),
        reason=pl.col("unit_id").replace_strict(reason, return_dtype=pl.String),
    )
    return Outcomes(answered, moods)


def _enough(asked: pl.DataFrame, wanted: int | None) -> Mapping[str, int]:
    """Share out the interviews wanted over the strata: by largest remainder, one at least where there is room."""
    if wanted is None:
        return {}
    sizes = dict(asked.group_by("stratum").len().sort("stratum").iter_rows())
    total = sum(sizes.values())
    ideal = {stratum: wanted * size / total for stratum, size in sizes.items()}
    shares = {stratum: int(part) for stratum, part in ideal.items()}
    by_rest = sorted(ideal, key=lambda stratum: (-(ideal[stratum] - shares[stratum]), stratum))
    for stratum in by_rest[: max(wanted - sum(shares.values()), 0)]:
        shares[stratum] += 1
    return shares


def _chance(unit: Mapping[str, str], size: float | None, mood: float, truth: Truth) -> float:
    answering = truth.answering
    if unit["role"] == "vendor":
        return answering.vendor
    kind = "customer" if unit["role"] == "customer" else "lost" if unit["status"] == "lost" else "partner"
    base = {"customer": answering.customer, "lost": answering.lost, "partner": answering.partner}[kind]
    pleased = pleased_by(unit["role"], mood, truth)
    return float(expit(logit(base) + answering.size * (size or 0.0) + answering.satisfaction * pleased / 10))


def _no(answering: Answering, excuse: float, rng: np.random.Generator) -> tuple[str, str | None]:
    if excuse >= answering.refused:
        return "not_reached", None
    return "refused", str(rng.choice(answering.reasons)) if answering.reasons else None
