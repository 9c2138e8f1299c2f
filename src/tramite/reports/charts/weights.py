"""Why the model thinks that two customers are one: weights of evidence, from the prior to the end."""

from __future__ import annotations

import math
from collections.abc import Mapping

import altair as alt

from tramite.reports.charts.steps import draw_steps, step_row
from tramite.reports.hand import Hand


def weights_chart(hand: Hand, weights: Mapping[str, float]) -> alt.TopLevelMixin:
    """Draw the weights of a pair, in bits: log2 of the odds that the two are one.

    A bit doubles the odds. The first step is the prior: two customers drawn at random are seldom one.

    Args:
        weights: comparison to weight, ``prior`` among them.
    """
    rows, level = [], 0.0
    for comparison in ("prior", *sorted((n for n in weights if n != "prior"), key=lambda name: -weights[name])):
        weight = weights[comparison]
        kind = "up" if weight >= 0 else "down"
        text = f"{'+' if weight > 0 else ''}{hand.figure(weight, 'score')}"
        rows.append(step_row(hand.tell(f"review.compare_{comparison}"), level, level + weight, kind, text))
        level += weight
    ending = hand.tell("review.ends", bits=hand.figure(level, "score"), probability=likely(hand, level))
    rows.append(step_row(hand.tell("review.end"), 0.0, level, "end", ending))
    method = hand.method
    limits = {
        hand.tell("review.to_review"): bits(method.review_probability),
        hand.tell("review.to_link"): bits(method.link_probability),
    }
    return draw_steps(rows, title=hand.tell("review.axis"), limits=limits)


def bits(probability: float) -> float:
    """Return the weight of a probability: log2(p/(1 − p))."""
    return math.log2(probability / (1 - probability)) if 0 < probability < 1 else 0.0


def probability(weight: float) -> float:
    """Return the probability of a weight: 1/(1 + 2^−w)."""
    return 1 / (1 + math.exp2(-weight))


def likely(hand: Hand, weight: float) -> str:
    """Write the probability of a weight; a model is never certain, so that it is never 0% or 100%."""
    share = probability(weight)
    if 0.001 <= share <= 0.999:
        return hand.figure(share, "share")
    return f"> {hand.figure(0.999, 'share')}" if share > 0.5 else f"< {hand.figure(0.001, 'share')}"
