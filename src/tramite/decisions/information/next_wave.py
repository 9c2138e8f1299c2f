"""What to ask next: the worth of more interviews against their cost, and when to stop asking (METHOD §4.2–3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from tramite.decisions.comparison import Comparison, ParameterWorth
from tramite.decisions.information.group_advice import Advice, GroupAdvice, advise, is_clear, sizes_of
from tramite.decisions.information.informing import Informed, Spoken, bearing_on
from tramite.decisions.information.pairs import pairs_worth_asking
from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.information.respondents_left import Group, Heard
from tramite.decisions.information.studies import Studies
from tramite.decisions.information.wave_plan import Plan, plan_greedily, plan_whole
from tramite.decisions.parameters import Parameter, distinct
from tramite.kernel.chance import Chance
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method

_BEARS = 0.05  # of the variance of a simulated parameter: below it a belief is not what it was drawn from


@dataclass(frozen=True, slots=True)
class NextWave:
    """What to ask next before choosing among the alternatives.

    Attributes:
        everything: EVPI, the most that any study can be worth. grade: of the values, hence of all that is here.
        groups: that can tell of something that bears on the choice, most net benefit first.
        budget: of the wave; ``None``: no limit but the worth itself.
        pairs: groups that pay only together, whatever the budget. plans: the greedy one and the integer optimum;
            empty where nothing is worth asking. plan: the better one.
        elsewhere: quantities that no interview tells, worth knowing from other sources, most first.
    """

    everything: WorthKnowing
    grade: Grade
    groups: tuple[GroupAdvice, ...]
    budget: float | None
    pairs: tuple[Plan, ...]
    plans: tuple[Plan, ...]
    plan: Plan | None
    elsewhere: tuple[ParameterWorth, ...]

    @property
    def advice(self) -> Advice:
        """What to do about the wave as a whole."""
        if self.plan is not None:
            return "ask"
        return "open" if any(one.advice == "open" for one in self.groups) else "stop"


def next_wave(
    comparison: Comparison,
    beliefs: Sequence[Informed],
    groups: Sequence[Group],
    heard: Heard,
    *,
    budget: float | None,
    chance: Chance,
    method: Method,
) -> NextWave | None:
    """Value more interviews of each group, and plan the next wave.

    For each group ENBS(n) = EVSI(n) − n·cost (Raiffa & Schlaifer 1961). EVSI never falls with n: where chance
    makes it fall it is smoothed (isotonic regression). Only beliefs from whose draws a parameter of the comparison
    was made are asked about.

    Args:
        beliefs: that interviews inform, with the draws of the simulation. groups: who is left to ask.
        heard: weights of who was interviewed. chance: of the simulation.

    Returns: ``None`` where no alternative was simulated.
    Source: METHOD §3.11.3, §4.2, §4.3.
    """
    strategy = comparison.strategy
    if strategy is None:
        return None
    results = [result for result in comparison.results if result.feasible]
    used = distinct(parameter for result in results for parameter in result.parameters)
    if not used:
        return None
    table = np.column_stack([parameter.draws for parameter in used])
    bears = np.array([bearing_on(one, table) > _BEARS for one in beliefs]).reshape(len(beliefs), len(used))
    bearing = [one for one, row in zip(beliefs, bears, strict=True) if row.any()]
    told = [parameter for parameter, column in zip(used, bears.T, strict=True) if column.any()]
    values = np.column_stack([result.draws for result in results])
    studies = Studies(values, bearing, groups=groups, heard=heard, method=method, chance=chance)
    speaking = [group for group in groups if any((group.side, group.channel_id) in b.voices for b in bearing)]
    ceilings: dict[Spoken, WorthKnowing] = {}
    advised = []
    for group in speaking:
        spoken = (group.side, group.channel_id)
        if spoken not in ceilings:
            ceilings[spoken] = studies.ceiling(spoken)
        informs = tuple(dict.fromkeys(one.subject for one in bearing if spoken in one.voices))
        advised.append(advise(group, informs, ceilings[spoken], studies, method))
    alone = {one.group: one.best if one.advice == "ask" else None for one in advised}
    pairs = tuple(pairs_worth_asking(
        alone, studies.worth, lambda *pair: studies.rough_ceiling([(one.side, one.channel_id) for one in pair]),
        partial(is_clear, method=method),
    ))  # fmt: skip
    paired = {part.group for pair in pairs for part in pair.parts}
    advised = [
        replace(one, advice="together") if one.group in paired and alone[one.group] is None else one
        for one in advised
    ]
    advised.sort(key=lambda one: (-(one.best.net if one.best else 0.0), -one.ceiling.value))
    plans = _plans(advised, pairs, studies, budget, method)
    return NextWave(
        everything=strategy.correctness.worth_of_knowing, grade=strategy.grade, groups=tuple(advised),
        budget=budget, pairs=pairs, plans=plans, plan=max(plans, key=lambda plan: plan.net) if plans else None,
        elsewhere=tuple(_elsewhere(strategy.worth, told)),
    )  # fmt: skip


def _plans(
    advised: Sequence[GroupAdvice], pairs: Sequence[Plan], studies: Studies, budget: float | None, method: Method
) -> tuple[Plan, ...]:
    """Plan both ways among groups that are worth asking, alone or in a pair; a plan must be worth its cost."""
    options: Mapping[Group, tuple[tuple[int, float], ...]] = {
        one.group: tuple((size.n, size.worth.value) for size in one.sizes or sizes_of(one.group, studies))
        for one in advised
        if one.advice in ("ask", "together")
    }
    if not options:
        return ()
    plans = (
        plan_greedily(options, studies.worth, budget, pairs),
        plan_whole(options, studies.worth, budget, pairs),
    )
    return tuple(
        plan for plan in plans if plan is not None and is_clear(plan.net, plan.together.standard_error, method)
    )


def _elsewhere(worth: Sequence[ParameterWorth], told: Sequence[Parameter]) -> Iterator[ParameterWorth]:
    """Walk through what is worth knowing and no interview tells; shares of one whole go together."""
    codes = {(p.code, p.channel_id) for p in told}
    wholes = {p.code for p in told}
    for each in worth:
        known = each.code in wholes if each.channel_id is None else (each.code, each.channel_id) in codes
        if each.worth.value > 0 and not known:
            yield each
