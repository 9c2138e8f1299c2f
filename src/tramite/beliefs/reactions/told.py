"""What each side says about a reaction: mean by channel and point, and how much it weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.special import ndtri, stdtrit

from tramite.beliefs.reactions.kinds import Kind, side_asked
from tramite.beliefs.reactions.respondents import TOGETHER, Respondents
from tramite.beliefs.reactions.shares import pseudo_answers
from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item
from tramite.voices.disclosure.screening import screen
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.heard import Heard
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

_SURE = (0.01, 0.99)  # ends of Juster's scale (choices «juster11»): nobody can be surer than that
# Answers are rounded to fives of a hundred: two that look alike differ by so much (uniform in the step).
_ROUNDING = 0.05**2 / 12


@dataclass(frozen=True, slots=True)
class SideTold:
    """What one side said of a channel at one point, or of several channels that may only be shown together.

    Attributes:
        point: size of the change asked about («5»), empty where none is.
        n: answers; effective_n: (Σw)²/Σw²; largest_share: weight of the heaviest, 0–1.
        mean: weighted mean, a share of 1. variance: of one answer around it.
        reliability: r, 0–1; apart: from the most reliable side, in standard deviations of one answer; weight: m,
            the pseudo-answers that it adds (``shares.pseudo_answers``).
        revenue_share: of the channels' revenue that those heard have; ``None`` if not known.
    """

    item_id: str
    channels: tuple[str, ...]
    point: str
    n: int
    effective_n: float
    largest_share: float
    mean: float
    variance: float
    reliability: float
    revenue_share: float | None
    apart: float = 0.0
    weight: float = 0.0


def stated(responses: pl.DataFrame, *, item: Item, kind: Kind, study: Study) -> pl.DataFrame:
    """Read the answers to an item as shares of 1: ``interview_id``, ``key`` (the size asked about), ``value``.

    A chance on Juster's scale is its tenth, with 0 read as 0.01 and 10 as 0.99 (list «juster11»).
    """
    if kind.reading == "percent":
        return answer_parts(responses, item=item)
    scores = item_values(responses, item=item, bank=study.bank).with_columns(pl.col("value") / 100)
    return scores.with_columns(pl.col("value").clip(*_SURE)) if kind.reading == "probability" else scores


def told_by_sides(
    kind: Kind, study: Study, heard_on: Mapping[Side, Respondents], *, roles: Mapping[str, str]
) -> list[SideTold]:
    """Return what each side said, by channel and point.

    What may not be shown does not count (ADR 10). Channels of one role that may not be shown one by one are taken
    together, with the least answered of the others if it takes them: detail is given up before evidence. Ratings
    and chances also stand among the answers, with their whole: of them what is hidden there does not count, as it
    could be found from here and there by subtraction (METHOD §3.3).

    Args:
        roles: channel → its role.
    """
    known = {item.id: item for item in study.bank.items}
    told: list[SideTold] = []
    for item_id, setting in kind.items.items():
        reliability = float(getattr(study.method, setting))
        if item_id in known and reliability > 0:
            values = stated(study.responses, item=known[item_id], kind=kind, study=study)
            published = None if kind.reading == "percent" else _shown_among_answers(study, known[item_id])
            asked = _Asked(item_id, heard_on[side_asked(item_id)], reliability, study.method, published)
            for role in dict.fromkeys(roles.values()):
                told += asked.shown(values, [channel for channel, its in roles.items() if its == role])
    return told


def _shown_among_answers(study: Study, item: Item) -> frozenset[str]:
    cells = study.table(item.id).cells
    return frozenset(c.domain for c in cells) - {c.domain for c in cells if c.hidden_because}


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item put to a side; ``published``: channels shown among the answers, ``None`` if it is not there."""

    item_id: str
    side: Respondents
    reliability: float
    method: Method
    published: frozenset[str] | None

    def shown(self, values: pl.DataFrame, channels: Sequence[str]) -> Iterator[SideTold]:
        """Walk through what may be shown of some channels of one role, point by point."""
        for (point,), part in values.group_by("key", maintain_order=True):
            each = [one for one in self._told(self.side, part, str(point)) if one.channels[0] in channels]
            shown = [one for one in each if self._may_be_shown(one)]
            hidden = [one for one in each if one not in shown]
            if self.published is not None:
                yield from (one for one in shown if one.channels[0] in self.published)
            else:
                yield from self._with_rest(part, str(point), shown, hidden) if hidden else shown

    def _with_rest(
        self, values: pl.DataFrame, point: str, shown: list[SideTold], hidden: list[SideTold]
    ) -> list[SideTold]:
        fewest_first = sorted(shown, key=lambda one: (one.n, one.channels))
        for taken in range(len(fewest_first) + 1):
            group = sorted(channel for one in (*hidden, *fewest_first[:taken]) for channel in one.channels)
            together = list(self._told(self.side.together(group), values, point)) if len(group) > 1 else []
            if together and self._may_be_shown(together[0]):
                return [*(one for one in shown if one not in fewest_first[:taken]), *together]
        return shown

    def _told(self, side: Respondents, values: pl.DataFrame, point: str) -> Iterator[SideTold]:
        for name, _, heard in side.said(values):
            yield SideTold(
                self.item_id, tuple(name.split(TOGETHER)), point, heard.n, heard.effective_n, heard.largest_share,
                heard.mean(), _variance(heard), self.reliability, side.revenue_share(heard),
            )  # fmt: skip

    def _may_be_shown(self, one: SideTold) -> bool:
        cell = {"n": one.n, "effective_n": one.effective_n, "largest_share": one.largest_share}
        return bool(screen(pl.DataFrame([cell]), method=self.method)["shown"][0])


def _variance(heard: Heard) -> float:
    """Return the variance of one answer: Σ p·(y − ȳ)² · n/(n − 1), p the weight."""
    residuals = heard.drawn["value"].to_numpy() - heard.mean()
    return float(heard.drawn["share"].to_numpy() @ residuals**2) * heard.n / max(heard.n - 1, 1)


def spread_of(told: Sequence[SideTold], method: Method) -> float:
    """Return σ, the standard deviation of one answer: s² pooled over sides and channels, Σ(n − 1)·s²/Σ(n − 1).

    Cells of few answers would not know their own spread. Widened by t/z at the level of the intervals, as σ itself
    is estimated, so that normal intervals with it are Student's; never below the rounding of answers.
    """
    freedom = sum(one.n - 1 for one in told)
    pooled = sum((one.n - 1) * one.variance for one in told) / freedom
    tail = (1 + method.interval_level) / 2
    return float(np.sqrt(max(pooled, _ROUNDING)) * stdtrit(freedom, tail) / ndtri(tail))


def weighed_sides(told: Sequence[SideTold], spread: float) -> list[SideTold]:
    """Return what sides said of one role at one point, most reliable first, with distance and weight.

    Distance is from the most reliable side: from what it says of the same channels or, where it may only be shown
    of others with them, of all.
    """
    by_trust = sorted(told, key=lambda one: -one.reliability)
    first = [one for one in by_trust if one.item_id == by_trust[0].item_id]
    own = {one.channels: one.mean for one in first}
    whole = sum(one.effective_n * one.mean for one in first) / sum(one.effective_n for one in first)
    found = []
    for one in by_trust:
        apart = abs(one.mean - own.get(one.channels, whole)) / spread
        weight = pseudo_answers(one.reliability, one.effective_n, apart)
        found.append(replace(one, apart=apart, weight=weight))
    return found
