"""What can be chosen and what channels can carry, as tidy tables."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.case import Name
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

FEASIBLE_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "barred": {"alternative": TEXT, "lever": TEXT, "channel_id": TEXT, "by": TEXT, "because": TEXT, **ESTIMATE},
    "loads": {
        "alternative": TEXT, "channel_id": TEXT, "year": COUNT, "measure": TEXT, "p_beyond": NUMBER,
        "p_beyond_today": NUMBER, "upper_bound": pl.Boolean, **ESTIMATE,
    },
    "payback": {
        "alternative": TEXT, "none_needed": NUMBER, "paid_back": NUMBER, "months": COUNT, "months_lower": COUNT,
        "months_upper": COUNT, "lowest_month": COUNT, "left_out": TEXT,
    },
}  # fmt: skip


def feasible_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return one row per bar, per channel that gains and measure, and per alternative with a cash curve.

    Months of payback count from the beginning of the horizon; null is beyond it.
    """
    return {"barred": _barred(dossier), "loads": _loads(dossier), "payback": _payback(dossier)}


def _barred(dossier: Dossier) -> Rows:
    for result in dossier.comparison.results if dossier.comparison else ():
        for bar in result.bars:
            because = bar.source.say() if isinstance(bar.source, Name) else bar.source or ", ".join(bar.causes)
            head = {
                "alternative": result.name, "lever": bar.kind, "channel_id": bar.channel_id, "by": bar.by,
                "because": because,
            }  # fmt: skip
            said = bar.said
            yield head | (
                ground_row(dossier, ()) if said is None
                else estimate_row(dossier, said, shown=True, heard=bar.by == "people")
            )  # fmt: skip


def _loads(dossier: Dossier) -> Rows:
    for result in dossier.comparison.results if dossier.comparison else ():
        for load in result.loads:
            head = {
                "alternative": result.name, "channel_id": load.channel_id, "year": load.year,
                "p_beyond": load.p_beyond, "p_beyond_today": load.p_beyond_today, "upper_bound": load.upper_bound,
            }  # fmt: skip
            for measure, known in (("brought", load.brought), ("limit", load.limit), ("beyond", load.beyond)):
                yield head | {"measure": measure} | estimate_row(dossier, known, shown=True)


def _payback(dossier: Dossier) -> Rows:
    for result in dossier.comparison.results if dossier.comparison else ():
        if result.cash is not None:
            back = result.cash.payback
            yield {
                "alternative": result.name, "none_needed": back.none_needed, "paid_back": back.share,
                "months": back.likely, "months_lower": back.lower, "months_upper": back.upper,
                "lowest_month": result.cash.lowest_month,
                "left_out": ", ".join(each.channel_id or "" for each in result.cash.left_out),
            } | ground_row(dossier, result.evidence)  # fmt: skip
