"""What a lever may read when its parameters are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.beliefs.held import Beliefs
from tramite.decisions.comparison import Parameter
from tramite.decisions.today import Today
from tramite.kernel.case import CaseDefinition, Uncertain
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase


@dataclass(frozen=True, slots=True)
class LeverContext:
    """Today's world, the beliefs, the case and its chance."""

    today: Today
    beliefs: Beliefs
    definition: CaseDefinition
    chance: Chance

    def assume(self, code: str, quantity: Uncertain, unit: Unit, channel_id: str) -> tuple[Draws, Parameter]:
        """Draw a quantity that somebody assumes (grade D)."""
        draws = self.chance.triangular(f"{code}.{channel_id}", quantity)
        text = f"{quantity.low:g} / {quantity.likely:g} / {quantity.high:g}"
        source = Source("assumption", text, quantity.source)
        return draws, Parameter(
            code, self.summary(draws, unit, phrase("methods.triangular"), Grade.D, (source,)), channel_id, draws
        )

    def summary(
        self, draws: Draws, unit: Unit, how: str | Sayable, grade: Grade, evidence: tuple[Source, ...], n: int = 0
    ) -> Estimate:
        """Summarise the draws of a parameter."""
        return Estimate.of_draws(
            draws, level=self.definition.method.interval_level, unit=unit, method=how, grade=grade, n=n,
            evidence=evidence, currency=self.definition.currency,
        )  # fmt: skip
