"""What each side knows as tidy tables: guesses and their gaps, knowledge, steering, trends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tramite.beliefs.information.information import InformationBelief
from tramite.kernel.estimate import Estimate
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row
from tramite.voices.estimation.measure_table import MeasureTable

INFORMATION_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "knowledge": {
        "channel_id": TEXT, "measure": TEXT, "items": COUNT, "plain": NUMBER, "reading": TEXT, **ESTIMATE,
    },
    "perception_gaps": {
        "item_id": TEXT, "guess_id": TEXT, "side": TEXT, "channel_id": TEXT, "because": TEXT, "value": NUMBER,
        "lower": NUMBER, "upper": NUMBER, "level": NUMBER, "n": COUNT,
    },
    "top_three": {
        "item_id": TEXT, "guess_id": TEXT, "channel_id": TEXT, "answered": TEXT, "guessed": TEXT,
        "overlap": COUNT, "n": COUNT,
    },
    "mix_gaps": {
        "item_id": TEXT, "guess_id": TEXT, "channel_id": TEXT, "row": TEXT, "distance": NUMBER,
        "by_chance": NUMBER, "n": COUNT,
    },
    "information": {
        "measure": TEXT, "side": TEXT, "channel_id": TEXT, "key": TEXT, "verdict": TEXT, **ESTIMATE,
    },
    "trends": {
        "trend": COUNT, "measure": TEXT, "decides": pl.Boolean, "above": NUMBER, "verdict": TEXT, **ESTIMATE,
    },
}  # fmt: skip
Place = tuple[str, str, str, str, str]  # measure, side, channel, key, verdict


def information_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table; a hidden number is null."""
    return {
        "knowledge": _knowledge(dossier), "perception_gaps": _gaps(dossier), "top_three": _tops(dossier),
        "mix_gaps": _mixes(dossier), "information": _information(dossier), "trends": _trends(dossier),
    }  # fmt: skip


def _knowledge(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.knowledge
    for one in belief.indices if belief else ():
        for measure, estimate in (("index", one.index), ("bias", one.bias), ("order", one.order)):
            place = {"channel_id": one.domain, "measure": measure, "items": one.items, "reading": one.reading,
                     "plain": one.plain if measure == "index" else None}  # fmt: skip
            yield place | estimate_row(dossier, estimate, shown=True, heard=True)


def _gaps(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.knowledge
    for gap in belief.gaps if belief else ():
        found = gap.cell.difference
        sources = (*gap.cell.first.estimate.evidence, *gap.cell.second.estimate.evidence)
        yield {
            "item_id": gap.item.id, "guess_id": gap.guess.id, "side": gap.side, "channel_id": gap.domain,
            "because": gap.cell.because, "value": None if gap.value is None else round(gap.value, 1),
            "lower": found and found.lower, "upper": found and found.upper,
            "level": dossier.method.interval_level, "n": found and found.n,
        } | ground_row(dossier, sources if gap.value is not None else (), heard=True)  # fmt: skip


def _tops(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.knowledge
    for top in belief.tops if belief else ():
        yield {
            "item_id": top.item.id, "guess_id": top.guess.id, "channel_id": top.domain,
            "answered": ", ".join(top.answered), "guessed": ", ".join(top.guessed), "overlap": top.overlap,
            "n": top.n,
        } | ground_row(dossier, top.evidence, heard=True)  # fmt: skip


def _mixes(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.knowledge
    for mix in belief.mixes if belief else ():
        yield {
            "item_id": mix.item.id, "guess_id": mix.guess.id, "channel_id": mix.domain, "row": mix.row,
            "distance": round(mix.distance, 3), "by_chance": round(mix.by_chance, 3), "n": mix.n,
        } | ground_row(dossier, mix.evidence, heard=True)  # fmt: skip


def _information(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.information
    if belief is None:
        return
    for (measure, side, domain, key, verdict), estimate in _estimates(belief):
        place = {"measure": measure, "side": side, "channel_id": domain, "key": key, "verdict": verdict}
        yield place | estimate_row(dossier, estimate, shown=True, heard=True)


def _estimates(belief: InformationBelief) -> Iterator[tuple[Place, Estimate]]:
    by_side = (("right", belief.knowledge), ("sure_wrong", belief.sure_wrong), ("fact", belief.by_fact),
               ("can_explain", belief.roadmap))  # fmt: skip
    for name, tables in by_side:
        for side, table in tables.items():
            yield from _cells(name, side, table)
    yield from _cells("understood", "partner", belief.understood)
    for gap in belief.gaps:
        yield ("information_gap", gap.side, gap.domain, "", gap.verdict), gap.gap
    for content in belief.content:
        yield ("content_gap", content.pair, content.domain, "", content.verdict), content.gap
    for one in belief.steering:
        yield ("steering", "", one.domain, "index", ""), one.index
        for name, estimate in one.components.items():
            yield ("steering", "", one.domain, name, ""), estimate
    yield from _cells("redirected_why", "partner", belief.causes.redirected)
    yield from _cells("held_back_why", "partner", belief.causes.held_back)
    yield from _cells("pays_less", "partner", belief.causes.pays_less)
    yield from _cells("priority", "partner", belief.priorities.stated)
    yield from _cells("priority", "vendor", belief.priorities.guessed)


def _cells(name: str, side: str, table: MeasureTable) -> Iterator[tuple[Place, Estimate]]:
    for cell in table.cells:
        yield (name, side, cell.domain, cell.key, ""), cell.estimate


def _trends(dossier: Dossier) -> Rows:
    for trend in dossier.beliefs.trends:
        for measure in trend.measures:
            yield {
                "trend": trend.number, "measure": measure.name, "decides": measure == trend.measures[0],
                "above": measure.above, "verdict": measure.verdict,
            } | estimate_row(dossier, measure.estimate, shown=True, heard=True)  # fmt: skip
