"""Do direct sales pay? Both margin and revenue must grow (METHOD R32)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tramite.decisions.alternatives import Alternative
from tramite.decisions.levers.open_direct import OpenDirect
from tramite.decisions.simulation import Outcome, simulate
from tramite.decisions.verdicts.drawn import firsts, ground_of, of_draws, side_of
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.provenance import Source

QUESTION = "direct_sales"
Graded = tuple[Grade, tuple[Source, ...]]


def direct_sales(ground: VerdictGround) -> Iterator[Verdict]:
    """Put every lever of direct sales to the test, alone: in all, then by product line and by segment.

    Net sales and margin of the whole company, partners' channels included, against today's over the horizon: the
    margin is contribution margin 2 in all and contribution margin 1 of a part, under which no fixed cost stands.
    «Yes» if the interval of both lies above zero, «no» if that of one lies below it, else open. What it costs to
    set up is in neither; it is in the value of the alternative.
    """
    for alternative in ground.alternatives:
        for lever in alternative.levers:
            if isinstance(lever, OpenDirect):
                yield from _test(ground, alternative, lever)


def _test(ground: VerdictGround, alternative: Alternative, lever: OpenDirect) -> Iterator[Verdict]:
    setting = ground.setting
    missing = tuple(lever.missing(setting.beliefs, setting.definition))
    if missing:
        yield Verdict(QUESTION, lever.channel, "not_evaluable", missing=missing, alternative=alternative.id)
        return
    alone = alternative.model_copy(update={"levers": (lever,)})
    simulated = simulate([alone], setting, ground.chance)
    today, then = simulated.outcomes
    graded = ground_of(firsts(simulated.drawn, then.drawn))
    left_out = tuple(lever.left_out(setting.beliefs, setting.definition))
    for part, sales, margin in _changes(ground, today, then):
        figures = _figures(ground, sales, margin, graded, whole=part is None)
        lacks = left_out if part is None else ()
        answer = _answer(figures)
        yield Verdict(QUESTION, lever.channel, answer, figures, part, lacks, alternative=alternative.id)


def _changes(ground: VerdictGround, today: Outcome, then: Outcome) -> Iterator[tuple[str | None, Draws, Draws]]:
    """Walk through the whole and its parts: part, change of net sales and of margin, each (d,)."""
    yield None, *((getattr(then, name) - getattr(today, name)).sum(axis=1) for name in ("sales", "margin2"))
    market = ground.setting.market
    yield from _parts("line", market.lines, then.by_line - today.by_line)
    yield from _parts("segment", market.segments, then.by_segment - today.by_segment)


def _parts(kind: str, names: Sequence[str | None], change: Draws) -> Iterator[tuple[str, Draws, Draws]]:
    """Walk through parts that the books tell apart; one alone is the whole again."""
    for place, name in enumerate(names):
        if len(names) > 1:
            yield f"{kind}:{name or ''}", change[:, place, 0], change[:, place, 1]


def _figures(
    ground: VerdictGround, sales: Draws, margin: Draws, graded: Graded, *, whole: bool
) -> dict[str, Estimate]:
    both = np.asarray((sales > 0) & (margin > 0), dtype=np.float64)
    level = ground.setting.definition.method.interval_level
    found = {
        "sales_change": of_draws(ground, sales, "money", "verdicts.method_change", graded),
        "margin2_change" if whole else "margin1_change": of_draws(
            ground, margin, "money", "verdicts.method_change", graded
        ),
    }
    method = found["sales_change"].method
    found["both_better"] = Estimate(
        float(both.mean()), None, None, level, 0, None, "share", method, grade=graded[0], evidence=graded[1]
    )
    return found


def _answer(figures: dict[str, Estimate]) -> str:
    sales, margin, _ = figures.values()
    sides = side_of(sales), side_of(margin)
    if sides == ("above", "above"):
        return "yes"
    return "no" if "below" in sides else "open"
