"""Does a channel give its customers what they choose by? Service outputs weighed by criteria of choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.combined import combined
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.study import Study

OUTPUTS: Final = ("lot", "space", "wait", "variety", "service", "info")
# Which criterion of choice (CN02) asks for which service output (CN03).
OUTPUT_OF: Final[Mapping[str, str]] = {
    "delivery": "wait", "near": "space", "online": "space", "range": "variety", "solution": "variety",
    "advice": "service", "person": "service", "after": "service", "info": "info",
}  # fmt: skip
UNSERVED: Final = ("price", "reliable", "terms")  # criteria that no service output answers
_SCORE = (0.0, 100.0)


@dataclass(frozen=True, slots=True)
class ChannelFit:
    """How a channel serves its own customers.

    Attributes:
        outputs: service output → rating 0–100 (CN03).
        weights: service output → its part in what customers choose by; they sum to 1. Empty where hidden.
        fit: Σ weight·rating, 0–100.
        complex_needs: share of customers who call their need complex; ``None`` where nobody was asked.
    """

    channel_id: str
    outputs: Mapping[str, MeasureCell]
    weights: Mapping[str, float]
    fit: MeasureCell | None
    complex_needs: MeasureCell | None


def channel_fits(study: Study) -> tuple[ChannelFit, ...]:
    """Estimate how each channel fits what its customers choose by: F = Σ_m w_m·r_m.

    r_m is the mean rating of output m (CN03), w_m ∝ Σ (1 + b_j)/2 over the criteria j that ask for it, b_j the
    best-worst score (CN02). The interval is that of the ratings, weights held fixed. Lot size has no criterion on
    the card, and price, reliability and terms no output: they are outside the fit.

    Source: requirements R45, R48; METHOD §3.9 (B12); service outputs after Bucklin 1966, Coughlan et al. 2006.
    """
    cards = study.table("CN02", "customer")
    rated = {output: output_table(study, output) for output in OUTPUTS}
    domains = dict.fromkeys(cell.domain for table in rated.values() for cell in table.cells)
    hard = complex_table(study)
    return tuple(_fit(study, domain, cards, rated, hard) for domain in domains)


def output_table(study: Study, output: str) -> MeasureTable:
    """Estimate the rating of one service output, 0–100, by channel of the customers."""
    rated = answer_parts(study.responses, item=study.bank.item("CN03")).filter(pl.col("key") == output)
    values = rated.with_columns(key=pl.lit(""))
    return study.measure(values, Measure(f"CN03.{output}", ("CN03",), _SCORE, "score"), "customer")


def complex_table(study: Study) -> MeasureTable:
    """Estimate the share of customers who call their need complex (CN01), by channel."""
    least = study.method.b12_complex_from * 10
    needs = item_values(study.responses, item=study.bank.item("CN01"), bank=study.bank)
    hard = needs.with_columns(value=(pl.col("value") >= least).cast(pl.Float64))
    return study.measure(hard, Measure("complex", ("CN01",), (0.0, 1.0), "share", "share"), "customer")


def criteria_weights(scores: Mapping[str, float]) -> dict[str, float]:
    """Return what each service output weighs: Σ (1 + b)/2 of its criteria, in proportion; empty without any.

    Args:
        scores: criterion → best-worst score b, −1 to 1.
    """
    raw: dict[str, float] = {}
    for card, score in scores.items():
        if card in OUTPUT_OF:
            raw[OUTPUT_OF[card]] = raw.get(OUTPUT_OF[card], 0.0) + (1 + score) / 2
    whole = sum(raw.values())
    return {output: part / whole for output, part in raw.items()} if whole > 0 else {}


def _fit(
    study: Study, domain: str, cards: MeasureTable, rated: Mapping[str, MeasureTable], hard: MeasureTable
) -> ChannelFit:
    outputs = {output: cell for output, table in rated.items() for cell in table.cells if cell.domain == domain}
    scores = {
        cell.key: cell.estimate.value for cell in cards.cells
        if cell.domain == domain and cell.estimate.value is not None
    }  # fmt: skip
    weights = criteria_weights(scores)
    needs = next((cell for cell in hard.cells if cell.domain == domain), None)
    fit = None
    if weights and set(weights) <= set(outputs):
        joint = study.measure(
            _weighed(study, weights), Measure("fit", ("CN02", "CN03"), _SCORE, "score"), "customer"
        )
        here = next((cell for cell in joint.cells if cell.domain == domain), None)
        parts = [(weight, outputs[output]) for output, weight in weights.items()]
        fit = None if here is None else combined(parts, here, bounds=_SCORE)
    return ChannelFit(domain, outputs, weights, fit, needs)


def _weighed(study: Study, weights: Mapping[str, float]) -> pl.DataFrame:
    """Return Σ weight·rating by interview, of those who rated every output that has a weight."""
    table = pl.DataFrame({"key": list(weights), "weight": list(weights.values())})
    rated = answer_parts(study.responses, item=study.bank.item("CN03")).join(table, on="key", how="inner")
    sums = rated.sort("interview_id", "key").group_by("interview_id", maintain_order=True).agg(
        pl.len().alias("rated"), value=(pl.col("weight") * pl.col("value")).sum()
    )  # fmt: skip
    return sums.filter(pl.col("rated") == len(weights)).select("interview_id", key=pl.lit(""), value="value")
