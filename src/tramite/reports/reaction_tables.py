"""Reactions as tidy tables: what is believed, what each side said, what would be done first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import polars as pl

from tramite.kernel.provenance import Source
from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, ESTIMATE, NUMBER, TEXT, Rows, estimate_row, ground_row

REACTION_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "reactions": {"reaction": TEXT, "channel_id": TEXT, "change": NUMBER, **ESTIMATE},
    "reaction_sides": {
        "reaction": TEXT, "item_id": TEXT, "channels": TEXT, "change": NUMBER, "mean": NUMBER, "n": COUNT,
        "reliability": NUMBER, "weight": NUMBER,
    },
    "first_moves": {"reaction": TEXT, "channel_id": TEXT, "move": TEXT, **ESTIMATE},
    "forecasts": {
        "item_id": TEXT, "wave": COUNT, "n": COUNT, "score": NUMBER, "reference": NUMBER, "log_score": NUMBER,
        "skill": NUMBER, "setting": TEXT, "before": NUMBER, "after": NUMBER,
    },
}  # fmt: skip


def reaction_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of each table; only what may be shown counts in a reaction, so that none is hidden."""
    return {
        "reactions": _reactions(dossier), "reaction_sides": _sides(dossier), "first_moves": _moves(dossier),
        "forecasts": _forecasts(dossier),
    }  # fmt: skip


def _reactions(dossier: Dossier) -> Rows:
    reactions = dossier.beliefs.reactions
    if reactions is None:
        return
    for code, reaction in reactions.by_kind.items():
        for (channel, point), estimate in reaction.estimates.items():
            place = {"reaction": code, "channel_id": channel, "change": _size(point)}
            yield place | estimate_row(dossier, estimate, shown=True, heard=True)
    for channel, estimate in reactions.uptake.estimates.items() if reactions.uptake else ():
        place = {"reaction": "d2c_uptake", "channel_id": channel}
        yield place | estimate_row(dossier, estimate, shown=True, heard=True)


def _sides(dossier: Dossier) -> Rows:
    for code, reaction in dossier.beliefs.reactions.by_kind.items() if dossier.beliefs.reactions else ():
        for one in reaction.sides:
            yield {
                "reaction": code, "item_id": one.item_id, "channels": ", ".join(one.channels),
                "change": _size(one.point), "mean": round(one.mean, 3), "n": one.n,
                "reliability": one.reliability, "weight": round(one.weight, 3),
            } | ground_row(dossier, (Source("interviews", one.item_id),), heard=True)  # fmt: skip


def _moves(dossier: Dossier) -> Rows:
    reactions = dossier.beliefs.reactions
    for code, by_channel in reactions.moves.items() if reactions else ():
        for channel, believed in by_channel.items():
            for move, estimate in believed.estimates.items():
                place = {"reaction": code, "channel_id": channel, "move": move}
                yield place | estimate_row(dossier, estimate, shown=True, heard=True)


def _forecasts(dossier: Dossier) -> Rows:
    for score in dossier.beliefs.forecasts:
        yield asdict(score) | ground_row(dossier, (Source("interviews", score.item_id),), heard=True)


def _size(point: str) -> float | None:
    return float(point) if point else None
