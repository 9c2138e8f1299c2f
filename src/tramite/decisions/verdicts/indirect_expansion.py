"""Can the indirect channel grow, and on what conditions? (METHOD R34)"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tramite.beliefs.potential.result import ChannelPotential
from tramite.decisions.missing import Missing
from tramite.decisions.today import margin_ratio
from tramite.decisions.verdicts.drawn import of_draws, side_of
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, grade_books, weakest
from tramite.kernel.provenance import Source

QUESTION = "indirect_expansion"


def indirect_expansion(ground: VerdictGround) -> Iterator[Verdict]:
    """Judge each channel in which partners sell.

    Spare capacity is what partners say they could sell more with today's means (PX01), conditional capacity what
    they could without the obstacles that they name (PX02); both discounted by κ, and never above the limit of
    potential L (METHOD §3.10). More sales are worth their contribution margin 1: where the whole interval of it is
    below zero, every further euro loses. «Now» if there is spare capacity today, «conditional» if only without the
    obstacles, «none» if not even then; open where an interval holds zero.
    """
    belief = ground.setting.beliefs.potential
    known = {} if belief is None else belief.channels
    for channel in ground.setting.definition.selling_channels:
        if channel.reach != "indirect":
            continue
        if channel.id in known:
            yield _judge(ground, known[channel.id])
        else:
            missing = (Missing("verdicts.potential_belief", channel.id),)
            yield Verdict(QUESTION, channel.id, "not_evaluable", missing=missing)


def _judge(ground: VerdictGround, potential: ChannelPotential) -> Verdict:
    chance, sales = ground.chance, float(potential.sales.value or 0.0)
    limit = potential.draw(chance)
    ratio, error = margin_ratio(ground.setting.statement, potential.channel_id)
    margin = chance.normal(f"margin.{potential.channel_id}", ratio, error)
    own = _measured(ground, potential.channel_id)
    stated = (potential.limit.grade, potential.limit.evidence)
    figures: dict[str, Estimate] = {}
    if potential.today.known:
        spare = np.minimum(potential.today.draw(chance), limit) / sales - 1
        today = potential.today.estimate
        graded = weakest((today.grade, potential.limit.grade)), (*today.evidence, *potential.limit.evidence)
        figures["spare"] = of_draws(ground, spare, "share", "verdicts.method_spare", graded)
    room = limit / sales - 1
    figures["conditional"] = of_draws(ground, room, "share", "verdicts.method_conditional", stated)
    figures["margin_per_unit"] = of_draws(ground, margin, "share", "verdicts.method_margin", own)
    graded = weakest((own[0], stated[0])), tuple(dict.fromkeys((*stated[1], *own[1])))
    figures["worth"] = of_draws(ground, room * sales * margin, "money", "verdicts.method_worth", graded)
    lacking = [f"term_{name}" for name, term in potential.terms.items() if not term.known]
    lacking += [] if potential.today.known else ["today"]
    missing = tuple(Missing(f"potential.{name}", potential.channel_id) for name in lacking)
    answer = _answer(figures)
    if potential.upper_bound and answer in ("now", "conditional"):
        answer = "open"  # a limit that lacks a term may be lower: room is not shown
    return Verdict(QUESTION, potential.channel_id, answer, figures, missing=missing)


def _answer(figures: dict[str, Estimate]) -> str:
    margin, conditional = side_of(figures["margin_per_unit"]), side_of(figures["conditional"])
    if conditional == "below":
        return "none"
    if margin == "below":
        return "loses"
    if margin == "open" or conditional == "open":
        return "open"
    return "now" if "spare" in figures and side_of(figures["spare"]) == "above" else "conditional"


def _measured(ground: VerdictGround, channel_id: str) -> tuple[Grade, tuple[Source, ...]]:
    """Return grade and evidence of contribution margin 1: what a driver splits is not measured by channel."""
    statement, method = ground.setting.statement, ground.setting.definition.method
    cell = statement.cell(channel_id, "cm1")
    return Grade.D if cell.allocated else grade_books(statement.period.months, method), cell.sources
