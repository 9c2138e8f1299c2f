"""What to ask next, in words: the answer, the groups, and where to look for what no interview tells."""

from __future__ import annotations

import math

from tramite.decisions.comparison import ParameterWorth
from tramite.decisions.information.next_wave import NextWave
from tramite.decisions.information.respondents_left import Group
from tramite.decisions.information.wave_plan import Plan, PlanPart
from tramite.kernel.wording import catalogue
from tramite.reports.hand import Hand


def group_name(hand: Hand, group: Group) -> str:
    """Name a group as a sentence does: role, channel, area, stratum."""
    if group.side == "vendor":
        return hand.tell("ask.who_vendor", channel=hand.channel(group.channel_id), stratum=group.stratum)
    return hand.tell(
        "ask.who", role=hand.tell(f"ask.role_{group.role}"), channel=hand.channel(group.channel_id),
        area=hand.tell("ask.area", area=group.area) if group.area else "", stratum=group.stratum,
    )  # fmt: skip


def as_known(amount: float, error: float) -> float:
    """Round an amount to the second digit of its standard error: no simulation knows more.

    Args:
        amount, error: in currency; without an error nothing is rounded.
    """
    if error <= 0:
        return amount
    return round(amount, 1 - math.floor(math.log10(error)))


def answer(hand: Hand, found: NextWave) -> tuple[str, tuple[str, ...]]:
    """Write the answer in one sentence, and one more for each group to ask."""
    plan = found.plan
    if plan is None:
        return _stop(hand, found), ()
    error = plan.together.standard_error
    sentence = hand.tell(
        "ask.answer_ask", count=sum(part.n for part in plan.parts), cost=hand.brief(plan.cost),
        worth=hand.brief(as_known(plan.together.value, error)), error=hand.brief(as_known(error, error)),
    )  # fmt: skip
    return sentence, tuple(_point(hand, part, error) for part in plan.parts)


def _point(hand: Hand, part: PlanPart, error: float) -> str:
    kind = "point_together" if part.alone <= part.cost else "point" if part.n > 1 else "point_one"
    return hand.tell(
        f"ask.{kind}", n=part.n, who=group_name(hand, part.group), worth=hand.brief(as_known(part.alone, error)),
        cost=hand.brief(part.cost),
    )  # fmt: skip


def pays_together(hand: Hand, pair: Plan) -> str:
    """Say that two groups are worth asking only together."""
    one, other = pair.parts
    error = pair.together.standard_error
    return hand.tell(
        "ask.pair", n=one.n, who=group_name(hand, one.group), m=other.n, other=group_name(hand, other.group),
        together=hand.brief(as_known(pair.together.value, error)), cost=hand.brief(pair.cost),
        first=hand.brief(as_known(one.alone, error)), second=hand.brief(as_known(other.alone, error)),
    )  # fmt: skip


def _stop(hand: Hand, found: NextWave) -> str:
    if found.advice == "open":
        return hand.tell("ask.answer_open")
    if found.everything.value <= 0:
        return hand.tell("ask.answer_stop_same")
    if not any(one.ceiling.value > 0 for one in found.groups):
        return hand.tell(
            "ask.answer_stop_silent",
            everything=hand.brief(as_known(found.everything.value, found.everything.standard_error)),
        )
    return hand.tell("ask.answer_stop_dear")


def where_to_look(hand: Hand, each: ParameterWorth) -> str:
    """Name the source that tells a quantity which no interview tells: its own, or that of its kind of evidence."""
    kind = each.evidence[0].kind if each.evidence else "assumption"
    keys = (f"ask.where_{each.code}", f"ask.where_kind_{kind}", "ask.where_kind_assumption")
    known = catalogue(hand.language)
    return hand.tell(next(key for key in keys if key in known))
