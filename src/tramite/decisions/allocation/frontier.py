"""The mixes that no other passes in both return and risk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tramite.decisions.allocation.aim import highest_return, lowest_risk
from tramite.decisions.allocation.mixes import Mix
from tramite.decisions.allocation.search import Search


def efficient_mixes(search: Search, *, points: int) -> tuple[Mix, ...]:
    """Return the efficient mixes, the least risky first.

    The limit of risk moves in ``points`` steps from the lowest risk of any mix to that of the highest mean; at
    each the mix with the highest mean is kept. What another passes is dropped: on the draws that choose, and then
    on those that judge, whose luck counts for little among so few.
    """
    safest, dearest = search.best(lowest_risk()), search.best(highest_return())
    choosing, judging = search.split.choosing, search.split.judging
    found = [mix for mix in (safest, dearest) if mix is not None]
    low, high = (search.measures(mix, choosing)[1] for mix in (found[0], found[-1]))
    for limit in np.linspace(low, high, points)[1:-1]:
        mix = search.best(highest_return(float(limit)))
        if mix is not None:
            found.append(mix)
    kept = not_passed(list(dict.fromkeys(found)), lambda mix: search.measures(mix, choosing))
    return not_passed(kept, lambda mix: search.measures(mix, judging))


def not_passed(mixes: Sequence[Mix], measure: Callable[[Mix], tuple[float, float]]) -> tuple[Mix, ...]:
    """Return the mixes for which no other has a mean as high and a risk as low, the least risky first."""
    measured = sorted(((measure(mix), mix) for mix in mixes), key=lambda pair: (pair[0][1], -pair[0][0]))
    kept: list[Mix] = []
    highest = -np.inf
    for (mean, _), mix in measured:
        if mean > highest:
            kept.append(mix)
            highest = mean
    return tuple(kept)
