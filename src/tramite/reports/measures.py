"""Cells of a measure as they are read: the number with its interval, or why it is not shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.scribe import Scribe
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable
from tramite.voices.estimation.strata import SurveyWeighting


def measure_datum(scribe: Scribe, cell: MeasureCell | None) -> Datum:
    """Write one cell of a measure; one that is not there was not asked."""
    if cell is None:
        return scribe.absent("share", scribe.px("hidden_no_answers"))
    if cell.hidden_because == "no_size":
        return scribe.absent(cell.estimate.unit, cell.say(scribe.language))
    if cell.hidden_because:
        return scribe.hidden(cell.estimate.unit, because=cell.hidden_because)
    return scribe.estimate(cell.estimate)


def cell_of(table: MeasureTable, domain: str, weighting: SurveyWeighting, key: str = "") -> MeasureCell | None:
    """Return a cell; ``None`` if there is none."""
    try:
        return table.cell(domain, key, weighting)
    except KeyError:
        return None


def domains_of(table: MeasureTable) -> list[str]:
    """Return the channels of a table in its order, and all of them last."""
    named = dict.fromkeys(cell.domain for cell in table.cells if cell.domain != ALL)
    return [*named, *([ALL] if table.cells else [])]


def parts_grid(
    scribe: Scribe, table: MeasureTable, weighting: SurveyWeighting, *, keys: Sequence[str],
    name: Callable[[str], str], place: tuple[str, str, str], notes: Sequence[str] = (),
) -> Grid:  # fmt: skip
    """Write the parts of a measure by channel, one column for each.

    Args:
        keys: parts, in order. name: of a part. place: id of the table, sheet, caption.
    """
    rows = [
        Row(
            scribe.channel(domain),
            tuple(measure_datum(scribe, cell_of(table, domain, weighting, key)) for key in keys),
            "subtotal" if domain == ALL else "line",
        )
        for domain in domains_of(table)
    ]
    hidden = any(cell.hidden_because for cell in table.cells if cell.weighting == weighting)
    all_notes = (*notes, *([scribe.say("hidden_note", k=scribe.method.disclosure_k)] if hidden else []))
    return Grid(*place, (scribe.say("channel"), *(name(key) for key in keys)), tuple(rows), all_notes)
