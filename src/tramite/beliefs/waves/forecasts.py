"""Forecasts of a wave, scored against what happened: how far each source can be relied on next time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.beliefs.reactions.kinds import CONTINUITY, CUSTOMER_CONTINUITY, Kind
from tramite.beliefs.reactions.told import stated
from tramite.beliefs.waves.scores import base_rate, brier, crps, crps_of_others, log_score, skill
from tramite.kernel.method import Method
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.waves import Wave

Array = NDArray[np.float64]
GROWTH_MONTHS, CONTINUITY_MONTHS = 12, 24  # what PX01, and what PR09 and CR06, ask about
_THREE = ("low", "likely", "high")


@dataclass(frozen=True, slots=True)
class ForecastScore:
    """How good the forecasts of one item were.

    Attributes:
        wave: number of the wave in which they were made.
        score, reference: mean Brier score (chances) or CRPS (three values, share of sales), and that of who only
            knows how it went for the others. log_score: mean, of chances.
        skill: 1 − score/reference; ``None`` where everybody fared alike, so that there was nothing to foretell.
        before, after: reliability of the source, now and as these scores make it.
    """

    item_id: str
    wave: int
    n: int
    score: float
    reference: float
    log_score: float | None
    skill: float | None
    setting: str
    before: float
    after: float


def score_forecasts(
    study: Study, wave: Wave, outcomes: Mapping[int, pl.DataFrame], *, method: Method
) -> tuple[ForecastScore, ...]:
    """Score what firms foretold in a wave: growth (PX01), and whether they stay (PR09, CR06).

    A firm stayed when its sales of the last year of the horizon were at least those of the year before the wave.

    Args:
        outcomes: months → ``unit_id``, ``before``, ``after`` (``books.sales_around``); without the horizons that
            the books do not reach.

    Returns: one for each item with k firms or more; fewer would tell what a firm said (METHOD §3.3).
    Source: METHOD §4.8.
    """
    then = study.of(wave)
    found = (
        *_growth(then, outcomes.get(GROWTH_MONTHS), wave, method),
        *_staying(then, outcomes.get(CONTINUITY_MONTHS), wave, method, CONTINUITY, "partner"),
        *_staying(then, outcomes.get(CONTINUITY_MONTHS), wave, method, CUSTOMER_CONTINUITY, "customer"),
    )
    return tuple(found)


def updated_reliability(before: float, found: float | None, n: int, method: Method) -> float:
    """Return r' = (k·r + n·max(0, skill))/(k + n), k the setting ``shrinkage``.

    What was held of a source counts like ten scored forecasts. One that foretells no better than the base rate
    goes towards 0, one that is never wrong towards 1; one with nothing to foretell keeps what it has.

    Source: METHOD §4.8; the rule is ours (ADR 21).
    """
    if found is None:
        return before
    return (method.shrinkage * before + n * max(0.0, found)) / (method.shrinkage + n)


def _growth(study: Study, outcomes: pl.DataFrame | None, wave: Wave, method: Method) -> Iterator[ForecastScore]:
    values = answer_parts(study.responses, item=study.bank.item("PX01"))
    joined = _by_firm(study, values, "partner", outcomes)
    if joined is None or not set(_THREE) <= set(joined.columns):
        return
    joined = joined.drop_nulls(_THREE)
    if joined.height < method.disclosure_k:
        return
    happened = (joined["after"] / joined["before"] - 1).to_numpy()
    scores = crps(joined.select(_THREE).to_numpy(), happened)
    yield _scored("PX01", wave, scores, crps_of_others(happened), None, "reliability_partner", method)


def _staying(
    study: Study, outcomes: pl.DataFrame | None, wave: Wave, method: Method, kind: Kind, side: Side
) -> Iterator[ForecastScore]:  # fmt: skip
    ((item_id, setting),) = kind.items.items()
    values = stated(study.responses, item=study.bank.item(item_id), kind=kind, study=study)
    joined = _by_firm(study, values, side, outcomes)
    if joined is None or joined.height < method.disclosure_k:
        return
    chances = joined[""].to_numpy()
    happened = (joined["after"] >= joined["before"]).cast(pl.Float64).to_numpy()
    reference = brier(base_rate(happened), happened)
    logs = float(log_score(chances, happened).mean())
    yield _scored(item_id, wave, brier(chances, happened), reference, logs, setting, method)


def _scored(
    item_id: str, wave: Wave, scores: Array, reference: Array, logs: float | None, setting: str, method: Method
) -> ForecastScore:
    n, found, before = len(scores), skill(scores, reference), float(getattr(method, setting))
    return ForecastScore(
        item_id, wave.number, n, float(scores.mean()), float(reference.mean()), logs, found, setting, before,
        updated_reliability(before, found, n, method),
    )  # fmt: skip


def _by_firm(study: Study, values: pl.DataFrame, side: Side, outcomes: pl.DataFrame | None) -> pl.DataFrame | None:
    """Return one row for each firm that foretold and whose outcome is known: its forecasts by key, its sales."""
    if outcomes is None or values.is_empty():
        return None
    firms = firm_answers(values, study.voices(side).interviews, apart_from=float("inf")).values
    wide = firms.pivot(on="key", index="unit_id", values="value").sort("unit_id")
    return wide.join(outcomes.filter(pl.col("before") > 0), on="unit_id", how="inner", maintain_order="left")
