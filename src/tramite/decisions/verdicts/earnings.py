"""Would another commission, or margin, pay? What a channel states beside what it may lose (METHOD R18, §5.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from tramite.beliefs.reactions.kinds import CONTINUITY, DEPENDENCE, EARNINGS_CUT, EARNINGS_RISE, Kind
from tramite.decisions.levers.earnings import earned_per_sales
from tramite.decisions.levers.stated import PER_CENT, asked, heard_of
from tramite.decisions.missing import Missing
from tramite.decisions.verdicts.books import joined, of_books
from tramite.decisions.verdicts.break_even import ALL_OF_IT, gain_needed, loss_borne
from tramite.decisions.verdicts.verdict import Point, Verdict, VerdictGround
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.wording import phrase


@dataclass(frozen=True, slots=True)
class _Change:
    """A cut or a rise: how it is asked, and what of it must hold for it to pay."""

    question: str
    kind: Kind
    lost: bool
    break_even: Callable[[float, float], float | None]


_CHANGES = (
    _Change("earnings_cut", EARNINGS_CUT, True, loss_borne),
    _Change("earnings_rise", EARNINGS_RISE, False, gain_needed),
)  # fmt: skip


def earnings_changed(ground: VerdictGround) -> Iterator[Verdict]:
    """Answer for each channel with partners: does a cut, or a rise, of what they earn pay?

    At each size asked about: x% of their earnings is Δ points of net sales. A cut pays if the loss that is stated,
    with its whole interval, is below Δ/(cm + Δ); a rise if the gain is above Δ/(cm − Δ); it does not if the whole
    interval is on the other side; else it is open. Where partners resell, Δ is net of the commissions that our own
    people get on what they pay us. Of all sizes: the one answer, or that it depends on the size.
    """
    for channel in ground.setting.definition.selling_channels:
        if channel.reach == "indirect":
            for change in _CHANGES:
                yield _verdict(ground, channel.id, change)


def _verdict(ground: VerdictGround, channel_id: str, change: _Change) -> Verdict:
    setting = ground.setting
    reaction = heard_of(setting.beliefs, change.kind, channel_id)
    earned, margin = _earned(ground, channel_id), setting.statement.ratio(channel_id, "cm1")
    missing = [
        *([Missing(f"parameters.{change.kind.code}_belief", channel_id)] if reaction is None else []),
        *([Missing("parameters.earnings", channel_id)] if earned is None else []),
        *([Missing("lines.cm1", channel_id)] if margin is None else []),
    ]
    if reaction is None or earned is None or earned.value is None or margin is None:
        return Verdict(change.question, channel_id, "not_evaluable", missing=tuple(missing))
    resold = not setting.market.on_commission[setting.market.index(channel_id)]
    followed = -(setting.statement.ratio(channel_id, "commissions") or 0.0) if resold else 0.0
    cm = of_books(ground, channel_id, margin, "cm1")
    sizes = zip(asked(reaction, channel_id), reaction.of(channel_id), strict=True)
    points = [
        _point(change, size / PER_CENT, stated, earned, cm, ground, followed=followed) for size, stated in sizes
    ]
    answers = {point.answer for point in points}
    answer = answers.pop() if len(answers) == 1 else "depends" if "pays" in answers else "open"
    figures = {"earned": earned, "margin1": cm, **_beside(ground, channel_id, change)}
    return Verdict(change.question, channel_id, answer, figures, points=tuple(points))


def _point(
    change: _Change,
    size: float,
    stated: Estimate,
    earned: Estimate,
    margin: Estimate,
    ground: VerdictGround,
    *,
    followed: float,
) -> Point:
    """Judge one size. ``followed``: commissions per euro of net sales that are paid on what resellers pay us."""
    points_of_sales = size * (earned.value or 0.0)
    limit = change.break_even(points_of_sales * (1 - followed), margin.value or 0.0)
    reaction = _positive(stated) if change.lost else stated
    low, high = reaction.lower, reaction.upper
    if low is None or high is None:
        answer = "open"
    elif limit is None:
        answer = "does_not_pay"
    elif change.lost:
        answer = "pays" if high < limit or limit == ALL_OF_IT else "does_not_pay" if low > limit else "open"
    else:
        answer = "pays" if low > limit else "does_not_pay" if high < limit else "open"
    return Point(size, answer, {
        "change": joined(ground, points_of_sales, "methods.points_of_sales", earned), "stated": reaction,
        "break_even": joined(ground, limit, "methods.break_even", earned, margin),
    })  # fmt: skip


def _positive(stated: Estimate) -> Estimate:
    """Return a fall as a loss: the same number with the other sign."""

    def turned(value: float | None) -> float | None:
        return None if value is None else -value

    return replace(stated, value=turned(stated.value), lower=turned(stated.upper), upper=turned(stated.lower))


def _earned(ground: VerdictGround, channel_id: str) -> Estimate | None:
    """Return what partners earn per unit of net sales; of an assumed end price, at its likely value."""
    setting = ground.setting
    market = setting.market
    k, everything = market.index(channel_id), frozenset(range(len(market.cells)))
    rate = float(earned_per_sales(market, k, everything, np.ones(1))[0])
    if rate <= 0:
        return None
    line = "commissions" if market.on_commission[k] else "end_customer_spend"
    found = of_books(ground, channel_id, rate, line)
    assumed = any(source.kind == "assumption" for source in found.evidence)
    return replace(found, method=phrase("methods.earned"), grade=Grade.D if assumed else found.grade)


def _beside(ground: VerdictGround, channel_id: str, change: _Change) -> dict[str, Estimate]:
    """Return what stands beside a cut: who would leave, who would stay anyway, who depends on us."""
    reactions = ground.setting.beliefs.reactions
    if not change.lost or reactions is None:
        return {}
    moves = reactions.moves.get(EARNINGS_CUT.code, {}).get(channel_id)
    found = {} if moves is None else {"leaving": moves.estimates["exit"]}
    for kind in (CONTINUITY, DEPENDENCE):
        reaction = heard_of(ground.setting.beliefs, kind, channel_id)
        if reaction is not None:
            found[kind.code] = reaction.of(channel_id)[0]
    return found
