"""How much conflict there is in each channel: domain, vertical, horizontal, co-opetition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import polars as pl

from tramite.beliefs.conflict.answers import (
    clash_values,
    domain_values,
    exposed_values,
    gone_values,
    marked,
    tension_values,
)
from tramite.kernel.grade import grade_voices
from tramite.voices.asking.bank import ItemBank
from tramite.voices.disclosure.confidentiality import Reader, may_read_group
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.combined import combined
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.study import Study

Kind = Literal["domain", "vertical", "horizontal", "coopetition"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_SCORE, _SHARE = (0.0, 100.0), (0.0, 1.0)
_CLASH = ("PW04", "PW05")
# What the vendor's people guess of the same; of domain conflict only its first item has a mirror.
_MIRRORS: Mapping[Kind, tuple[str, str]] = {
    "domain": ("PP04", "VP04"), "vertical": ("PR07", "VR07"), "horizontal": ("PW04", "VW04")
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConflictLevel:
    """One conflict in one channel, in one view.

    Attributes:
        level: 0–100 (domain, vertical), or share of opportunities (horizontal) or of sales (co-opetition).
        frequency: share of partners who feel it, or of opportunities in which another channel of ours was met.
        intensity: 0–1, how strong: level/100, or the share of clashes that were lost or won at a lower price;
            ``None`` where hidden or not defined.
    """

    kind: Kind
    channel_id: str
    weighting: SurveyWeighting
    level: MeasureCell
    frequency: MeasureCell
    intensity: float | None


def conflict_levels(study: Study, *, reader: Reader = "vendor") -> tuple[ConflictLevel, ...]:
    """Estimate the conflicts of each channel and of all, one partner one vote and by revenue.

    Domain = 100 − mean(PP04, PP05); vertical = PR07 as asked; horizontal = PW04·(other + me_cut of PW05)/100;
    co-opetition = mean of PW03. Frequency and intensity: see ``ConflictLevel`` and ADR 19. Grade B where the
    vendor's people, asked what partners would say, come within ``sides_agree_distance`` of them.

    Args:
        reader: co-opetition is an item on competition: a vendor does not get it (METHOD §4.10).

    Source: METHOD §3.8.1; Coughlan, Anderson, Stern & El-Ansary 2006; Brown & Day 1981.
    """
    found = [*_of_scores(study, "domain"), *_of_scores(study, "vertical"), *_horizontal(study)]
    if may_read_group(
        study.bank.item("PW03"), reader=reader, firms=study.method.disclosure_k, method=study.method
    ):
        found += _coopetition(study)
    agreeing = _agreeing(study, found)
    return tuple(_graded(study, one) if (one.kind, one.channel_id) in agreeing else one for one in found)


def vendor_guesses(study: Study) -> Mapping[tuple[Kind, str], MeasureCell]:
    """Estimate what the vendor's people think that partners feel, by conflict and channel, where it is shown."""
    tables = {kind: _as_asked(study, kind, "vendor") for kind in _MIRRORS}
    return {
        (kind, cell.domain): cell for kind, table in tables.items() for cell in table.cells
        if not cell.hidden_because and cell.weighting == "vote"
    }  # fmt: skip


def _of_scores(study: Study, kind: Kind) -> Iterator[ConflictLevel]:
    items = ("PP04", "PP05") if kind == "domain" else ("PR07",)
    make = domain_values if kind == "domain" else tension_values
    values = make(study.responses, study.bank)
    joint = study.measure(values, Measure(kind, items, _SCORE, "score"))
    felt = marked(values, study.method.conflict_felt)
    often = study.measure(felt, Measure(f"{kind}_felt", items, _SHARE, "share", "share"))
    for cell in joint.cells:
        level = cell
        if kind == "domain":
            level = combined(_items_said(study, items, cell), cell, base=100, bounds=_SCORE)
        value = level.estimate.value
        frequency = _together(level, often.cell(cell.domain, "", cell.weighting))
        intensity = None if value is None else value / 100
        yield ConflictLevel(kind, cell.domain, cell.weighting, level, frequency, intensity)


