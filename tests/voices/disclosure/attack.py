"""An attacker: what can be found of hidden numbers from all that is published, with an integer programme (HiGHS).

It shares no code with ``tramite.voices.disclosure.screening``, which it attacks. It knows the method: who adds up
to whom, what each group weighs, the scale of the answers, and the rule by which cells are hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy

FEW_HIDDEN = ("few", "dominance", "effective_n", "p_rule")


@dataclass(frozen=True, slots=True)
class Group:
    """Respondents whom no published number divides.

    Attributes:
        n: how many answered. weight: what their mean counts for in a sum.
        step: their mean is a whole multiple of it (10/n for n ratings from 0 to 10); 0: any number.
        low, high: ends of the scale.
    """

    name: str
    n: int
    weight: float = 1.0
    step: float = 0.0
    low: float = 0.0
    high: float = 100.0


@dataclass(frozen=True, slots=True)
class Number:
    """The weighted mean of some groups, as published: ``value`` give or take ``error``; ``None``: hidden."""

    name: str
    groups: frozenset[str]
    value: float | None
    error: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the attack found of a hidden number: it lies between ``low`` and ``high``."""

    name: str
    low: float
    high: float


def narrow(groups: Sequence[Group], numbers: Sequence[Number], *, share: float = 0.15) -> list[Found]:
    """Return the sensitive numbers that published ones place within less than ``share`` of their scale."""
    by_name = {group.name: group for group in groups}
    found = []
    for target in numbers:
        if target.value is None and target.why in FEW_HIDDEN:
            ends = [_extreme(by_name, numbers, target, sense) for sense in ("min", "max")]
            scale = max(by_name[name].high - by_name[name].low for name in target.groups)
            if ends[1] - ends[0] < share * scale - 1e-6:
                found.append(Found(target.name, *ends))
    return found


def _extreme(by_name: Mapping[str, Group], numbers: Iterable[Number], target: Number, sense: str) -> float:
    model = _silent()
    means = {}
    for name, group in by_name.items():
        if group.step:
            steps = model.addVariable(0, (group.high - group.low) / group.step, type=highspy.HighsVarType.kInteger)
            means[name] = steps * group.step + group.low
        else:
            means[name] = model.addVariable(group.low, group.high) * 1.0

    def mean(number: Number) -> highspy.highs_linear_expression:
        whole = sum(by_name[name].weight for name in number.groups)
        parts = (means[name] * (by_name[name].weight / whole) for name in sorted(number.groups))
        return sum(parts, highspy.highs_linear_expression(0.0))

    for number in numbers:
        if number.value is not None and number.groups:
            margin = number.error + 1e-7
            model.addConstr(mean(number) <= number.value + margin)
            model.addConstr(mean(number) >= number.value - margin)
    wanted = mean(target)
    (model.minimize if sense == "min" else model.maximize)(wanted)
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError(f"the attacker's model of {target.name} does not hold: {model.getModelStatus()}")
    return float(model.val(wanted))


def isolated(groups: Sequence[Group], numbers: Sequence[Number], *, k: int = 5) -> dict[str, int]:
    """Return the groups that a combination of published numbers tells together with fewer than k respondents.

    For each group t: combine the published sums, Σ λ_j·A_j, so that t has coefficient 1 and the respondents of all
    groups with a coefficient other than 0 are as few as possible.
    """
    published = [number for number in numbers if number.value is not None and number.groups]
    found = {}
    for target in groups:
        fewest = _fewest(groups, published, target)
        if fewest is not None and 0 < fewest < k:
            found[target.name] = fewest
    return found


def _fewest(groups: Sequence[Group], published: Sequence[Number], target: Group) -> int | None:
    if not any(target.name in number.groups for number in published):
        return None
    model = _silent()
    bound = 4.0
    used = {number.name: model.addVariable(-bound, bound) for number in published}
    told = {}
    for group in groups:
        over = [used[number.name] for number in published if group.name in number.groups]
        if group is target:
            model.addConstr(sum(over[1:], over[0] * 1.0) == 1.0)
        elif over:
            told[group.name] = model.addBinary()
            combined = sum(over[1:], over[0] * 1.0)
            model.addConstr(combined - told[group.name] * (bound * len(over)) <= 0)
            model.addConstr(combined + told[group.name] * (bound * len(over)) >= 0)
    sizes = {group.name: group.n for group in groups}
    others = sum((sign * sizes[name] for name, sign in told.items()), highspy.highs_linear_expression(0.0))
    model.minimize(others)
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError(f"no combination tells {target.name}: {model.getModelStatus()}")
    return target.n + round(model.getObjectiveValue())


def _silent() -> highspy.Highs:
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    return model
