"""Key figures of actions from what was answered, where it may be shown."""

from __future__ import annotations

import re

from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import KeyFigure
from tramite.kernel.wording import Sayable, catalogue, phrase
from tramite.voices.estimation.measure_table import MeasureCell


def item_cell(ground: PlanGround, item_id: str, channel_id: str) -> MeasureCell | None:
    """Return the score of an item that partners rated, one vote each; ``None`` where it is hidden or not rated."""
    for one in ground.answers.of("partner") if ground.answers else ():
        if one.item.id == item_id and one.rating:
            wanted = (channel_id, "", "vote")
            found = (c for c in one.table.cells if (c.domain, c.key, c.weighting) == wanted)
            return next((c for c in found if not c.hidden_because and c.estimate.value is not None), None)
    return None


def item_words(ground: PlanGround, item_id: str) -> Sayable:
    """Name an item by its subject, with its code."""
    subject = "" if ground.answers is None else ground.answers.bank.item(item_id).construct
    key = "results.topic_" + re.sub(r"[^a-z0-9]+", "_", subject.lower()).strip("_")
    topic = phrase(key) if key in catalogue("en") else subject
    return phrase("actions.item", topic=topic, code=item_id)


def item_figure(ground: PlanGround, item_id: str, channel_id: str) -> KeyFigure:
    """Return an item as the key figure of an action: it should become sound."""
    cell = item_cell(ground, item_id, channel_id)
    today = None if cell is None else cell.estimate.value
    return KeyFigure(item_id, item_words(ground, item_id), "score", today, ground.method.band_sound)
