"""How a claim is written: the number with its ends, the verdict, the row of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tramite.beliefs.claim import Verdict
from tramite.kernel.estimate import Estimate
from tramite.kernel.provenance import Source
from tramite.reports.answer_words import domain_name
from tramite.reports.grid import Datum, RowKind
from tramite.reports.scribe import Scribe
from tramite.voices.disclosure.screening import ALL


def verdict(scribe: Scribe, found: Verdict) -> str:
    """Write a verdict."""
    return scribe.tell(f"trends.verdict_{found}")


def with_ends(scribe: Scribe, estimate: Estimate) -> str:
    """Write a number and the ends of its interval in a line of text."""
    text = scribe.figure(estimate.value, estimate.unit)
    if estimate.lower is None or estimate.upper is None:
        return text
    low, high = (scribe.figure(end, estimate.unit) for end in (estimate.lower, estimate.upper))
    return scribe.tell("trends.with_ends", value=text, low=low, high=high)


def estimate_cell(scribe: Scribe, estimate: Estimate, *, missing: str = "") -> Datum:
    """Write an estimate, or why there is none; the interviews it stands on are in the Parquet table."""
    if estimate.value is None:
        return scribe.absent(estimate.unit, missing or scribe.tell("trends.missing_ground"))
    return scribe.estimate(replace(estimate, evidence=tuple(without_ids(estimate.evidence))))


def without_ids(evidence: Iterable[Source]) -> Iterator[Source]:
    """Walk through sources without naming interviews."""
    return (replace(source, ids=()) for source in evidence)


def gap_row(scribe: Scribe, topic: str, estimate: Estimate) -> dict[str, object]:
    """Return what a difference is drawn from."""
    ends = (estimate.lower, estimate.upper)
    sure = all(end is not None for end in ends) and ((ends[0] or 0.0) > 0 or (ends[1] or 0.0) < 0)
    return {
        "topic": topic, "value": estimate.value, "lower": estimate.lower, "upper": estimate.upper, "sure": sure,
        "text": scribe.figure(estimate.value, estimate.unit),
    }  # fmt: skip


def place_name(scribe: Scribe, domain: str) -> str:
    """Name a channel, or all of them."""
    return domain_name(domain, scribe.definition, scribe.language)


def kind_of(domain: str) -> RowKind:
    """Return the kind of row of a channel, or of all."""
    return "subtotal" if domain == ALL else "line"
