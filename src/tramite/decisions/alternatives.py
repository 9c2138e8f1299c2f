"""Named alternatives: lists of levers with dates and assumptions (``alternatives/*.toml``)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from tramite.decisions.levers.close_channel import CloseChannel
from tramite.decisions.levers.lever import Lever
from tramite.decisions.levers.shift_investment import ShiftInvestment
from tramite.kernel.case import Identifier, Name, Strict

TODAY: Final = "today"
AnyLever = Annotated[CloseChannel | ShiftInvestment, Field(discriminator="kind")]
ORDER: Final = (
    "change-price", "change-commission", "change-rules", "train-partners", "change-paradigm", "open-direct",
    "close-channel", "recruit-partners", "shift-investment",
)  # fmt: skip
"""Levers work in a fixed order, whatever the order in the file: price, commission, rules, open or close, invest
(METHOD §5.4)."""


class Alternative(Strict):
    """What could be done instead of today: a title and the levers that are moved."""

    id: Identifier
    name: Name
    about: Name | None = None
    levers: Annotated[tuple[AnyLever, ...], Field(min_length=1)]

    def in_order(self) -> tuple[Lever, ...]:
        """Return the levers in the order in which they are applied."""
        return tuple(sorted(self.levers, key=lambda lever: ORDER.index(lever.kind)))
