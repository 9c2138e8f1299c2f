"""Guesses that are no scores: how tasks are shared out, and what counts most."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source
from tramite.voices.asking.bank import Item
from tramite.voices.asking.item_shape import CARDS_MARKED
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.answers import ANTITRUST
from tramite.voices.estimation.means import SurveyMean
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.reading import Reading, reading_level
from tramite.voices.estimation.sides import Side, side_mirrored, sides_asked
from tramite.voices.estimation.study import Study

_GRIDS = ("grid-share", "grid-who")


@dataclass(frozen=True, slots=True)
class MixGap:
    """One row of a grid, as two sides share it out.

    Attributes:
        row: of the grid: a task, a step of the sale.
        distance: total variation ½·Σ|a − b| of the two mixes, 0–1. by_chance: what it would be on average if the
            two sides said the same and only who was asked differed.
        n: answers of the side with fewer.
    """

    item: Item
    guess: Item
    domain: str
    row: str
    distance: float
    by_chance: float
    n: int
    grade: Grade
    evidence: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class TopThree:
    """What counts most: the three cards with the best scores, as one side says and as the vendor guesses.

    Attributes:
        side: who was guessed. answered, guessed: codes, the weightiest first.
        n: answers of the side with fewer.
    """

    item: Item
    guess: Item
    side: Side
    domain: str
    answered: tuple[str, ...]
    guessed: tuple[str, ...]
    n: int
    reading: Reading
    grade: Grade
    evidence: tuple[Source, ...]

    @property
    def overlap(self) -> int:
        """How many of the three are the same; of twelve cards chance alone gives 0.75."""
        return len(set(self.answered) & set(self.guessed))


def mix_gaps(study: Study) -> tuple[MixGap, ...]:
    """Compare how partners and the vendor's people say that tasks and steps are shared out (PS01, PS03).

    Items on competition (PW01, PS02) go to a clean team and are not read here; diversion has a belief of its own.

    Source: METHOD §3.7.1, §4.10.
    """
    return tuple(gap for item, guess in _guessed(study, _GRIDS) for gap in _mixes(study, item, guess))


def top_threes(study: Study) -> tuple[TopThree, ...]:
    """Compare the three cards that count most (best-worst: PX03, CN02) with the vendor's guess, by channel.

    Source: METHOD §3.7.1; Finn & Louviere 1992.
    """
    return tuple(found for item, guess in _guessed(study, ("best-worst",)) for found in _tops(study, item, guess))


def _guessed(study: Study, scales: tuple[str, ...]) -> Iterator[tuple[Item, Item]]:
    for item in study.bank.items:
        if item.scale in scales and item.sensitive != ANTITRUST and "vendor" not in sides_asked(item):
            for guess in study.bank.mirrors_of(item.id):
                if "vendor" in sides_asked(guess) and guess.scale == item.scale:
                    yield item, guess


def _mixes(study: Study, item: Item, guess: Item) -> Iterator[MixGap]:
    side = side_mirrored(guess, study.bank)
    if side is None:
        return
    answers = study.measure(answer_parts(study.responses, item=item), _measure(item), side)
    guesses = study.measure(answer_parts(study.responses, item=guess), _measure(guess), "vendor", guessing=side)
    for domain, (first, second) in _told(answers, guesses).items():
        rows: dict[str, list[tuple[SurveyMean, SurveyMean]]] = {}
        for key, one in first.items():
            if key in second:
                rows.setdefault(key.split(".")[0], []).append((_mean(one), _mean(second[key])))
        cells = [*first.values(), *second.values()]
        for row, parts in rows.items():
            yield MixGap(
                item, guess, domain, row, _distance(parts), _by_chance(parts), min(c.estimate.n for c in cells),
                weakest(c.estimate.grade for c in cells), _evidence(study, item, guess),
            )  # fmt: skip


def _tops(study: Study, item: Item, guess: Item) -> Iterator[TopThree]:
    side = sides_asked(item)[0]
    for domain, (first, second) in _told(study.table(item.id, side), study.table(guess.id, "vendor")).items():
        cells = [*first.values(), *second.values()]
        n = min(cell.estimate.n for cell in cells)
        yield TopThree(
            item, guess, side, domain, _best(first), _best(second), n, reading_level(n, None, method=study.method),
            weakest(cell.estimate.grade for cell in cells), _evidence(study, item, guess),
        )  # fmt: skip


Told = dict[str, tuple[dict[str, MeasureCell], dict[str, MeasureCell]]]


def _told(answers: MeasureTable, guesses: MeasureTable) -> Told:
    """Return the cells of both sides by channel, where both may be shown."""
    found: Told = {}
    for place, table in enumerate((answers, guesses)):
        for cell in table.cells:
            if cell.weighting == "vote" and cell.mean is not None:
                found.setdefault(cell.domain, ({}, {}))[place][cell.key] = cell
    return {domain: both for domain, both in found.items() if both[0] and both[1]}


def _measure(item: Item) -> Measure:
    return Measure(item.id, (item.id,), (0.0, 1.0), "share")


def _mean(cell: MeasureCell) -> SurveyMean:
    if cell.mean is None:
        raise ValueError(cell.domain)
    return cell.mean


def _distance(parts: list[tuple[SurveyMean, SurveyMean]]) -> float:
    return sum(abs((a.value or 0.0) - (b.value or 0.0)) for a, b in parts) / 2


def _by_chance(parts: list[tuple[SurveyMean, SurveyMean]]) -> float:
    """Return ½·Σ√(2/π)·√(V_a + V_b): the mean absolute value of a normal error of each part."""
    spread = [math.hypot(a.standard_error or 0.0, b.standard_error or 0.0) for a, b in parts]
    return sum(spread) * math.sqrt(2 / math.pi) / 2


def _best(cells: dict[str, MeasureCell]) -> tuple[str, ...]:
    ranked = sorted(cells, key=lambda key: (-(_mean(cells[key]).value or 0.0), key))
    return tuple(ranked[:CARDS_MARKED])


def _evidence(study: Study, item: Item, guess: Item) -> tuple[Source, ...]:
    return (Source("interviews", f"{item.id}, {guess.id}", simulated=study.simulated),)
