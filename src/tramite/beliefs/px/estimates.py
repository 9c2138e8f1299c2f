"""From the scores of firms to the estimates of channels, through disclosure control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tramite.beliefs.px.pillars import RECOMMENDATION_ITEM
from tramite.beliefs.px.result import PxScore
from tramite.beliefs.px.weights import WEIGHT_ITEM
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import grade_voices
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Phrase, phrase
from tramite.voices.asking.bank import PILLARS, ItemBank
from tramite.voices.disclosure.screening import ALL, release, screen
from tramite.voices.estimation.means import SurveyMean, SurveyWeighting, stratified_mean
from tramite.voices.estimation.nps import net_promoter_score
from tramite.voices.estimation.population import population_for
from tramite.voices.estimation.reading import reading_level

MEASURES = (*PILLARS, "px", "recommendation", "nps")
# Measures of which one follows from the others are shown or hidden together.
_TIED = {**dict.fromkeys((*PILLARS, "px"), "index"), **dict.fromkeys(("recommendation", "nps"), "recommendation")}
_WEIGHTINGS: tuple[SurveyWeighting, ...] = ("vote", "revenue")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One mean before disclosure control; ``heard`` counts the answers, of known revenue or not."""

    channel_id: str
    measure: str
    weighting: SurveyWeighting
    mean: SurveyMean
    heard: int
    revenue_share: float | None

    @property
    def block(self) -> str:
        """Cells of a block are judged as one; a measure that nobody answered stands alone."""
        return _TIED[self.measure] if self.mean.n else self.measure


def estimate_scores(
    firms: pl.DataFrame,
    by_interview: pl.DataFrame,
    people: pl.DataFrame,
    *,
    bank: ItemBank,
    method: Method,
    simulated: bool,
    enumerative: bool,
) -> tuple[PxScore, ...]:
    """Estimate every measure of every channel in both weightings, and hide what must be hidden.

    Args:
        firms: one row per firm: ``unit_id`` and the measures, 0–100.
        by_interview: ``interview_id``, ``unit_id`` and the measures: for the evidence.
        people: the population: ``unit_id``, ``domain`` (channel), ``stratum``, ``revenue``.

    Source: METHOD §3.2, §3.3.
    """
    cells = tuple(_cells(firms, people, method, enumerative))
    verdicts = _verdicts(cells, method)
    scores = []
    for cell in cells:
        evidence = _evidence(cell, by_interview, bank, simulated)
        estimate = _estimate(cell, evidence, method, enumerative)
        reading = reading_level(cell.mean.n, cell.mean.N, method=method)
        why = verdicts[cell.channel_id, cell.weighting, cell.block] or ("few" if reading == "hidden" else "")
        if cell.heard and not cell.mean.n:
            why = "no_revenue"
        shown = release(estimate, hidden=bool(why))
        scores.append(
            PxScore(cell.channel_id, cell.measure, cell.weighting, shown, "hidden" if why else reading, why,
                    cell.mean.effective_n)
        )  # fmt: skip
    return tuple(scores)


def _cells(firms: pl.DataFrame, people: pl.DataFrame, method: Method, enumerative: bool) -> Iterator[_Cell]:
    heard = firms["unit_id"].to_list()
    whole = {
        weighting: population_for(people, heard=heard, weighting=weighting, method=method)
        for weighting in _WEIGHTINGS
    }
    channels = people["domain"].unique().sort().to_list()
    for channel_id in (*channels, ALL):
        parts = {
            weighting: whole[weighting].of(channels if channel_id == ALL else [channel_id]) for weighting in whole
        }
        answers = {weighting: part.answers(firms) for weighting, part in parts.items()}
        for measure in MEASURES:
            for weighting in _WEIGHTINGS:
                values = answers[weighting].with_columns(pl.col(measure).alias("value"))
                mean = _mean(values, parts[weighting].strata, measure, weighting, method, enumerative)
                share = _revenue_share(values, parts[weighting].people)
                yield _Cell(channel_id, measure, weighting, mean, values["value"].count(), share)


def _mean(
    values: pl.DataFrame,
    strata: pl.DataFrame,
    measure: str,
    weighting: SurveyWeighting,
    method: Method,
    enumerative: bool,
) -> SurveyMean:
    level = method.interval_level
    if measure == "nps":
        return net_promoter_score(values, strata=strata, weighting=weighting, level=level, enumerative=enumerative)
    return stratified_mean(
        values, strata=strata, weighting=weighting, level=level, enumerative=enumerative, bounds=(0.0, 100.0)
    )


def _revenue_share(values: pl.DataFrame, population: pl.DataFrame) -> float | None:
    total = float(population["revenue"].sum())
    heard = float(values.filter(pl.col("value").is_not_null())["revenue"].sum())
    return heard / total if total > 0 else None


def _verdicts(cells: tuple[_Cell, ...], method: Method) -> Mapping[tuple[str, str, str], str]:
    """Judge each block of tied measures at once, by the least answered and the most dominated of them."""
    table = pl.DataFrame(
        {
            "channel_id": [cell.channel_id for cell in cells],
            "weighting": [cell.weighting for cell in cells],
            "block": [cell.block for cell in cells],
            "n": [cell.mean.n for cell in cells],
            "weight": [cell.mean.weight for cell in cells],
            "largest_share": [cell.mean.largest_share for cell in cells],
            "effective_n": [cell.mean.effective_n for cell in cells],
        }
    )
    keys = ["channel_id", "weighting", "block"]
    blocks = table.group_by(keys, maintain_order=True).agg(
        pl.col("n", "weight", "effective_n").min(), pl.col("largest_share").max()
    )
    judged = screen(blocks, method=method, margins=("channel_id",), within=("weighting", "block"))
    return {
        (row["channel_id"], row["weighting"], row["block"]): row["why"] or ""
        for row in judged.iter_rows(named=True)
    }


def _estimate(cell: _Cell, evidence: Source, method: Method, enumerative: bool) -> Estimate:
    mean = cell.mean
    unit: Unit = "points" if cell.measure == "nps" else "score"
    correction = "census" if mean.census else "enumerative" if enumerative else "analytic"
    return Estimate(
        value=mean.value, lower=mean.lower, upper=mean.upper, level=method.interval_level, n=mean.n, N=mean.N,
        unit=unit, weighting=cell.weighting, evidence=(evidence,),
        method=phrase(
            "px.method", mean=Phrase(f"px.method_{cell.weighting}"), correction=Phrase(f"px.method_{correction}")
        ),
        grade=grade_voices(mean.n, cell.revenue_share, False, method),
    )  # fmt: skip


def _evidence(cell: _Cell, by_interview: pl.DataFrame, bank: ItemBank, simulated: bool) -> Source:
    units = pl.Series(cell.mean.units, dtype=pl.String)
    of_these = pl.col("unit_id").is_in(units.implode())
    answered = by_interview.filter(of_these & pl.col(cell.measure).is_not_null())
    return Source(
        "interviews", ", ".join(items_of(cell.measure, bank)), ids=tuple(answered["interview_id"].sort()),
        simulated=simulated,
    )  # fmt: skip


def items_of(measure: str, bank: ItemBank) -> tuple[str, ...]:
    """Return the items that a measure is made of."""
    if measure in ("recommendation", "nps"):
        return (RECOMMENDATION_ITEM,)
    pillars = PILLARS if measure == "px" else tuple(pillar for pillar in PILLARS if pillar == measure)
    items = tuple(item.id for pillar in pillars for item in bank.pillar_items(pillar))
    return (*items, WEIGHT_ITEM) if measure == "px" else items
