"""What was answered as tidy tables: every item by side and channel, differences, scales."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

ANSWER_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "answers": {
        "item_id": TEXT, "side": TEXT, "channel_id": TEXT, "key": TEXT, "reading": TEXT, "hidden_because": TEXT,
        **ESTIMATE,
    },
    "answer_differences": {
        "kind": TEXT, "item_id": TEXT, "other_item_id": TEXT, "channel_id": TEXT, "key": TEXT, "value": NUMBER,
        "lower": NUMBER, "upper": NUMBER, "level": NUMBER, "n": COUNT,
    },
    "scales": {
        "scale": TEXT, "items": TEXT, "alpha": NUMBER, "lower": NUMBER, "upper": NUMBER, "level": NUMBER,
        "omega": NUMBER, "n": COUNT,
    },
}  # fmt: skip


def answer_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table; of a hidden cell only that it is hidden, and why."""
    return {
        "answers": _answers(dossier), "answer_differences": _differences(dossier), "scales": _scales(dossier)
    }  # fmt: skip


def _answers(dossier: Dossier) -> Rows:
    for one in dossier.answers.items if dossier.answers else ():
        for cell in one.table.cells:
            place = {"item_id": one.item.id, "side": one.side, "channel_id": cell.domain, "key": cell.key,
                     "reading": cell.reading, "hidden_because": cell.hidden_because}  # fmt: skip
            yield place | estimate_row(dossier, cell.estimate, shown=not cell.hidden_because, heard=True)


def _differences(dossier: Dossier) -> Rows:
    """Write what is compared: mirrors (second less first), and revenue less vote (no other item)."""
    if dossier.answers is None:
        return
    found = [
        ("mirror", pair.first.item.id, pair.second.item.id, cell.domain, cell.key, cell.difference)
        for pair in dossier.answers.mirrors
        for cell in pair.cells
    ]
    found += [
        ("revenue_less_vote", one.item.id, "", gap.domain, gap.key, gap.difference)
        for one in dossier.answers.items
        for gap in one.table.gaps
    ]
    made = dossier.definition.simulated.voices
    for kind, item_id, other, domain, key, difference in found:
        if difference is not None:
            sources = [Source("interviews", name, simulated=made) for name in (item_id, other) if name]
            yield {
                "kind": kind, "item_id": item_id, "other_item_id": other, "channel_id": domain, "key": key,
                "value": difference.value, "lower": difference.lower, "upper": difference.upper,
                "level": dossier.method.interval_level, "n": difference.n,
            } | ground_row(dossier, sources, heard=True)  # fmt: skip


def _scales(dossier: Dossier) -> Rows:
    for told in dossier.answers.scales if dossier.answers else ():
        found, made = told.reliability, dossier.definition.simulated.voices
        yield {
            "scale": told.name, "items": ", ".join(told.items), "alpha": found.alpha, "lower": found.lower,
            "upper": found.upper, "level": dossier.method.interval_level, "omega": found.omega, "n": found.n,
        } | ground_row(dossier, [Source("interviews", ", ".join(told.items), simulated=made)],
                       heard=True)  # fmt: skip
