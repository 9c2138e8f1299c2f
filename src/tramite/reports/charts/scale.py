"""Numbers of different units on one axis from 0 to 100."""

from __future__ import annotations

from dataclasses import replace

from tramite.kernel.estimate import Estimate


def hundredfold(estimate: Estimate) -> Estimate:
    """Return a share as per cent; other units as they are."""
    if estimate.unit != "share":
        return estimate
    value, lower, upper = (
        None if end is None else 100 * end for end in (estimate.value, estimate.lower, estimate.upper)
    )
    return replace(estimate, value=value, lower=lower, upper=upper)
