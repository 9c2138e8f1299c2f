"""The one place where mixes meet the simulation: the levers of a mix, run on the draws of the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.plan import AllocationPlan
from tramite.decisions.alternatives import Alternative
from tramite.decisions.simulation import BLOCK, Setting, simulate, values
from tramite.kernel.case import Name
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source


class MixSimulator:
    """Simulates mixes of a plan, and tells what each rests on."""

    def __init__(self, plan: AllocationPlan, setting: Setting, chance: Chance) -> None:
        self.plan, self.setting, self.chance = plan, setting, chance
        self._grounds: dict[Mix, tuple[Grade, tuple[Source, ...]]] = {}

    def simulate(self, mixes: Sequence[Mix]) -> Mapping[Mix, Draws]:
        """Return V of mixes: mix to (d,)."""
        changed = [mix for mix in mixes if any(mix)]
        found = values([self._alternative(mix) for mix in changed], self.setting, self.chance)
        today = {mix: found[:, 0].copy() for mix in mixes if not any(mix)}
        return today | {mix: found[:, place].copy() for place, mix in enumerate(changed, 1)}

    def grounds(self, mix: Mix) -> tuple[Grade, tuple[Source, ...]]:
        """Return grade and evidence of a mix, as of an alternative with the same levers; one block tells them."""
        if mix not in self._grounds:
            chance = replace(self.chance, draws=min(BLOCK, self.chance.draws))
            alternatives = [self._alternative(mix)] if any(mix) else []
            told = simulate(alternatives, self.setting, chance, threads=1)
            drawn = [*told.drawn.values(), *told.outcomes[-1].drawn.values()]
            evidence = dict.fromkeys(source for blocks in drawn for source in blocks[0].evidence)
            self._grounds[mix] = weakest(blocks[0].grade for blocks in drawn), tuple(evidence)
        return self._grounds[mix]

    def _alternative(self, mix: Mix) -> Alternative:
        name = "-".join(str(place) for place in mix)
        levers = tuple(lever for _, option in self.plan.chosen(mix) for lever in option.levers)
        return Alternative(id="mix", name=Name(en=name, it=name), levers=levers)