def _items_said(study: Study, items: tuple[str, ...], cell: MeasureCell) -> list[tuple[float, MeasureCell]]:
    """Return the items that somebody in the channel answered, each with its part of the mean, turned round."""
    tables = [study.table(item, "partner") for item in items]
    cells = [table.cell(cell.domain, "", cell.weighting) for table in tables if table.cells]
    said = [one for one in cells if one.estimate.n] or cells
    return [(-1 / len(said), one) for one in said]


def _together(level: MeasureCell, frequency: MeasureCell) -> MeasureCell:
    """Hide how many feel a conflict where its level is hidden."""
    return combined([(1.0, level)], frequency) if level.hidden_because else frequency


def clash_table(study: Study) -> MeasureTable:
    """Estimate how often partners met another of our channels and how it ended (``clash_values``)."""
    values = clash_values(study.responses, study.bank)
    return study.measure(values, Measure("horizontal", _CLASH, _SHARE, "share"))


def gone_table(study: Study) -> MeasureTable:
    """Estimate how many opportunities nobody of ours won where two of our channels met (``gone_values``)."""
    values = gone_values(study.responses, study.bank)
    return study.measure(values, Measure("gone", _CLASH, _SHARE, "share"))


def _horizontal(study: Study) -> Iterator[ConflictLevel]:
    table = clash_table(study)
    for cell in table.cells:
        if cell.key == "harm":
            often = table.cell(cell.domain, "clash", cell.weighting)
            harm, met = cell.estimate.value, often.estimate.value
            intensity = None if harm is None or not met else min(harm / met, 1.0)
            yield ConflictLevel("horizontal", cell.domain, cell.weighting, cell, often, intensity)


def _coopetition(study: Study) -> Iterator[ConflictLevel]:
    values = exposed_values(study.responses, study.bank)
    table = study.measure(values, Measure("coopetition", ("PW03",), _SHARE, "share"))
    some = values.with_columns(value=(pl.col("value") > 0).cast(pl.Float64))
    often = study.measure(some, Measure("coopetition_some", ("PW03",), _SHARE, "share", "share"))
    for cell in table.cells:
        yield ConflictLevel("coopetition", cell.domain, cell.weighting, cell,
                            often.cell(cell.domain, "", cell.weighting), cell.estimate.value)  # fmt: skip


def _as_asked(study: Study, kind: Kind, side: Literal["partner", "vendor"]) -> MeasureTable:
    """Estimate the item that has a mirror, on one of the two sides, in the direction of the conflict."""
    item = _MIRRORS[kind][0 if side == "partner" else 1]
    bounds, unit = (_SHARE, "share") if kind == "horizontal" else (_SCORE, "score")
    measure = Measure(item, (item,), bounds, unit)  # type: ignore[arg-type]
    values = _asked_values(study.responses, study.bank, kind, item)
    return study.measure(
        values, measure, side, guessing="partner" if side == "vendor" else None, weightings=("vote",)
    )


def _asked_values(responses: pl.DataFrame, bank: ItemBank, kind: Kind, item: str) -> pl.DataFrame:
    if kind == "horizontal":
        return answer_parts(responses, item=bank.item(item))
    if kind == "vertical":
        return tension_values(responses, bank, item)
    scores = item_values(responses, item=bank.item(item), bank=bank)
    return scores.with_columns(value=100 - pl.col("value"))


def _agreeing(study: Study, found: list[ConflictLevel]) -> set[tuple[Kind, str]]:
    guesses = vendor_guesses(study)
    near = set()
    for kind in {one.kind for one in found} & set(_MIRRORS):
        scale = 1.0 if kind == "horizontal" else 100.0
        for cell in _as_asked(study, kind, "partner").cells:
            guess = guesses.get((kind, cell.domain))
            if guess is None or cell.estimate.value is None or guess.estimate.value is None:
                continue
            if abs(guess.estimate.value - cell.estimate.value) <= study.method.sides_agree_distance * scale:
                near.add((kind, cell.domain))
    return near


def _graded(study: Study, one: ConflictLevel) -> ConflictLevel:
    estimate = one.level.estimate
    grade = grade_voices(estimate.n, None, True, study.method)
    return replace(one, level=replace(one.level, estimate=replace(estimate, grade=grade)))
