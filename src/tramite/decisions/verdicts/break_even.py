"""What a channel may lose, or must gain, for a change of price or pay to pay (METHOD §5.4)."""

from __future__ import annotations

from typing import Final

from tramite.books.formulas import price_break_even

ALL_OF_IT: Final = 1.0  # nothing can lose more than that


def loss_borne(gain: float, margin: float) -> float:
    """Return the loss of sales up to which a price rise, or a cut of commission, pays: Δ/(cm + Δ), at most all.

    Where the margin stays below zero no loss undoes the gain: what is not sold does not lose money any more.

    Args:
        gain: Δ, more margin per euro of sales. margin: cm, contribution margin ratio before.
    """
    found = price_break_even(gain, margin=margin)
    return ALL_OF_IT if found is None else min(found, ALL_OF_IT)


def gain_needed(given: float, margin: float) -> float | None:
    """Return the gain of sales at which a rise of commission pays: Δ/(cm − Δ); ``None`` if none does.

    From (cm − Δ)·(1 + g) = cm, as Δ/(cm + Δ) of a cut.

    Args:
        given: Δ, less margin per euro of sales. margin: cm, contribution margin ratio before.
    """
    return given / (margin - given) if margin > given else None
