"""What can be chosen at all: levers that people, law, contracts or capacity block (METHOD §3.11.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tramite.beliefs.held import Beliefs
from tramite.decisions.alternatives import Alternative
from tramite.decisions.levers.lever import Lever
from tramite.kernel.case import Name
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method


@dataclass(frozen=True, slots=True)
class Bar:
    """What blocks a lever of an alternative.

    Attributes:
        kind: the lever. by: ``people``, at least ``b14_blocked`` of the vendor's people who were asked about the
            channel call it blocked; ``law``, ``contract``, ``capacity``: whoever wrote the alternative says so; of
            ``capacity`` also where what is gained is beyond what the channels can sell.
        said: share of the vendor's people. causes: what they say blocks it, and the share who name it.
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


def bars_of(alternative: Alternative, beliefs: Beliefs, method: Method) -> tuple[Bar, ...]:
    """Return what blocks the levers of an alternative; empty: it can be chosen, for all that is known."""
    return tuple(bar for lever in alternative.in_order() for bar in _bars(lever, beliefs, method))


def unasked_of(alternative: Alternative, beliefs: Beliefs) -> tuple[Unasked, ...]:
    """Return the levers of which nobody may tell whether the vendor's people block them."""
    asked = (lever for lever in alternative.in_order() if lever.blocked_as() is not None)
    unknown = (Unasked(lever.kind, lever.channel) for lever in asked if _said(lever, beliefs) is None)
    return tuple(dict.fromkeys(unknown))


def _bars(lever: Lever, beliefs: Beliefs, method: Method) -> Iterator[Bar]:
    said, code = _said(lever, beliefs), lever.blocked_as()
    if lever.barred is not None:
        yield Bar(lever.kind, lever.channel, lever.barred.by, source=lever.barred.source)
    enough = said is not None and (said.value or 0.0) >= method.b14_blocked
    if enough and beliefs.blocked is not None and code is not None:
        yield Bar(lever.kind, lever.channel, "people", said, beliefs.blocked.by(lever.channel, code))


def _said(lever: Lever, beliefs: Beliefs) -> Estimate | None:
    code = lever.blocked_as()
    return None if beliefs.blocked is None or code is None else beliefs.blocked.share(lever.channel, code)
