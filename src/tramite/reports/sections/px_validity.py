"""What PX goes together with: recommendation, continuity, growth in the books (METHOD §3.1.4)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.px.validity import OUTCOMES, Correlation, Outcome, PxValidity
from tramite.reports.charts.answers import dot_row, ranked_chart
from tramite.reports.grades import grade_note
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Picture, Words
from tramite.voices.disclosure.screening import ALL


def px_validity_blocks(scribe: Scribe) -> Iterator[Block]:
    """Write the rank correlations: in words, as a picture, as a table, and what they do not tell."""
    yield Heading("relationship-validity", scribe.tell("relationship.validity"))
    found = scribe.dossier.beliefs.px_validity
    if found is None:
        yield Words(scribe.tell("relationship.validity_missing"), tone="absent")
        return
    level = scribe.level(scribe.method.interval_level)
    lead = scribe.tell("relationship.validity_lead", level=level, n=scribe.method.validation_min_n)
    asked = {one.outcome for one in found.correlations}
    yield Words(lead, points=tuple(_sentence(scribe, outcome, found, asked) for outcome in OUTCOMES))
    shown = [one for one in found.correlations if one.channel_id == ALL and not one.hidden_because]
    if shown:
        series = scribe.channel(ALL)
        rows = [dot_row(one.estimate, topic=_name(scribe, one.outcome), series=series) for one in shown]
        names = [_name(scribe, one.outcome) for one in shown]
        axis = scribe.tell("relationship.rho_axis")
        drawn = ranked_chart(scribe, rows, parts=names, series=[series], axis=axis, unit="ratio")
        title, about = scribe.tell("relationship.validity_caption"), scribe.tell("relationship.validity_about")
        yield Picture("relationship-validity-chart", title, about, drawn)
    if found.correlations:
        yield _grid(scribe, found)
    yield Words(scribe.tell("relationship.validity_limits"))


def _name(scribe: Scribe, outcome: Outcome) -> str:
    return scribe.tell(f"relationship.outcome_{outcome}")


def _sentence(scribe: Scribe, outcome: Outcome, found: PxValidity, asked: set[Outcome]) -> str:
    name = _name(scribe, outcome)
    if outcome not in asked:
        needs = scribe.tell(f"relationship.needs_{outcome}")
        return scribe.tell("relationship.verdict_absent", outcome=name, needs=needs)
    one = found.of(outcome)
    if one.verdict == "hidden":
        return scribe.tell("relationship.verdict_hidden", outcome=name, why=_why(scribe, one))
    rho, low, high = (_rounded(scribe, x) for x in (one.estimate.value, one.estimate.lower, one.estimate.upper))
    return scribe.tell(
        f"relationship.verdict_{one.verdict}", outcome=name, rho=rho, low=low, high=high, n=one.estimate.n
    )


def _why(scribe: Scribe, one: Correlation) -> str:
    key = f"hidden_{one.hidden_because}"
    return scribe.tell(f"relationship.{key}") if one.hidden_because in ("few_pairs", "alike") else scribe.px(key)


def _rounded(scribe: Scribe, value: float | None) -> str:
    """Write a correlation with two decimals: a third would say nothing."""
    return scribe.figure(None if value is None else round(value, 2), "ratio")


def _grid(scribe: Scribe, found: PxValidity) -> Grid:
    told = {(one.outcome, one.channel_id): one for one in found.correlations}
    channels = tuple(dict.fromkeys(channel for _, channel in told))
    outcomes = [outcome for outcome in OUTCOMES if (outcome, ALL) in told]
    rows = tuple(
        Row(scribe.channel(channel), tuple(_cell(scribe, told.get((outcome, channel))) for outcome in outcomes),
            "subtotal" if channel == ALL else "line")
        for channel in channels
    )  # fmt: skip
    headers = (scribe.say("channel"), *(_name(scribe, outcome) for outcome in outcomes))
    notes = tuple(
        f"{_name(scribe, outcome)}: {scribe.tell(f'relationship.outcome_{outcome}_about')}."
        for outcome in outcomes
    )
    caption = scribe.tell("relationship.validity_caption")
    graded = grade_note(scribe, (one.estimate for one in found.correlations))
    return Grid("relationship-validity-rho", "px_validity", caption, headers, rows, (*notes, *graded))


def _cell(scribe: Scribe, one: Correlation | None) -> Datum:
    if one is None:
        return scribe.words("–")
    if one.hidden_because:
        return Datum(scribe.tell("relationship.not_shown"), unit="ratio", grounds=(_why(scribe, one),))
    estimate = one.estimate
    low, high = (_rounded(scribe, x) for x in (estimate.lower, estimate.upper))
    below = (scribe.say("from_to", low=low, high=high), f"n\xa0{estimate.n}")
    grounds = scribe.grounds(estimate.evidence, scribe.tell("relationship.spearman"))
    return Datum(_rounded(scribe, estimate.value), estimate.value, "ratio", below, grounds=grounds,
                 estimate=estimate)  # fmt: skip
