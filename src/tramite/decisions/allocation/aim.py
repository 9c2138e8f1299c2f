"""What a search looks for: return and risk in one objective, within limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """Maximise ``return_weight`` · mean − ``risk_weight`` · risk, over allowed mixes.

    Attributes:
        most_risk: risk that may not be passed; least_return: mean that must be reached; both in currency.
    """

    return_weight: float = 1.0
    risk_weight: float = 0.0
    most_risk: float | None = None
    least_return: float | None = None

    @property
    def minds_risk(self) -> bool:
        """Whether risk matters at all."""
        return self.risk_weight > 0 or self.most_risk is not None


def highest_return(most_risk: float | None = None) -> Aim:
    """Aim at the highest mean, with no more than some risk."""
    return Aim(most_risk=most_risk)


def lowest_risk(least_return: float | None = None) -> Aim:
    """Aim at the lowest risk, with no less than some mean; of equal risks, at the higher mean."""
    return Aim(return_weight=1e-4, risk_weight=1.0, least_return=least_return)
