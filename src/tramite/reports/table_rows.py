"""What rows of the tidy tables share: types, grounds, estimates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.shown import may_show

Rows = Iterator[dict[str, object]]
TEXT, NUMBER, COUNT = pl.String, pl.Float64, pl.Int64
GROUND: dict[str, type[pl.DataType]] = {"sources": TEXT, "simulated": pl.Boolean}
ESTIMATE: dict[str, type[pl.DataType]] = {
    "value": NUMBER, "lower": NUMBER, "upper": NUMBER, "level": NUMBER, "n": COUNT, "N": COUNT,
    "unit": TEXT,
    "method": TEXT, "weighting": TEXT, "grade": TEXT, "currency": TEXT, "hidden": pl.Boolean,
}  # fmt: skip


def ground_row(dossier: Dossier, sources: Iterable[Source], *, heard: bool = False) -> dict[str, object]:
    """Return what every row ends with: where the number comes from, and whether a program made the data."""
    given = tuple(dict.fromkeys(sources))
    simulated = dossier.definition.simulated
    made = any(source.simulated for source in given) or (simulated.voices if heard else simulated.books)
    return {"sources": "; ".join(source.say() for source in given), "simulated": made}


def estimate_row(dossier: Dossier, estimate: Estimate, *, shown: bool, heard: bool = False) -> dict[str, object]:
    """Return an estimate as columns, with its ground; what may not be shown is null."""
    visible = shown and may_show(estimate, method=dossier.method)
    row = {name: value for name, value in estimate.to_row().items() if name != "evidence"}
    if not visible:
        row |= dict.fromkeys(("value", "lower", "upper", "n", "N"))
    ground = ground_row(dossier, estimate.evidence if visible else (), heard=heard)
    return row | {"hidden": not visible} | ground
