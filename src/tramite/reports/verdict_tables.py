"""Questions that a rule answered, as tidy tables: what was compared, in all and by size of the change."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

_VERDICT = {"question": TEXT, "channel_id": TEXT, "part": TEXT, "answer": TEXT, "figure": TEXT}
VERDICT_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "verdicts": {**_VERDICT, "alternative": TEXT, "missing": TEXT, **ESTIMATE},
    "verdict_sizes": {**_VERDICT, "size": NUMBER, **ESTIMATE},
}  # fmt: skip


def verdict_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return one row per figure of a verdict; a verdict without one still has its row."""
    return {"verdicts": _verdicts(dossier), "verdict_sizes": _sizes(dossier)}


def _verdicts(dossier: Dossier) -> Rows:
    for one in dossier.verdicts:
        head = {
            "question": one.question, "alternative": one.alternative, "channel_id": one.channel_id,
            "part": one.part, "answer": one.answer, "missing": ", ".join(missing.key for missing in one.missing),
        }  # fmt: skip
        if not one.figures:
            yield head | ground_row(dossier, ())
        for code, estimate in one.figures.items():
            heard = any(source.kind == "interviews" for source in estimate.evidence)
            yield head | {"figure": code} | estimate_row(dossier, estimate, shown=True, heard=heard)


def _sizes(dossier: Dossier) -> Rows:
    for one in dossier.verdicts:
        for point in one.points:
            head = {"question": one.question, "channel_id": one.channel_id, "part": one.part}
            for code, estimate in point.figures.items():
                heard = any(source.kind == "interviews" for source in estimate.evidence)
                row = estimate_row(dossier, estimate, shown=True, heard=heard)
                yield head | {"answer": point.answer, "figure": code, "size": point.size} | row
