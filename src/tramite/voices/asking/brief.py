"""What an interviewer must know before one interview: of the respondent, and of what is promised (METHOD §4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import CaseNotFound
from tramite.kernel.method import Method, nearest
from tramite.kernel.wording import Language
from tramite.voices.asking.bank_check import OWN_PEOPLE

Level = Literal["a", "b", "c"]
SizeClass = Literal["large", "middle", "small"]
_THIRD = 1 / 3


@dataclass(frozen=True, slots=True)
class Brief:
    """Facts of the register about one respondent, and nobody else.

    Attributes:
        size: third of its channel by revenue; ``None`` where revenue is not known. No figure is given.
        lost: no longer active.
    """

    unit_id: str
    name: str | None
    area: str | None
    country: str | None
    since: date | None
    segment: str | None
    size: SizeClass | None
    lost: bool


def level_of(frame: pl.DataFrame | None, *, role: str, channel_id: str, method: Method) -> Level:
    """Return what can be promised: a named, b groups only, c groups of employees only (METHOD §3.3).

    Args:
        frame: who could be interviewed. Fewer than k of a role in a channel cannot be promised anonymity.
    """
    if role in OWN_PEOPLE:
        return "c"
    if frame is not None and _alike(frame, role, channel_id).height < method.disclosure_k:
        return "a"
    return "b"


def brief_of(
    unit_id: str,
    *,
    frame: pl.DataFrame,
    registers: dict[str, pl.DataFrame],
    role: str,
    channel_id: str,
    definition: CaseDefinition,
    language: Language,
) -> Brief:
    """Gather what the registers say of one respondent.

    Args:
        frame: who could be interviewed. registers: tables ``partners`` and ``customers``, where the case has them.

    Raises:
        CaseNotFound: nobody of that id is in the frame for this role and channel.
    """
    alike = _alike(frame, role, channel_id)
    found = alike.filter(pl.col("unit_id") == unit_id)
    if found.is_empty():
        near = ", ".join(nearest(unit_id, dict.fromkeys(alike["unit_id"])) or alike["unit_id"].head(3).to_list())
        raise CaseNotFound("unit_not_found", unit=unit_id, known=near or "–")
    known = _registered(unit_id, registers)
    segments = {segment.id: segment.name for segment in definition.segments}
    segment = segments.get(known.get("segment_id") or "")
    return Brief(
        unit_id=unit_id,
        name=known.get("name"),
        area=known.get("area"),
        country=known.get("country"),
        since=known.get("since"),
        segment=segment.say(language) if segment else None,
        size=_size(alike, unit_id),
        lost=found["status"][0] == "lost",
    )


def _alike(frame: pl.DataFrame, role: str, channel_id: str) -> pl.DataFrame:
    return frame.filter((pl.col("role") == role) & (pl.col("channel_id") == channel_id))


def _registered(unit_id: str, registers: dict[str, pl.DataFrame]) -> dict[str, Any]:
    for table, key in (("partners", "partner_id"), ("customers", "customer_id")):
        register = registers.get(table)
        rows = [] if register is None else register.filter(pl.col(key) == unit_id).to_dicts()
        if rows:
            return rows[0]
    return {}


def _size(alike: pl.DataFrame, unit_id: str) -> SizeClass | None:
    active = alike.filter((pl.col("status") == "active") & pl.col("revenue").is_not_null())
    ranked = active.with_columns(rank=pl.col("revenue").rank("average") / active.height)
    rank = ranked.filter(pl.col("unit_id") == unit_id)["rank"]
    if rank.is_empty() or active.height < 3:
        return None
    return "small" if rank[0] <= _THIRD else "middle" if rank[0] <= 2 * _THIRD else "large"
