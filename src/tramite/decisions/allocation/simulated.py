"""The one place where mixes meet the simulation: the levers of a mix, run on the draws of the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.plan import AllocationPlan
from tramite.decisions.alternatives import ORDER, Lever
from tramite.decisions.compare import _run
from tramite.decisions.comparison import Parameter
from tramite.decisions.levers.context import LeverContext
from tramite.kernel.chance import Draws
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source


class MixSimulator:
    """Simulates mixes of a plan, and tells what each rests on."""

    def __init__(self, plan: AllocationPlan, context: LeverContext) -> None:
        self.plan, self.context = plan, context
        self._parameters: dict[Mix, tuple[Parameter, ...]] = {}

    def simulate(self, mixes: Sequence[Mix]) -> Mapping[Mix, Draws]:
        """Return V of mixes: mix to (d,)."""
        return {mix: self._value(mix) for mix in mixes}

    def grounds(self, mix: Mix) -> tuple[Grade, tuple[Source, ...]]:
        """Return grade and evidence of a mix that was simulated, as of an alternative with the same levers."""
        used = (*self.context.today.parameters, *self._parameters[mix])
        evidence = dict.fromkeys(source for parameter in used for source in parameter.estimate.evidence)
        return weakest(parameter.estimate.grade for parameter in used), tuple(evidence)

    def _value(self, mix: Mix) -> Draws:
        world, used = self.context.today.world, []
        for lever in self._levers(mix):
            drawn, steps = _run(lever, self.context, world)
            used += drawn
            for step in steps:
                world = step.world
        self._parameters[mix] = tuple(used)
        return self.context.today.ground.value(world)

    def _levers(self, mix: Mix) -> list[Lever]:
        levers = [lever for _, option in self.plan.chosen(mix) for lever in option.levers]
        return sorted(levers, key=lambda lever: ORDER.index(lever.kind))
