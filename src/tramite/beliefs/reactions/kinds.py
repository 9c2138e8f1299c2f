"""The reactions that are asked about: items by side, sign, bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tramite.voices.estimation.sides import Side

Reading = Literal["percent", "probability", "score"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One reaction.

    Attributes:
        items: item → setting of the method that holds the reliability of who answers it, most reliable first.
        reading: how an answer becomes a number: a percentage, a chance on Juster's scale, a score 0–100 over 100.
        bounds: smallest and largest value that has a meaning. What has no upper end (sales may more than double)
            is cut where no study of ours will get.
        rises: 1 if the reaction rises with the size of the change, −1 if it falls, 0 if no size is asked.
    """

    code: str
    items: Mapping[str, str]
    reading: Reading
    bounds: tuple[float, float]
    rises: Literal[-1, 0, 1] = 0


PRICE = Kind(
    "price", {"CX03": "reliability_customer", "PX08": "reliability_partner", "VX08": "reliability_vendor"},
    "percent", (0.0, 1.0), 1,
)  # fmt: skip
EARNINGS_CUT = Kind(
    "earnings_cut", {"PX06": "reliability_partner", "VX06": "reliability_vendor"}, "percent", (-1.0, 0.0), -1
)
EARNINGS_RISE = Kind("earnings_rise", {"PX07": "reliability_partner"}, "percent", (0.0, 2.0), 1)
DIRECT_SALES = Kind("direct_sales", {"PX09": "reliability_partner"}, "percent", (-1.0, 2.0))
BUY_DIRECT = Kind("buy_direct", {"CX04": "reliability_customer"}, "probability", (0.0, 1.0))
CONTINUITY = Kind("continuity", {"PR09": "reliability_intention"}, "probability", (0.0, 1.0))
CUSTOMER_CONTINUITY = Kind("customer_continuity", {"CR06": "reliability_intention"}, "probability", (0.0, 1.0))
DEPENDENCE = Kind("dependence", {"PR05": "reliability_intention"}, "score", (0.0, 1.0))
KINDS = (
    PRICE, EARNINGS_CUT, EARNINGS_RISE, DIRECT_SALES, BUY_DIRECT, CONTINUITY, CUSTOMER_CONTINUITY, DEPENDENCE
)  # fmt: skip

_SIDES: Mapping[str, Side] = {"P": "partner", "C": "customer", "V": "vendor"}


def side_asked(item_id: str) -> Side:
    """Tell the side that an item of the bank asks: its first letter."""
    return _SIDES[item_id[0]]
