"""What the vendor's people may guess: the scored questions that partners or customers are asked too."""

from __future__ import annotations

from tramite.kernel.case import Channel
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.asking.guide import speaks_of_partners

SCORES = {"0-10": (0, 10), "1-5": (1, 5)}  # whole numbers


def guessed_items(bank: ItemBank, channel: Channel) -> tuple[Item, ...]:
    """Return the items of the vendor that are scored and mirror another side, in the order of the bank.

    A direct channel has no partners: what speaks of them is left out, as in the guide (METHOD §2.5).
    """
    items = (item for item in bank.items_for("vendor") if item.scale in SCORES and item.mirrors)
    if channel.reach == "indirect":
        return tuple(items)
    return tuple(item for item in items if not speaks_of_partners(item, bank))
