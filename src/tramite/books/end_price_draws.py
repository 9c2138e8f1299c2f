"""What end customers pay where it is assumed: drawn, not taken at its likely value."""

from __future__ import annotations

import numpy as np

from tramite.books.statement import IncomeStatement
from tramite.kernel.case import Channel
from tramite.kernel.chance import Chance, Draws


def end_price_scale(statement: IncomeStatement, channel: Channel, chance: Chance) -> Draws:
    """Draw the end price of a channel as a multiple of its likely value; 1 where spending is measured or
    agreed."""
    sources = statement.cell(channel.id, "end_customer_spend").sources
    if channel.end_price_share is None or not any(source.kind == "assumption" for source in sources):
        return np.ones(chance.draws)
    share = chance.triangular(f"end_price_share.{channel.id}", channel.end_price_share)
    return share / channel.end_price_share.likely
