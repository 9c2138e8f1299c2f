"""What an item asks beside the one answer of its scale: several values, a follow-up, a second question.

The bank says these in the words of the question (METHOD §2.3–2.4); here they are said once for forms and guides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tramite.voices.asking.bank import Item

When = Literal["always", "positive", "low"]
LOW_SCORE: Final = 6  # «if 6 or less: what holds you back?» (PI09), and probes of items with two attributes
PARTIES: Final = ("partner", "vendor", "other")
LEADERS: Final = ("partner", "joint", "vendor", "other")
CARDS_MARKED: Final = 3  # best-worst: 3 best and 3 worst of 12 cards
PRICE_SPLIT: Final = (5.0, 10.0)
EARNINGS_SPLIT: Final = (10.0, 20.0)
PROBED_WHEN_LOW: Final = frozenset({"PP02", "PP03", "PE06", "PE08"})
# An item that says «and»: what it follows, and how much of that there must be.
FOLLOWS: Final[dict[str, tuple[str, When]]] = {
    "PS07": ("PS06", "positive"), "PI03": ("PI02", "positive"), "PW05": ("PW04", "positive"),
    "PX02": ("PX01", "always"), "CC02": ("CC01", "always"),
}  # fmt: skip
# «And if they went up?» after «suppose they went down»: asked alone it says by itself what is asked.
ALONE: Final = {"PX07": "PX06"}

_SIGNED = frozenset({"PX01", "PX02", "PX06", "PX07", "PX09", "VX01", "VX06"})
_THREE_POINTS = frozenset({"PX01", "PX02", "VX01"})
_EARNINGS = frozenset({"PX06", "PX07", "VX06"})
_NUMBERS = {"PX05": ("potential", "served")}
_EXTRA_NUMBERS = {"CX01": ("total",), "PS02": ("total",)}
_PER_ANSWER_NUMBERS = {"VS02": "inhouse"}
_EXTRA_TEXTS = {"PI01": "why"}
_EXTRA_CHOICES = {"PI08": ("line", "@products"), "VI08": ("line", "@products"), "CK02": ("most", "sources")}
_SEVERAL_FOLLOW = frozenset({"complements", "overlap"})
_FOLLOW_WHEN: dict[str, When] = {
    "complements": "positive", "overlap": "positive", "channels": "positive", "react_price": "positive",
    "flag_why": "low",
}  # fmt: skip
_FOLLOW_WORDS = frozenset({*_FOLLOW_WHEN, "react_earn", "react_d2c"})
_RANKED = 3
_WITH_FOLLOW_UP = ("pct", "0-10", "number")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A coded question after a number: list, one or several answers, asked when."""

    choices: str
    several: bool
    when: When

    @property
    def key(self) -> str:
        """Name of the sentence that asks it, in the catalogue ``questionnaire``."""
        return f"follow_{self.choices}" if self.choices in _FOLLOW_WORDS else "follow_other"


@dataclass(frozen=True, slots=True)
class Shape:
    """What an item asks.

    Attributes:
        values: keys of its numbers; ("",) for one alone.
        signed: a fall is negative. split: values of {x} of which a respondent hears one (METHOD §2.4).
        lever: what {x} changes; items with the same lever have the same {x} in an interview.
        follow_up: coded question after the number.
        extra_numbers, extra_text, extra_choice: second questions: keys, and the list of the choice.
        per_answer: prefix of a second number for each answer of the list.
        ranked: how many are put in order.
    """

    values: tuple[str, ...] = ("",)
    signed: bool = False
    split: tuple[float, ...] = ()
    lever: str = ""
    follow_up: FollowUp | None = None
    extra_numbers: tuple[str, ...] = ()
    extra_text: str = ""
    extra_choice: tuple[str, str] | None = None
    per_answer: str = ""
    ranked: int = _RANKED


def shape_of(item: Item) -> Shape:
    """Return what an item asks beside the one answer of its scale."""
    values: tuple[str, ...] = ("low", "likely", "high") if item.id in _THREE_POINTS else ("",)
    earns = item.id in _EARNINGS
    split = (EARNINGS_SPLIT if earns else PRICE_SPLIT) if "x" in item.placeholders("en") else ()
    follows = item.choices and item.scale in _WITH_FOLLOW_UP
    return Shape(
        values=_NUMBERS.get(item.id, values),
        signed=item.id in _SIGNED,
        split=split,
        lever=("earnings" if earns else "price") if split else "",
        follow_up=_follow_up(item.choices) if follows else None,
        extra_numbers=_EXTRA_NUMBERS.get(item.id, ()),
        extra_text=_EXTRA_TEXTS.get(item.id, ""),
        extra_choice=_EXTRA_CHOICES.get(item.id),
        per_answer=_PER_ANSWER_NUMBERS.get(item.id, ""),
    )


def _follow_up(choices: str) -> FollowUp:
    return FollowUp(choices, choices in _SEVERAL_FOLLOW, _FOLLOW_WHEN.get(choices, "always"))
