"""What can be chosen at all: levers that people, law, contracts or capacity block (METHOD §3.11.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tramite.beliefs.held import Beliefs
from tramite.decisions.alternatives import Alternative
from tramite.decisions.levers.lever import Lever
from tramite.kernel.case import CaseDefinition, Name
from tramite.kernel.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Bar:
    """What blocks a lever of an alternative.

    Attributes:
        kind: the lever; empty where the alternative as a whole is meant.
        by: ``people``, at least ``b14_blocked`` of the vendor's people who were asked about the channel call it
            blocked; ``law``, ``contract``, ``capacity``: whoever wrote the alternative says so; of ``capacity``
            also where what is gained is beyond what the channels can sell.
        said: share of the vendor's people; of capacity, net sales a year beyond the limit of the channel.
        causes: what they say blocks it, and the share who name it.
        source: of whoever wrote the alternative.
    """

    kind: str
    channel_id: str
    by: Literal["people", "law", "contract", "capacity"]
    said: Estimate | None = None
    causes: Mapping[str, Estimate] = field(default_factory=dict)
    source: Name | str | None = None


@dataclass(frozen=True, slots=True)
class Unasked:
    """A lever of which it cannot be told whether the vendor's people block it: nobody was asked, or too few."""

    kind: str
    channel_id: str


def bars_of(levers: Iterable[Lever], beliefs: Beliefs, definition: CaseDefinition) -> tuple[Bar, ...]:
    """Return what blocks some levers; empty: they can be chosen, for all that is known."""
    return tuple(bar for lever in levers for bar in _bars(lever, beliefs, definition))


def unasked_of(alternative: Alternative, beliefs: Beliefs, definition: CaseDefinition) -> tuple[Unasked, ...]:
    """Return the levers of which nobody may tell whether the vendor's people block them."""
    unknown = (
        Unasked(lever.kind, channel)
        for lever in alternative.in_order()
        for channel, code in lever.asked_as(beliefs, definition)
        if _said(beliefs, channel, code) is None
    )
    return tuple(dict.fromkeys(unknown))


def _bars(lever: Lever, beliefs: Beliefs, definition: CaseDefinition) -> Iterator[Bar]:
    if lever.barred is not None:
        yield Bar(lever.kind, lever.channel, lever.barred.by, source=lever.barred.source)
    for channel, code in lever.asked_as(beliefs, definition):
        said = _said(beliefs, channel, code)
        enough = said is not None and (said.value or 0.0) >= definition.method.b14_blocked
        if enough and beliefs.blocked is not None:
            yield Bar(lever.kind, channel, "people", said, beliefs.blocked.by(channel, code))


def _said(beliefs: Beliefs, channel: str, code: str) -> Estimate | None:
    return None if beliefs.blocked is None else beliefs.blocked.share(channel, code)
