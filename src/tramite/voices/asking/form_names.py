"""The one naming scheme of electronic forms: question name to item, aspect and key, and back to answers.

A question of a form is called ``<item>[_<aspect>][__<key>]``: ``PE01``, ``PX06__x``, ``PS03_text__lead``.

====================  ==========================================  ================================================
name                  value in a submission                       row of ``responses``
====================  ==========================================  ================================================
``I``, ``I__k``       a number                                    key "" or k, ``number``
``I_text``, ``__k``   a code or words                             key "" or k, ``text``
``I_marks``, ``__k``  codes with spaces between                   key ``code`` (``k.code``) for each, ``number`` 1
``I_rank1``, …        a code                                      key = the code, ``number`` = the place
``I_best``            codes with spaces between                   key = each code, ``number`` 1
``I_worst``           codes with spaces between                   key = each code, ``number`` −1
``I_sure__k``         how sure, 0–10                              ``number`` beside the ``text`` of the same key
``I_missing``, ``__k``  ``dk``, ``ref`` or ``na``                 key "" or k, ``missing``
``I_read``            ``yes``: shares were read back, they are    none, but a share left blank is then zero
                      100
``I_sum``             the running total that is shown             none
====================  ==========================================  ================================================

A select that offers the three ways not to answer holds them as ``missing-dk``, ``missing-ref``, ``missing-na``, so
that they are never taken for an answer of the list (``redirected`` has a ``dk`` of its own). Where ``I_missing``
is given for the whole item, it is the answer, whatever else was typed before.

In a key ``__`` stands for the point (``possession.partner`` is ``PS01__possession__partner``), and every character
but ASCII letters, digits and an underscore between two of them is ``_x<hex>_`` (``value-added`` is
``value_x2d_added``): names pass unchanged through XML, XPath, ODK Central and Kobo exports.

Names that are no answers begin with a small letter: ``unit_id``, ``section_scores``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from tramite.kernel.tables import MISSING

Aspect = Literal["", "text", "marks", "rank", "best", "worst", "sure", "missing", "read", "sum"]
ASPECTS: Final[tuple[Aspect, ...]] = get_args(Aspect)
MISSING_PREFIX: Final = "missing-"
CONFIRMED: Final = "yes"
# About the interview, beside the answers: names of the questions of every form.
UNIT, INTERVIEWER, MODE, CONSENT, DAY, INSTRUMENT, ROLE, CHANNEL = (
    "unit_id", "interviewer", "mode", "consent", "day", "instrument", "role", "channel_id",
)  # fmt: skip
STARTED, ENDED = "started", "ended"
LEVEL, QUOTABLE = "level", "quotable"  # what is agreed at the end, of those who may choose

_NAME = re.compile(r"(?P<item>[A-Z][A-Z0-9]*)(?:_(?P<aspect>[a-z]+)(?P<place>\d*))?(?:__(?P<key>.+))?")
_TOKEN = re.compile(r"_x(?P<code>[0-9a-f]+)_|(?P<point>__)|(?P<sign>[A-Za-z0-9_])")
_SIGN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class QuestionName:
    """What a question of a form asks: item, aspect of its answer, key of the row; ``place`` of a rank, else 0."""

    item_id: str
    aspect: Aspect = ""
    key: str = ""
    place: int = 0

    def __str__(self) -> str:
        aspect = f"_{self.aspect}{self.place or ''}" if self.aspect else ""
        return f"{self.item_id}{aspect}" + (f"__{_encoded(self.key)}" if self.key else "")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row of ``responses`` without its interview."""

    item_id: str
    key: str
    number: float | None = None
    text: str | None = None
    missing: str | None = None


def question_name(item_id: str, key: str = "", *, aspect: Aspect = "", place: int = 0) -> str:
    """Return the name of a question: item, key of its row, aspect of the answer, place of a rank from 1 up."""
    return str(QuestionName(item_id, aspect, key, place))


@lru_cache(maxsize=1 << 14)  # the same few hundred names stand in every form
def read_name(name: str) -> QuestionName | None:
    """Return what a question of this name asks; ``None`` if it is no answer to an item."""
    found = _NAME.fullmatch(name)
    if found is None or (found["aspect"] or "") not in ASPECTS:
        return None
    aspect: Aspect = next(each for each in ASPECTS if each == (found["aspect"] or ""))
    if (aspect == "rank") != bool(found["place"]):
        return None
    key = _decoded(found["key"] or "")
    return None if key is None else QuestionName(found["item"], aspect, key, int(found["place"] or 0))


def rows_of(name: QuestionName, value: str) -> tuple[AnswerRow, ...]:
    """Return the rows that the value of one question makes; none where it is blank or no answer of its own.

    ``sure`` gives a row with the number only: it belongs to the row of the same key that has the text.

    Raises:
        ValueError: the value is not what the name promises (a word for a number, an unknown reason).
    """
    value = value.strip()
    if not value or name.aspect in ("read", "sum"):
        return ()
    codes = value.split()
    if name.aspect != "text" or len(codes) == 1:
        gone = [code.removeprefix(MISSING_PREFIX) for code in codes if code.startswith(MISSING_PREFIX)]
        if gone or name.aspect == "missing":
            reason = gone[0] if gone else value
            if reason in MISSING:
                return (AnswerRow(name.item_id, name.key, missing=reason),)
            if name.aspect != "text":  # somebody may say «missing-link»
                raise ValueError(reason)
    return _given(name, value, codes)


def _given(name: QuestionName, value: str, codes: list[str]) -> tuple[AnswerRow, ...]:
    item, key = name.item_id, name.key
    if name.aspect == "text":
        return (AnswerRow(item, key, text=value),)
    if name.aspect == "marks":
        return tuple(AnswerRow(item, f"{key}.{code}" if key else code, number=1.0) for code in codes)
    if name.aspect in ("best", "worst"):
        return tuple(AnswerRow(item, code, number=1.0 if name.aspect == "best" else -1.0) for code in codes)
    if name.aspect == "rank":
        return (AnswerRow(item, value, number=float(name.place)),)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return (AnswerRow(item, key, number=number),)


def _encoded(key: str) -> str:
    return "".join(_written(key, place) for place in range(len(key)))


def _written(key: str, place: int) -> str:
    sign = key[place]
    if sign == ".":
        return "__"
    between = 0 < place < len(key) - 1 and _SIGN.match(key[place - 1]) and _SIGN.match(key[place + 1])
    if _SIGN.match(sign) or (sign == "_" and between and key[place + 1] != "x"):
        return sign
    return f"_x{ord(sign):x}_"


def _decoded(text: str) -> str | None:
    """Return the key that is written so; ``None`` if no key is."""
    signs, place = [], 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None or (token["code"] and int(token["code"], 16) > 0x10FFFF):
            return None
        signs.append(chr(int(token["code"], 16)) if token["code"] else "." if token["point"] else token["sign"])
        place = token.end()
    key = "".join(signs)
    return key if _encoded(key) == text else None
