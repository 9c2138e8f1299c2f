"""Named alternatives: lists of levers with dates and assumptions (``alternatives/*.toml``)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tramite.decisions.levers.close_channel import CloseChannel
from tramite.decisions.levers.shift_investment import ShiftInvestment
from tramite.kernel.case import Identifier, Name, Strict

TODAY = "today"
Lever = Annotated[CloseChannel | ShiftInvestment, Field(discriminator="kind")]
# Levers work in a fixed order, whatever the order in the file (METHOD §5.4): open or close, then invest.
ORDER = ("close-channel", "shift-investment")


class Alternative(Strict):
    """What could be done instead of today: a title and the levers that are moved."""

    id: Identifier
    name: Name
    about: Name | None = None
    levers: Annotated[tuple[Lever, ...], Field(min_length=1)]

    def in_order(self) -> tuple[Lever, ...]:
        """Return the levers in the order in which they are applied."""
        return tuple(sorted(self.levers, key=lambda lever: ORDER.index(lever.kind)))
