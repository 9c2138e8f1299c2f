"""What was answered: every item that can be averaged, by side and channel, with its mirrors and scales."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.estimation.item_values import RANGES, SCORE
from tramite.voices.estimation.measure_table import MeasureTable
from tramite.voices.estimation.mirrors import MirrorCell, compare_sides
from tramite.voices.estimation.reliability import ScaleReliability, scale_reliability
from tramite.voices.estimation.scores import score_answers
from tramite.voices.estimation.sides import SIDES, Side, SideVoices, side_mirrored, sides_asked
from tramite.voices.estimation.standing import Standing

ANTITRUST = "antitrust"
SCALES: Mapping[str, tuple[Side, str]] = {  # scale -> side, and what its items feed
    "easy": ("partner", "PX.easy"), "predictable": ("partner", "PX.predictable"),
    "profitable": ("partner", "PX.profitable"), "buying": ("customer", "CX.index"),
}  # fmt: skip
_DIVERSION = ("diversion_c", "diversion_p")  # estimated from all sides together (METHOD §5.4)


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """One item of one side."""

    item: Item
    side: Side
    table: MeasureTable

    @property
    def rating(self) -> bool:
        """Whether it is one score 0–100, and no parts."""
        return RANGES[self.item.scale] == SCORE


@dataclass(frozen=True, slots=True)
class MirroredItems:
    """Two items that ask two sides the same; the second side is the vendor, or customers beside partners."""

    first: ItemAnswers
    second: ItemAnswers
    cells: tuple[MirrorCell, ...]


@dataclass(frozen=True, slots=True)
class ScaleTold:
    """How well the items of a scale go together, and which they are."""

    name: str
    items: tuple[str, ...]
    reliability: ScaleReliability


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered.

    Attributes:
        bank: all items, with their lists of answers.
        items: in the order of the bank; only those that somebody answered.
        mirrors: pairs of them.
        scales: reliability of those with items enough.
        apart_items: answered items that are left to a clean team (antitrust).
        other_items: answered items whose scale is not averaged here: open, ranks, percentages, grids, quiz.
        standing: which answers these are, where the study has several waves.
    """

    bank: ItemBank
    items: tuple[ItemAnswers, ...]
    mirrors: tuple[MirroredItems, ...]
    scales: tuple[ScaleTold, ...]
    apart_items: tuple[Item, ...]
    other_items: tuple[Item, ...]
    standing: Standing

    def of(self, side: Side) -> tuple[ItemAnswers, ...]:
        """Return the items of a side."""
        return tuple(one for one in self.items if one.side == side)


def is_shown(item: Item) -> bool:
    """Tell whether an item has a table: averaged, not for a clean team, not part of diversion (METHOD §4.10)."""
    return item.scale in RANGES and item.sensitive != ANTITRUST and item.choices not in _DIVERSION


def all_answers(
    responses: pl.DataFrame,
    *,
    bank: ItemBank,
    method: Method,
    table_of: Callable[[Item, Side], MeasureTable],
    voices: Callable[[Side], SideVoices],
    standing: Standing,
) -> Answers:
    """Put together what was answered to all items.

    Args:
        responses: contract RESPONSES, those that stand today; standing: which they are.
        table_of: estimates an item on a side, through disclosure control. voices: who was heard on a side.

    Source: METHOD §2.5, §3.1.2, §3.2, §3.3.
    """
    answered = set(responses.filter(pl.col("missing").is_null())["item_id"])
    asked = [item for item in bank.items if item.id in answered]
    found = tuple(
        ItemAnswers(item, side, table)
        for item in asked if is_shown(item)
        for side in sides_asked(item)
        if (table := table_of(item, side)).cells
    )  # fmt: skip
    return Answers(
        bank, found, tuple(_mirrors(found, bank, method)), tuple(_scales(responses, bank, method, voices)),
        tuple(item for item in asked if item.sensitive == ANTITRUST),
        tuple(item for item in asked if item.scale not in RANGES and item.sensitive != ANTITRUST), standing,
    )  # fmt: skip


def _mirrors(found: tuple[ItemAnswers, ...], bank: ItemBank, method: Method) -> Iterator[MirroredItems]:
    by_id = {(one.item.id, one.side): one for one in found}
    for first in found:
        for mirror in bank.mirrors_of(first.item.id):
            for side in SIDES[SIDES.index(first.side) + 1 :]:
                second = by_id.get((mirror.id, side))
                if second is None or second.item.scale != first.item.scale:
                    continue
                guess = side == "vendor" and side_mirrored(second.item, bank) == first.side
                cells = compare_sides(first.table, second.table, level=method.interval_level, guess=guess)
                yield MirroredItems(first, second, cells)


def _scales(
    responses: pl.DataFrame, bank: ItemBank, method: Method, voices: Callable[[Side], SideVoices]
) -> Iterator[ScaleTold]:
    for name, (side, feeds) in SCALES.items():
        items = [item.id for item in bank.items if feeds in item.feeds]
        heard = voices(side).interviews.select("interview_id")
        asked = responses.filter(pl.col("item_id").is_in(items)).join(heard, on="interview_id", how="semi")
        scores = score_answers(asked, bank=bank).filter(pl.col("score").is_not_null())
        if not scores.height:
            continue
        table = scores.sort("item_id").pivot(on="item_id", index="interview_id", values="score")
        table = table.sort("interview_id").drop("interview_id")
        told = scale_reliability(table, level=method.interval_level, method=method)
        yield ScaleTold(name, tuple(sorted(table.columns)), told)
