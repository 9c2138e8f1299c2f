"""The page of the clerical reviewer: doubtful pairs of customers side by side, and why the model doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tramite.kernel.case import CaseDefinition
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language
from tramite.reports.charts.weights import likely, weights_chart
from tramite.reports.grid import Grid, Row
from tramite.reports.hand import Hand
from tramite.reports.leaf import Leaf, Writer, render_leaf
from tramite.reports.section import Block, Picture, Section, Words

SHOWN = ("name", "address", "vat_number", "email_domain", "area")


@dataclass(frozen=True, slots=True)
class PairWeights:
    """Two entries of the customers table, and what each comparison adds to the odds that they are one.

    Attributes:
        one, other: column of the customers table to what stands there.
        weights: comparison to log2 of its odds ratio, ``prior`` among them; empty: the model did not score it.
        decision: what a person said of it; ``None``: nothing yet.
    """

    one: Mapping[str, str | None]
    other: Mapping[str, str | None]
    weights: Mapping[str, float]
    decision: str | None = None


def render_review(
    pairs: Sequence[PairWeights], *, definition: CaseDefinition, language: Language, left_out: int = 0
) -> str:
    """Write the pairs as one HTML page that stands by itself.

    It holds names and addresses of end customers: it is for whoever judges the pairs, and no part of a dossier.

    Args:
        left_out: pairs that are to judge and not on this page.
    """
    hand = Writer(definition, language)
    facts = hand.tell("review.facts", count=hand.figure(len(pairs), "count"))
    if left_out:
        facts += " " + hand.tell("review.left_out", count=hand.figure(left_out, "count"))
    sections = tuple(_section(hand, place, pair) for place, pair in enumerate(pairs, 1))
    title, kind = hand.tell("review.title"), hand.tell("review.kind")
    leaf = Leaf(kind, title, definition.vendor, facts, sections, hand.tell("review.private"))
    return render_leaf(hand, leaf)


def _section(hand: Hand, place: int, pair: PairWeights) -> Section:
    blocks: list[Block] = [_sides(hand, place, pair)]
    if pair.decision is not None:
        blocks.append(Words(hand.tell("review.judged", decision=hand.tell(f"review.decision_{pair.decision}"))))
    if pair.weights:
        title = hand.tell("review.chart")
        blocks.append(
            Picture(f"weights-{place}", title, hand.tell("review.chart_about"), weights_chart(hand, pair.weights))
        )
        blocks.append(_table(hand, place, pair))
    else:
        blocks.append(Words(hand.tell("review.not_scored"), tone="absent"))
    names = tuple(str(side["customer_id"]) for side in (pair.one, pair.other))
    return Section(f"pair-{place}", hand.tell("review.pair", one=names[0], other=names[1]), tuple(blocks))


def _sides(hand: Hand, place: int, pair: PairWeights) -> Grid:
    rows = tuple(
        Row(
            hand.tell(f"review.field_{field}"),
            tuple(hand.words(side.get(field) or "–") for side in (pair.one, pair.other)),
        )
        for field in SHOWN
    )
    headers = (hand.tell("review.field"), *(str(side["customer_id"]) for side in (pair.one, pair.other)))
    return Grid(f"sides-{place}", "review", hand.tell("review.sides"), headers, rows)


def _table(hand: Hand, place: int, pair: PairWeights) -> Grid:
    source = (Source("table", "linkage/weights"),)
    rows = [
        Row(hand.tell(f"review.compare_{name}"), (
            hand.number(weight, "points", source), hand.words(_meaning(hand, weight)),
        ))
        for name, weight in sorted(pair.weights.items(), key=lambda item: (item[0] != "prior", -item[1]))
    ]  # fmt: skip
    total = sum(pair.weights.values())
    share = likely(hand, total)
    rows.append(
        Row(hand.tell("review.end"), (hand.number(total, "points", source), hand.words(share)), "subtotal")
    )
    headers = tuple(hand.tell(f"review.{key}") for key in ("comparison", "weight", "meaning"))
    return Grid(f"table-{place}", "review", hand.tell("review.caption"), headers, tuple(rows))


def _meaning(hand: Hand, weight: float) -> str:
    """Say how many times likelier the weight makes it that the two are one, or different."""
    times = hand.figure(
        round(2 ** abs(weight), 1 if abs(weight) < 4 else 0), "count" if abs(weight) >= 4 else "score"
    )
    return hand.tell("review.times_same" if weight >= 0 else "review.times_different", times=times)
