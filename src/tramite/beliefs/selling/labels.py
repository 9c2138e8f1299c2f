"""Sell-with or sell-thru: the rules of the article and of the trade, and how surely a label holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import betaincinv

from tramite.beliefs.selling.axes import STATED
from tramite.kernel.method import Method

Definition = Literal["article", "trade"]
ARTICLE: Final = ("sell_with", "sell_thru", "hybrid", "fulfilment")
TRADE: Final = ("sell_with", "sell_through", "sell_to", "hybrid")
LABELS: Final[dict[Definition, tuple[str, ...]]] = {"article": ARTICLE, "trade": TRADE}
REDRAWN: Final = ("facing", "joint_steps", "joint_sales", "complement", "indispensable")
_DIGITS = 9
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stated:
    """What firms state, each an array (firm, …) of shares 0–1; NaN is not answered."""

    facing: Shares
    joint_steps: Shares
    joint_sales: Shares
    complement: Shares
    indispensable: Shares
    title: Shares
    embed: Shares

    @classmethod
    def of(cls, axes: pl.DataFrame) -> Stated:
        """Take them from ``axes.firm_axes``."""
        return cls(**{name: axes[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in STATED})

    def article(self, method: Method) -> NDArray[np.intp]:
        """Label by the article: places in ``ARTICLE``.

        G ≥ 0.30 fills a gap; F ≥ 0.5 and (T ≤ 0.5 or PS04 ≥ 30) deals with the end customers.
        """
        thru = np.round(self.complement * self.indispensable, _DIGITS) >= method.gap_filled_thru
        near = (self.title <= method.title_with) | (self.joint_sales >= method.joint_sales_with)
        with_ = (self.facing >= method.facing_with) & near
        return np.select([with_ & thru, thru, with_], [2, 1, 0], 3)

    def trade(self, method: Method) -> NDArray[np.intp]:
        """Label by trade usage (places in ``TRADE``): J ≥ 0.4, then embedded, then T = 1 and J < 0.2."""
        joint = np.round((self.joint_steps + self.joint_sales) / 2, _DIGITS)
        through = (self.title == 1) & (joint < method.joint_trade_through)
        return np.select([joint >= method.joint_trade_with, self.embed > 0.5, through], [0, 2, 1], 3)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labels of firms by one definition.

    Attributes:
        label: array (firm,), place in ``LABELS``; −1 where an answer that it needs is missing.
        shares: array (firm, label): share of the redraws with each label; NaN where it is not evaluable.
    """

    label: NDArray[np.intp]
    shares: Shares

    @property
    def probability(self) -> Shares:
        """Share of the redraws that keep the label: array (firm,)."""
        return np.take_along_axis(self.shares, np.maximum(self.label, 0)[:, None], axis=1)[:, 0]


def label_firms(axes: pl.DataFrame, *, method: Method, rng: np.random.Generator) -> dict[Definition, Labelled]:
    """Label each firm by both definitions, with the probability that the label holds.

    Each share p that a firm states (F, joint steps, PS04, PS06, PS07) is redrawn ``label_redraws`` times from
    Beta(20p + 1, 20(1 − p) + 1), by its quantiles at uniform numbers that are the same for all firms: what a
    firm's probability is depends on its own answers alone, whoever else was heard and whatever they are called. T
    is a
    choice among named forms, not a share: it is not redrawn.

    Args:
        axes: as ``axes.firm_axes`` returns them. rng: stream of the redraws.

    Source: METHOD §3.4.
    """
    stated = Stated.of(axes)
    uniform = rng.random((len(REDRAWN), method.label_redraws))
    again = {name: _redrawn(getattr(stated, name), uniform[place], method) for place, name in enumerate(REDRAWN)}
    redrawn = Stated(**again, title=stated.title[:, None], embed=stated.embed[:, None])
    needs: dict[Definition, tuple[str, ...]] = {
        "article": ("facing", "joint_sales", "complement", "indispensable", "title"),
        "trade": ("joint_steps", "joint_sales", "title", "embed"),
    }
    found: dict[Definition, Labelled] = {}
    for definition, labels in LABELS.items():
        known = ~np.isnan(np.stack([getattr(stated, name) for name in needs[definition]])).any(axis=0)
        once, often = (getattr(which, definition)(method) for which in (stated, redrawn))
        shares = np.stack([(often == place).mean(axis=1) for place in range(len(labels))], axis=1)
        found[definition] = Labelled(np.where(known, once, -1), np.where(known[:, None], shares, np.nan))
    return found


def _redrawn(shares: Shares, uniform: Shares, method: Method) -> Shares:
    """Return redraws of each share: array (firm, redraw). Equal shares have equal redraws: each is computed
    once."""
    strength = method.label_answer_strength
    different, place = np.unique(np.nan_to_num(shares, nan=0.5), return_inverse=True)
    yes, no = strength * different[:, None] + 1, strength * (1 - different[:, None]) + 1
    drawn = betaincinv(yes, no, uniform[None, :])
    return np.asarray(drawn[place], dtype=np.float64)


def stated_interval(share: float, *, method: Method) -> tuple[float, float]:
    """Return the central interval of the Beta that a stated share stands for (METHOD §3.4)."""
    tail, strength = (1 - method.interval_level) / 2, method.label_answer_strength
    low, high = betaincinv(strength * share + 1, strength * (1 - share) + 1, [tail, 1 - tail])
    return float(low), float(high)
