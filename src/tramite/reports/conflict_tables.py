"""Conflict as tidy tables: levels, priorities, what moves between channels, channels used and wanted."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import ESTIMATE, NUMBER, TEXT, Rows, estimate_row

CONFLICT_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "conflict": {
        "kind": TEXT, "channel_id": TEXT, "measure": TEXT, "hidden_because": TEXT, **ESTIMATE,
    },
    "conflict_priorities": {
        "kind": TEXT, "channel_id": TEXT, "importance": NUMBER, "frequency": NUMBER, "intensity": NUMBER,
        "growth": NUMBER, "verdict": TEXT, "certainty": TEXT, **ESTIMATE,
    },
    "moved_spend": {"ground": TEXT, "from_channel": TEXT, "to_channel": TEXT, "measure": TEXT, **ESTIMATE},
    "channel_mix": {
        "channel_id": TEXT, "measure": TEXT, "of_channel": TEXT, "hidden_because": TEXT, **ESTIMATE
    },
}  # fmt: skip


def conflict_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table; of a hidden number only that it is hidden, and why."""
    return {
        "conflict": _levels(dossier), "conflict_priorities": _priorities(dossier), "moved_spend": _moved(dossier),
        "channel_mix": _mix(dossier),
    }  # fmt: skip


def _levels(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.conflict
    if belief is None:
        return
    cells = [(one.kind, one.channel_id, name, cell) for one in belief.levels
             for name, cell in (("level", one.level), ("frequency", one.frequency))]  # fmt: skip
    cells += [(kind, channel, "guess", cell) for (kind, channel), cell in belief.guesses.items()]
    for kind, channel, name, cell in cells:
        place = {"kind": kind, "channel_id": channel, "measure": name, "hidden_because": cell.hidden_because}
        yield place | estimate_row(dossier, cell.estimate, shown=not cell.hidden_because, heard=True)


def _priorities(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.conflict
    for one in belief.priorities if belief is not None else ():
        yield {
            "kind": one.kind, "channel_id": one.channel_id, "importance": one.importance,
            "frequency": one.frequency, "intensity": one.intensity, "growth": one.growth, "verdict": one.verdict,
            "certainty": one.certainty,
        } | estimate_row(dossier, one.product, shown=one.intensity is not None, heard=True)  # fmt: skip


def _moved(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.conflict
    for one in belief.moved if belief is not None else ():
        for name, amount in (("share", one.share), ("spend", one.spend), ("effect", one.effect)):
            if amount is not None:
                place = {"ground": one.ground, "from_channel": one.source, "to_channel": one.by, "measure": name}
                heard = one.ground == "voices"
                yield place | estimate_row(dossier, amount, shown=one.share.value is not None, heard=heard)


def _mix(dossier: Dossier) -> Rows:
    belief = dossier.beliefs.conflict
    for shift in belief.mix if belief is not None else ():
        cells = [("used", key, cell) for key, cell in shift.used.items()]
        cells += [("wanted", key, cell) for key, cell in shift.wanted.items()]
        for name, key, cell in (*cells, ("moved", "", shift.moved)):
            place = {"channel_id": shift.channel_id, "measure": name, "of_channel": key,
                     "hidden_because": cell.hidden_because}  # fmt: skip
            yield place | estimate_row(dossier, cell.estimate, shown=not cell.hidden_because, heard=True)
