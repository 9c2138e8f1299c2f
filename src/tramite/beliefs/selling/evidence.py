"""What speaks for a label of a firm, and what against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tramite.beliefs.selling.confirmation import OTHERS
from tramite.beliefs.selling.sell_mode import FirmMode
from tramite.kernel.method import Method

SURE = 0.8  # of four redraws in five a label is not said to be close to a threshold


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of evidence on a label of the article.

    Attributes:
        code: of the sentence ``selling.mark_<code>``. value: share that it names, 0–1; ``None`` where it names
            none.
        supports: whether it speaks for the label.
    """

    code: str
    value: float | None
    supports: bool


def marks_of(firm: FirmMode, *, method: Method) -> tuple[Mark, ...]:
    """Weigh each condition of the article's definition, and each other source, for and against the firm's label.

    Leading the steps and closing deals together (or not invoicing alone) speak for selling with us; what would not
    be sold without the partner speaks for filling a gap. Each speaks against a label that does not say so.

    Returns: none where the label is not evaluable. Source: METHOD §3.4.
    """
    label = firm.labels.get("article")
    if label is None:
        return ()
    with_, thru = label.code in ("sell_with", "hybrid"), label.code in ("sell_thru", "hybrid")
    return (*_axes(firm, with_, thru, method), *_others(firm))


def _axes(firm: FirmMode, with_: bool, thru: bool, method: Method) -> Iterator[Mark]:
    stated = firm.stated
    if "facing" in stated:
        high = stated["facing"] >= method.facing_with
        yield Mark(f"facing_{'high' if high else 'low'}", stated["facing"], high == with_)
    if stated.get("title", 1.0) <= method.title_with:
        yield Mark("title_low", None, with_)
    elif "joint_sales" in stated:
        high = stated["joint_sales"] >= method.joint_sales_with
        yield Mark(f"near_{'high' if high else 'low'}", stated["joint_sales"], high == with_)
    if "gap" in stated:
        high = stated["gap"] >= method.gap_filled_thru
        yield Mark(f"gap_{'high' if high else 'low'}", stated["gap"], high == thru)


def _others(firm: FirmMode) -> Iterator[Mark]:
    label = firm.labels["article"]
    for other in OTHERS:
        verdict = label.verdicts.get(other, "silent")
        if verdict != "silent":
            yield Mark(f"{other}_{verdict}", None, verdict == "agrees")
    if label.probability < SURE:
        yield Mark("close", 1 - label.probability, False)
