"""Groups that are worth asking only together: alone one of them does not bring what it costs, both at once do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from typing import Final

from tramite.decisions.information.group_advice import StudySize
from tramite.decisions.information.respondents_left import Group
from tramite.decisions.information.wave_plan import Plan, PlanPart, Worth

_NUMBERS: Final = (2, 6, 17)  # of interviews that are tried, beside the most that can be had
_TRIED: Final = 8  # pairs, those that could bring most


def pairs_worth_asking(
    alone: Mapping[Group, StudySize | None],
    worth: Worth,
    at_most: Callable[..., float],
    clear: Callable[[float, float], bool],
) -> Iterator[Plan]:
    """Walk through pairs of groups that bring more together than those of them that pay by themselves.

    EVSI(n of a, m of b) − cost > net(a) + net(b), net 0 where a group does not pay by itself, as at least one of
    them does not. Two answers may change a choice that neither changes: EVSI is no sum. As it never falls with n,
    a pair is left out whose most interviews are not clearly worth what its fewest cost.

    Args:
        alone: what is best to ask of each group by itself, if anything. worth: EVSI of a combination.
        at_most: roughly, the worth of knowing all that some groups can tell: it decides which pairs are tried.
        clear: whether a benefit is above zero beyond its error.

    Returns: each pair with the numbers, of those tried, that bring most.
    """
    promising = []
    for pair in combinations(alone, 2):
        if not all(alone[group] for group in pair):
            asked = [group for group in pair if alone[group]]
            added = sum(_numbers(group, alone)[0] * group.cost for group in pair if not alone[group])
            more = at_most(*pair) - at_most(*asked) - added
            promising += [(more, pair)] if more > 0 else []
    promising.sort(key=lambda each: -each[0])
    for _, pair in promising[:_TRIED]:
        most = worth({group: _numbers(group, alone)[-1] for group in pair})
        if not clear(most.value - _to_beat(pair, alone), most.standard_error):
            continue
        best = _best(pair, most.value, alone, worth)
        pays = sum(size.net for group in pair if (size := alone[group]))
        if best is not None and clear(best.net - pays, best.together.standard_error):
            parts = (PlanPart(part.group, part.n, worth({part.group: part.n}).value) for part in best.parts)
            yield Plan("pair", tuple(parts), best.together)


def _best(
    pair: tuple[Group, Group], most: float, alone: Mapping[Group, StudySize | None], worth: Worth
) -> Plan | None:
    """Try the numbers that could pay if they were worth as much as the most; ``None`` where there are none."""
    found = []
    for numbers in product(*(_numbers(group, alone) for group in pair)):
        asked = dict(zip(pair, numbers, strict=True))
        if sum(n * group.cost for group, n in asked.items()) < most:
            parts = tuple(PlanPart(group, n, 0.0) for group, n in asked.items())
            found.append(Plan("pair", parts, worth(asked)))
    return max(found, key=lambda plan: plan.net, default=None)


def _to_beat(pair: tuple[Group, Group], alone: Mapping[Group, StudySize | None]) -> float:
    """Return what a pair must be worth at least: the cost of its fewest interviews and what pays without it."""
    fewest = sum(_numbers(group, alone)[0] * group.cost for group in pair)
    return fewest + sum(size.net for group in pair if (size := alone[group]))


def _numbers(group: Group, alone: Mapping[Group, StudySize | None]) -> list[int]:
    size = alone[group]
    return [size.n] if size else sorted({min(n, group.most) for n in (*_NUMBERS, group.most)})
