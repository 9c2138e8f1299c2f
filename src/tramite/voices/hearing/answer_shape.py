"""Which questions an item may have in a form, and what may stand in each: what answers are checked against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from tramite.kernel.tables import MISSING
from tramite.voices.asking.bank import Item
from tramite.voices.asking.form_names import CONFIRMED, MISSING_PREFIX, QuestionName
from tramite.voices.asking.instrument import Wording
from tramite.voices.asking.item_shape import LEADERS, PARTIES, Shape, shape_of

Kind = Literal["number", "one", "several", "words"]
_TEN: Final = tuple(str(score) for score in range(11))
_TRUTH: Final = ("true", "false", "dk")
_LEVELS: Final = ("0", "1", "2")
_SURENESS: Final = ("sure", "guess")
_CAUSES: Final = ("law", "market", "customers", "partners", "organisation")
_NONE: Final = "none"
_NOT_ALONE: Final = (
    "open",
    "pct",
    "number",
    "share100",
    "rank",
    "best-worst",
)  # why there is no answer is asked apart


@dataclass(frozen=True, slots=True)
class Expected:
    """What may stand in one question.

    Attributes:
        codes: answers of its list. low, high: of a number.
        gone: a way not to answer may stand among them.
    """

    kind: Kind
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    gone: bool = False

    def fault(self, value: str) -> tuple[str, str] | None:
        """Return kind and hint of what is wrong with a value; ``None`` if nothing."""
        if self.kind == "words":
            return None
        if self.kind == "number" and not self.codes:
            return _number_fault(value, self.low, self.high)
        given = value.split() if self.kind == "several" else [value.strip()]
        known = {*self.codes, *(MISSING_PREFIX + reason for reason in MISSING if self.gone)}
        if all(code in known for code in given):
            return None if not self._mixed(given) else ("answer_mixed", "")
        return "answer_code", ", ".join(self.codes)

    @staticmethod
    def _mixed(given: Sequence[str]) -> bool:
        return len(given) > 1 and any(code.startswith(MISSING_PREFIX) for code in given)


@lru_cache(maxsize=4096)  # thousands of forms ask the same
def expected_questions(item: Item, wording: Wording) -> Mapping[QuestionName, Expected]:
    """Return the questions that a form may have for an item, with what may stand in each.

    Args:
        item: gives scale and shape. wording: gives the answers that were offered.
    """
    codes, shape = tuple(option.code for option in wording.options), shape_of(item)
    asked = dict(_FIRST[item.scale](item, codes, shape))
    if item.scale in _NOT_ALONE or item.scale == "choice":
        asked[QuestionName(item.id, "missing")] = Expected("one", MISSING)
    if item.scale in ("pct", "number", "share100"):
        asked[QuestionName(item.id, "text", "certainty")] = Expected("one", _SURENESS)
    if shape.split:
        asked[QuestionName(item.id, "", "x")] = Expected("number", tuple(f"{x:g}" for x in shape.split))
    return MappingProxyType(asked | dict(_second(item, codes, shape)))


def _second(item: Item, codes: tuple[str, ...], shape: Shape) -> Iterator[tuple[QuestionName, Expected]]:
    if shape.follow_up is not None:
        several = shape.follow_up.several
        name = QuestionName(item.id, "marks" if several else "text", "code")
        yield name, Expected("several" if several else "one", codes, gone=True)
    for key in shape.extra_numbers:
        yield QuestionName(item.id, "", key), Expected("number", low=0)
    for code in codes if shape.per_answer else ():
        yield QuestionName(item.id, "", f"{shape.per_answer}.{code}"), Expected("number", low=0)
    if shape.extra_text:
        yield QuestionName(item.id, "text", shape.extra_text), Expected("words")
    if shape.extra_choice:
        yield QuestionName(item.id, "text", shape.extra_choice[0]), Expected("one", codes, gone=True)


_Asked = Iterator[tuple[QuestionName, Expected]]


def _score(item: Item, _codes: tuple[str, ...], _shape: Shape) -> _Asked:
    yield QuestionName(item.id), Expected("number", _TEN, gone=True)


def _step(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    yield QuestionName(item.id), Expected("number", codes, gone=True)


def _choice(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    yield QuestionName(item.id, "text"), Expected("one", codes, gone=True)


def _multi(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    yield QuestionName(item.id, "marks"), Expected("several", codes, gone=True)
    for code in codes if item.choices == "levers" else ():
        if code != _NONE:
            yield QuestionName(item.id, "text", f"{code}.cause"), Expected("one", _CAUSES, gone=True)
            yield QuestionName(item.id, "", f"{code}.since"), Expected("number", low=1950, high=2100)


def _open(item: Item, _codes: tuple[str, ...], _shape: Shape) -> _Asked:
    yield QuestionName(item.id, "text"), Expected("words")


def _numbers(item: Item, _codes: tuple[str, ...], shape: Shape) -> _Asked:
    low, high = (-100.0, 300.0) if shape.signed else (0.0, 100.0 if item.scale == "pct" else None)
    for key in shape.values:
        yield QuestionName(item.id, "", key), Expected("number", low=low, high=high)


def _shares(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    for code in codes:
        yield QuestionName(item.id, "", code), Expected("number", low=0, high=100)
    yield QuestionName(item.id, "sum"), Expected("number", low=0)
    yield QuestionName(item.id, "read"), Expected("one", (CONFIRMED,))


def _grid_shares(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    for code in codes:
        for party in PARTIES:
            yield QuestionName(item.id, "", f"{code}.{party}"), Expected("number", low=0, high=100)
        yield QuestionName(item.id, "missing", code), Expected("one", MISSING)


def _grid_who(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    for code in codes:
        yield QuestionName(item.id, "text", code), Expected("one", LEADERS, gone=True)


def _grid_scores(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    for code in codes:
        yield QuestionName(item.id, "", code), Expected("number", _TEN, gone=True)


def _aware(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    for code in codes:
        yield QuestionName(item.id, "", code), Expected("number", _LEVELS, gone=True)


def _quiz(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    for code in codes:
        yield QuestionName(item.id, "text", code), Expected("one", _TRUTH, gone=True)
        yield QuestionName(item.id, "sure", code), Expected("number", _TEN)


def _rank(item: Item, codes: tuple[str, ...], shape: Shape) -> _Asked:
    for place in range(1, min(shape.ranked, len(codes)) + 1):
        yield QuestionName(item.id, "rank", place=place), Expected("one", codes)


def _best_worst(item: Item, codes: tuple[str, ...], _shape: Shape) -> _Asked:
    yield QuestionName(item.id, "best"), Expected("several", codes)
    yield QuestionName(item.id, "worst"), Expected("several", codes)


_FIRST: Final[Mapping[str, Callable[[Item, tuple[str, ...], Shape], _Asked]]] = {
    "0-10": _score, "1-5": _step, "juster": _step, "choice": _choice, "multi": _multi, "open": _open,
    "pct": _numbers, "number": _numbers, "share100": _shares, "grid-share": _grid_shares, "grid-who": _grid_who,
    "grid-0-10": _grid_scores, "aware": _aware, "quiz": _quiz, "rank": _rank, "best-worst": _best_worst,
}  # fmt: skip


def _number_fault(value: str, low: float | None, high: float | None) -> tuple[str, str] | None:
    try:
        number = float(value)
    except ValueError:
        return "answer_number", ""
    fits = (low is None or number >= low) and (high is None or number <= high)
    if fits and number - number == 0:  # neither infinite nor not a number
        return None
    bounds = ("" if bound is None else f"{bound:g}" for bound in (low, high))
    return "answer_range", "…".join(bounds)
