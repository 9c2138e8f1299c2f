"""The position as tidy tables: figures by channel and side, and the fit of channels."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import ESTIMATE, NUMBER, TEXT, Rows, estimate_row

POSITION_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "position": {"figure": TEXT, "side": TEXT, "channel_id": TEXT, "hidden_because": TEXT, **ESTIMATE},
    "channel_fit": {
        "channel_id": TEXT, "measure": TEXT, "weight": NUMBER, "hidden_because": TEXT, **ESTIMATE
    },
}  # fmt: skip


def position_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table; of a hidden number only that it is hidden, and why."""
    return {"position": _standings(dossier), "channel_fit": _fits(dossier)}


def _standings(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.position
    for one in belief.standings if belief is not None else ():
        place = {"figure": one.figure, "side": one.side, "channel_id": one.channel_id,
                 "hidden_because": one.hidden_because}  # fmt: skip
        yield place | estimate_row(dossier, one.estimate, shown=not one.hidden_because, heard=True)


def _fits(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.position
    for fit in belief.fits if belief is not None else ():
        found = {**fit.outputs, "fit": fit.fit, "complex_needs": fit.complex_needs}
        for name, cell in found.items():
            if cell is not None:
                place = {"channel_id": fit.channel_id, "measure": name, "weight": fit.weights.get(name),
                         "hidden_because": cell.hidden_because}  # fmt: skip
                yield place | estimate_row(dossier, cell.estimate, shown=not cell.hidden_because, heard=True)
