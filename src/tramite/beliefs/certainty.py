"""Is an alarm sure, likely or open? How far an estimate is from its limit, in its own uncertainty."""

from __future__ import annotations

from scipy.special import ndtr, ndtri

from tramite.books.imbalance_rule import Certainty
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method


def chance_beyond(estimate: Estimate, limit: float, *, above: bool) -> float:
    """Return the chance that the true value lies above (or below) a limit: Φ((x − limit)/s).

    s is the half width of the interval toward the limit over the normal quantile of its level. An estimate without
    value or interval gives an even chance: nothing says how far it may be off.
    """
    if estimate.value is None:
        return 0.5
    distance = estimate.value - limit
    end = estimate.lower if distance > 0 else estimate.upper
    if end is None:
        return 0.5
    error = abs(estimate.value - end) / float(ndtri((1 + estimate.level) / 2))
    even = 0.5 if distance == 0 else float(distance > 0)
    higher = float(ndtr(distance / error)) if error else even
    return higher if above else 1 - higher


def certainty_of(chance: float, *, fires: bool, method: Method) -> Certainty:
    """Name how certain an outcome is: ``sure`` where the interval leaves the limit out, ``likely``, else ``open``.

    Args:
        chance: that the rule truly fires. fires: whether its point estimate does.
    """
    right = chance if fires else 1 - chance
    if right >= (1 + method.interval_level) / 2:
        return "sure"
    return "likely" if right >= method.alarm_likely else "open"
