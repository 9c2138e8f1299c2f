"""Whether more of one group should be asked: the worth of each number of interviews against its cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scipy.optimize import isotonic_regression
from scipy.special import ndtri

from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.information.respondents_left import Group
from tramite.decisions.information.studies import Studies
from tramite.kernel.method import Method

Advice = Literal["ask", "together", "open", "stop"]
_NUMBERS = (2, 4, 6, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40, 50, 60)  # of interviews: closer where worth rises most


@dataclass(frozen=True, slots=True)
class StudySize:
    """A number of interviews of one group: EVSI with its error, and cost, in the currency of the case."""

    n: int
    worth: WorthKnowing
    cost: float

    @property
    def net(self) -> float:
        """Expected net benefit of sampling."""
        return self.worth.value - self.cost


@dataclass(frozen=True, slots=True)
class GroupAdvice:
    """Whether more of a group should be asked.

    Attributes:
        informs: what its answers are about, of what bears on the choice.
        ceiling: worth of knowing all of that exactly. sizes: by rising n; empty where the ceiling is below the
            cost of the smallest study. best: the size with the highest net benefit, if one has any.
        advice: ``ask``; ``together``, with another group alone; ``open``, the net benefit is within the error of
            the simulation; ``stop``.
    """

    group: Group
    informs: tuple[str, ...]
    ceiling: WorthKnowing
    sizes: tuple[StudySize, ...]
    best: StudySize | None
    advice: Advice


def advise(
    group: Group, informs: tuple[str, ...], ceiling: WorthKnowing, studies: Studies, method: Method
) -> GroupAdvice:
    """Choose the number of interviews with the highest net benefit; where nothing can pay, none is tried."""
    if ceiling.value <= _numbers(group)[0] * group.cost:
        return GroupAdvice(group, informs, ceiling, (), None, "stop")
    sizes = sizes_of(group, studies)
    best = max(sizes, key=lambda size: size.net)
    return GroupAdvice(
        group, informs, ceiling, sizes, best if best.net > 0 else None,
        advice_on(best.net, best.worth.standard_error, method),
    )  # fmt: skip


def _numbers(group: Group) -> list[int]:
    return sorted({n for n in (*_NUMBERS, group.most) if n <= group.most})


def sizes_of(group: Group, studies: Studies) -> tuple[StudySize, ...]:
    """Value each number of interviews of a group, from few to the most that can be had."""
    numbers = _numbers(group)
    found = [studies.worth({group: n}) for n in numbers]
    rising = isotonic_regression([worth.value for worth in found]).x
    return tuple(
        StudySize(n, WorthKnowing(float(value), worth.standard_error), n * group.cost)
        for n, value, worth in zip(numbers, rising, found, strict=True)
    )


def advice_on(net: float, error: float, method: Method) -> Advice:
    """Advise to ask where the net benefit is above zero beyond the error of its simulation.

    Args:
        net, error: in currency; the error counts at the level of intervals.
    """
    if net <= 0:
        return "stop"
    return "ask" if net > float(ndtri((1 + method.interval_level) / 2)) * error else "open"


def is_clear(net: float, error: float, method: Method) -> bool:
    """Tell whether a net benefit is above zero beyond the error of its simulation."""
    return advice_on(net, error, method) == "ask"
