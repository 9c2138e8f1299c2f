"""From simulated alternatives to the verdict on today, and to what is worth knowing before deciding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tramite.decisions.comparison import AlternativeResult, ParameterWorth, Strategy
from tramite.decisions.correctness import correctness
from tramite.decisions.information.perfect import worth_of_parameters
from tramite.decisions.information.smoothing import MOST
from tramite.decisions.parameters import Parameter, distinct
from tramite.kernel.chance import Draws
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.method import Method

_WHOLES = frozenset({"diversion", "leavers_diversion"})  # parameters that are parts of one whole


def judge_strategy(results: Sequence[AlternativeResult], *, net_sales: float, method: Method) -> Strategy | None:
    """Judge today beside its alternatives, and value what is not known.

    Shares that make a whole (where customers would go) are valued together too: nobody learns one alone.

    Args:
        results: today first, all on the same draws. net_sales: of the company over the horizon.

    Returns: ``None`` without an alternative.
    Source: METHOD §3.11.2–4.
    """
    if len(results) < 2:
        return None
    used = distinct(p for result in results for p in result.parameters)
    names = {f"{place} {p.code}/{p.channel_id or ''}": p for place, p in enumerate(used)}
    today = results[0].name
    found = correctness(
        {result.name: result.draws for result in results},
        {name: p.draws for name, p in names.items()},
        [name for name, p in names.items() if p.estimate.grade is Grade.D],
        today=today, net_sales=net_sales, method=method,
    )  # fmt: skip
    values = np.column_stack([result.draws for result in results])
    worth = sorted(_worth(used, values), key=lambda each: -each.worth.value)
    turning = names[found.turning.parameter] if found.turning is not None else None
    return Strategy(found, tuple(worth), turning, weakest(result.grade for result in results))


def _worth(parameters: Sequence[Parameter], values: Draws) -> Iterator[ParameterWorth]:
    groups: dict[tuple[str, str | None], list[Parameter]] = {}
    for parameter in parameters:
        together = parameter.code in _WHOLES
        groups.setdefault((parameter.code, None if together else parameter.channel_id), []).append(parameter)
    for (code, channel), members in groups.items():
        spread = sorted((p for p in members if p.draws.std() > 0), key=lambda p: -float(p.draws.std()))[:MOST]
        if spread:
            worth = worth_of_parameters(values, np.column_stack([p.draws for p in spread]))
            evidence = tuple(dict.fromkeys(source for p in members for source in p.estimate.evidence))
            yield ParameterWorth(code, channel, weakest(p.estimate.grade for p in members), worth, evidence)
