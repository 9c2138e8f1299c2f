"""What was foretold in earlier waves, against what happened (METHOD §4.8)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.waves.forecasts import ForecastScore
from tramite.kernel.figures import Unit
from tramite.kernel.provenance import Source
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Heading, Words

_COLUMNS: tuple[tuple[str, Unit], ...] = (
    ("n", "count"), ("score", "ratio"), ("reference", "ratio"), ("skill", "share"), ("before", "ratio"),
    ("after", "ratio"),
)  # fmt: skip


def forecast_blocks(scribe: Scribe) -> Iterator[Block]:
    """Write how good forecasts were, or what it takes to know."""
    scores = scribe.dossier.beliefs.forecasts
    yield Heading("reactions-forecasts", scribe.tell("reactions.forecasts"))
    if not scores:
        yield Words(scribe.tell("reactions.forecasts_none"))
        return
    yield Words(scribe.tell("reactions.forecasts_lead"))
    names = ("item", *(name for name, _ in _COLUMNS))
    headers = tuple(scribe.tell(f"reactions.forecast_{name}") for name in names)
    rows = tuple(_row(scribe, score) for score in scores)
    caption, note = scribe.tell("reactions.forecasts_caption"), scribe.tell("reactions.forecasts_note")
    yield Grid("reactions-forecasts-scores", "forecasts", caption, headers, rows, (note,))


def _row(scribe: Scribe, score: ForecastScore) -> Row:
    simulated = scribe.definition.simulated.voices
    sources = (Source("interviews", score.item_id, simulated=simulated), Source("setting", score.setting))
    cells = tuple(scribe.number(getattr(score, name), unit, sources) for name, unit in _COLUMNS)
    item = scribe.tell(f"reactions.forecast_{score.item_id}")
    return Row(scribe.tell("reactions.forecast_place", item=item, wave=score.wave), cells)
