"""Named alternatives: lists of levers with dates and assumptions (``alternatives/*.toml``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field

from tramite.decisions.levers.change_commission import ChangeCommission
from tramite.decisions.levers.change_paradigm import ChangeParadigm
from tramite.decisions.levers.change_price import ChangePrice
from tramite.decisions.levers.change_rules import ChangeRules
from tramite.decisions.levers.close_channel import CloseChannel
from tramite.decisions.levers.lever import Lever
from tramite.decisions.levers.open_direct import OpenDirect
from tramite.decisions.levers.recruit_partners import RecruitPartners
from tramite.decisions.levers.shift_investment import ShiftInvestment
from tramite.decisions.levers.train_partners import TrainPartners
from tramite.kernel.case import Identifier, Name, Strict

TODAY: Final = "today"
AnyLever = Annotated[
    ChangeCommission | ChangeParadigm | ChangePrice | ChangeRules | CloseChannel | OpenDirect | RecruitPartners
    | ShiftInvestment | TrainPartners,
    Field(discriminator="kind"),
]  # fmt: skip
ORDER: Final = (
    "change-price", "change-commission", "change-rules", "train-partners", "open-direct", "close-channel",
    "recruit-partners", "shift-investment", "change-paradigm",
)  # fmt: skip
"""Levers work in a fixed order, whatever the order in the file: price, commission, rules, open or close, invest
(METHOD §5.4). Subscriptions come last: they turn what is bought after all the rest, so that a channel that closes
begins none, and those who come to another one are asked there."""

_ONCE: Final = ("change-price", "change-commission")


class Alternative(Strict):
    """What could be done instead of today: a title and the levers that are moved."""

    id: Identifier
    name: Name
    about: Name | None = None
    levers: Annotated[tuple[AnyLever, ...], Field(min_length=1)]

    def in_order(self) -> tuple[Lever, ...]:
        """Return the levers in the order in which they are applied."""
        return tuple(sorted(self.levers, key=lambda lever: ORDER.index(lever.kind)))


def changed_twice(levers: Sequence[Lever]) -> tuple[int, ...]:
    """Return the places of levers that change again the price or pay that one before them changes.

    People were asked about one change, not about two of them.
    """
    return tuple(
        place
        for place, lever in enumerate(levers)
        if lever.kind in _ONCE and any(_meet(lever, before) for before in levers[:place])
    )


def _meet(one: Lever, other: Lever) -> bool:
    aims = ((one.segments, other.segments), (one.product_lines, other.product_lines))
    same = (one.kind, one.channel) == (other.kind, other.channel)
    return same and all(not mine or not theirs or set(mine) & set(theirs) for mine, theirs in aims)
