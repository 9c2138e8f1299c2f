"""The Partner Experience index: is it easy, predictable and profitable to work with this vendor?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import polars as pl

from tramite.beliefs.px.estimates import MEASURES, estimate_scores
from tramite.beliefs.px.pillars import firm_scores, firms_apart, interview_scores
from tramite.beliefs.px.result import Band, Pillar, PxResult, PxScore, band
from tramite.beliefs.px.weights import pillar_weights
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.method import Method
from tramite.voices.asking.bank import PARTNER_ROLES, PILLARS, ItemBank
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.reading import Reading
from tramite.voices.estimation.scores import score_answers

__all__ = ["MEASURES", "Band", "Pillar", "PxResult", "PxScore", "Reading", "band", "px_index"]


def px_index(
    responses: pl.DataFrame,
    interviews: pl.DataFrame,
    frame: pl.DataFrame,
    *,
    bank: ItemBank,
    method: Method,
    simulated: bool = False,
    enumerative: bool = True,
    population: Literal["active", "lost"] = "active",
) -> PxResult:
    """Estimate the PX index of each channel and of all, one partner one vote and by revenue.

    Answer → score 0–100 → pillar of an interview → PX = Σ w_p·pillar_p → mean of a firm's informants → mean
    of a channel, d = N_h/n_h (vote) or d·R (revenue). Every number passes disclosure control before it
    leaves.

    Args:
        responses, interviews, frame: contracts RESPONSES, INTERVIEWS, FRAME. Counted are interviews of
            partners, done or approved, with consent, of units in the population.
        bank: items asked.
        simulated: true when a program made the answers: said in every evidence.
        enumerative: a statement on today's partners (finite-population correction), not on next year's.
        population: ``active`` partners, or the ``lost`` ones of the frame, whose experience is read apart:
            they have left, so that mixing them in would describe nobody's today.

    Source: METHOD §3.1.1–3, 5, 6; §3.2; §3.3; §3.11.6 (one side only: grade C at best).

    Raises:
        InputRefused: an answer is off its scale, an item or a unit is unknown; all such faults at once.
    """
    heard = usable_interviews(interviews, roles=PARTNER_ROLES)
    _check_units(heard, frame)
    people = frame.filter(pl.col("role").is_in(PARTNER_ROLES) & (pl.col("status") == population)).select(
        "unit_id", pl.col("channel_id").alias("domain"), "stratum", pl.col("revenue").cast(pl.Float64)
    )
    heard = heard.join(people.select("unit_id"), on="unit_id", how="semi")
    answers = responses.join(heard.select("interview_id"), on="interview_id", how="semi")
    weights = pillar_weights(answers, heard, method=method)
    by_interview = interview_scores(
        score_answers(answers, bank=bank), heard, bank=bank, weights=weights, method=method
    )
    scores = estimate_scores(
        firm_scores(by_interview), by_interview, people,
        bank=bank, method=method, simulated=simulated, enumerative=enumerative,
    )  # fmt: skip
    weakest, labels = _read(scores, method)
    silent = sorted(set(people["domain"]) - set(people.join(heard, on="unit_id", how="semi")["domain"]))
    return PxResult(scores, weights, weakest, labels, firms_apart(by_interview, method=method), tuple(silent))


def _check_units(heard: pl.DataFrame, frame: pl.DataFrame) -> None:
    unknown = heard.join(frame, on="unit_id", how="anti")["unit_id"].unique().sort()
    if len(unknown):
        raise InputRefused(
            Fault("voices/interviews", "unknown_unit", column="unit_id", value=unit) for unit in unknown
        )


def _read(scores: tuple[PxScore, ...], method: Method) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the weakest pillar and the label of each channel whose pillars and index are shown."""
    votes: dict[str, dict[str, float]] = {}
    for score in scores:
        if score.weighting == "vote" and score.estimate.value is not None:
            votes.setdefault(score.channel_id, {})[score.measure] = score.estimate.value
    weakest, labels = {}, {}
    for channel_id, values in votes.items():
        if {"px", *PILLARS} <= set(values):
            lowest = min(PILLARS, key=lambda pillar: values[pillar])
            weakest[channel_id] = lowest
            labels[channel_id] = band(values["px"], values[lowest], method=method)
    return weakest, labels
