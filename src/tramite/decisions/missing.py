"""What cannot be computed, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """What a simulation lacks: the key of its name in the catalogue, and the channel."""

    key: str
    channel_id: str | None = None
