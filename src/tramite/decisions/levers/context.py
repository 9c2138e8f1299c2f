"""What a lever may read when its parameters are drawn, and where it writes what it drew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.parameters import Drawn
from tramite.kernel.case import CaseDefinition, Uncertain
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase


@dataclass(frozen=True, slots=True)
class LeverContext:
    """Ground, beliefs, case and chance of one block of draws; ``drawn`` gathers the parameters."""

    ground: Ground
    beliefs: Beliefs
    definition: CaseDefinition
    chance: Chance
    drawn: list[Drawn] = field(default_factory=list)
    lever: str = ""

    def by(self, lever: str) -> LeverContext:
        """Return the context in which one lever draws: what it assumes is its own."""
        return replace(self, lever=lever)

    def assume(self, code: str, quantity: Uncertain, unit: Unit, channel_id: str) -> Draws:
        """Draw a quantity that somebody assumes (grade D)."""
        own = f"@{self.lever}" if self.lever else ""
        draws = self.chance.triangular(f"{code}.{channel_id}{own}", quantity)
        text = f"{quantity.low:g} / {quantity.likely:g} / {quantity.high:g}"
        source = Source("assumption", text, quantity.source)
        return self.know(code, channel_id, draws, unit, phrase("methods.triangular"), Grade.D, (source,))

    def assume_all(self, channel_id: str, quantities: Mapping[str, tuple[Uncertain, Unit]]) -> dict[str, Draws]:
        """Draw several assumed quantities of a channel, by code."""
        return {
            code: self.assume(code, quantity, unit, channel_id) for code, (quantity, unit) in quantities.items()
        }

    def know(
        self,
        code: str,
        channel_id: str | None,
        draws: Draws,
        unit: Unit,
        method: str | Sayable,
        grade: Grade,
        evidence: tuple[Source, ...] = (),
        n: int = 0,
    ) -> Draws:
        """Write a parameter down, and return its draws."""
        self.drawn.append(Drawn(code, channel_id, draws, unit, method, grade, evidence, n, self.lever))
        return draws
