"""The tornado: how far each parameter alone moves the change against today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tramite.decisions.parameters import Parameter
from tramite.decisions.sensitivity.curve import Curve
from tramite.kernel.chance import Draws


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of a tornado.

    Attributes:
        low, high: the parameter at the ends of its interval. at_low, at_high: mean change against today there,
            other things as drawn, in currency.
        break_even: value of the parameter at which the change is 0 on average; ``None`` if it keeps its sign.
    """

    parameter: Parameter
    low: float
    high: float
    at_low: float
    at_high: float
    break_even: float | None

    @property
    def width(self) -> float:
        """How far the change moves between the ends."""
        return abs(self.at_high - self.at_low)


def swings(change: Draws, parameters: Sequence[Parameter], level: float) -> tuple[Swing, ...]:
    """Lay out what each parameter moves, widest first.

    Ends are those of the central interval of the parameter; the change there is its conditional mean, so that what
    goes together with the parameter moves with it.

    Args:
        change: V of the alternative minus V of today, (d,). level: of the interval.
    """
    found = []
    for parameter in parameters:
        if parameter.draws.std() > 0:
            curve = Curve.of(parameter.draws, change)
            low, at_low = curve.place((1 - level) / 2)
            high, at_high = curve.place((1 + level) / 2)
            found.append(Swing(parameter, low, high, at_low, at_high, curve.break_even()))
    return tuple(sorted(found, key=lambda swing: -swing.width))
