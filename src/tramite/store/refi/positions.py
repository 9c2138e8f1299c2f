"""Positions in a text of another program: what they count, and where they are in our answer.

The standard counts Unicode code points of the plain text file (REFI-QDA 1.5, §10.2). ATLAS.ti counts the two signs
of a Windows line end as one; programs written in JavaScript may count UTF-16 units. Where these differ, the quotes
that programs write beside their positions tell which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from tramite.store.refi.model import RefiProject, RefiText

Counting = Callable[[str], list[int]]
_ONE_SIGN_LINE_ENDS: Final = ("atlas",)
_CUT: Final = ".…"


def joined_ends(text: str) -> str:
    """Write every line end as one sign."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def same_words(theirs: str, ours: str) -> bool:
    """Tell whether two texts are one, but for line ends and space at the end."""
    return theirs == ours or joined_ends(theirs).rstrip() == joined_ends(ours).rstrip()


def counting_of(project: RefiProject) -> Counting:
    """Find out what a project's positions count: that under which most quotes are where they should be.

    Without quotes that tell, code points; line ends as one sign for programs known to count so.
    """
    ways: list[Counting] = [_code_points, _line_ends_as_one, _utf16_units]
    if project.origin.lower().startswith(_ONE_SIGN_LINE_ENDS):
        ways = [_line_ends_as_one, _code_points, _utf16_units]
    return max(ways, key=lambda way: sum(_fitting(text, way) for text in project.texts))


def place_in(ours: str, theirs: str, counting: Counting, positions: Sequence[int]) -> tuple[int, ...] | None:
    """Turn positions in their text into code points of ours; ``None`` if one is outside."""
    places = counting(theirs)
    if any(position >= len(places) for position in positions):
        return None
    found = [places[position] for position in positions]
    if theirs == ours:
        return tuple(found)
    joined = _joined_places(theirs)
    back = _first_places(_joined_places(ours))
    wanted = [joined[place] for place in found]
    return None if any(place >= len(back) for place in wanted) else tuple(back[place] for place in wanted)


def _fitting(text: RefiText, counting: Counting) -> int:
    places = counting(text.text)
    return sum(_fits(text.text, places, chosen.start, chosen.end, chosen.quote) for chosen in text.selections)


def _fits(text: str, places: Sequence[int], start: int, end: int, quote: str) -> int:
    """Give 1 where a quote, be it cut short, is what stands there; −1 where it is not, or nothing stands there."""
    if end >= len(places):
        return -1
    said, found = _bare(quote.rstrip(_CUT)), _bare(text[places[start] : places[end]])
    if not said:
        return 0
    whole = quote.rstrip(_CUT) == quote
    return 1 if (found == said if whole else found.startswith(said)) else -1


def _bare(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign.isprintable())


def _code_points(text: str) -> list[int]:
    return list(range(len(text) + 1))


def _line_ends_as_one(text: str) -> list[int]:
    return _first_places(_joined_places(text))


def _utf16_units(text: str) -> list[int]:
    places = [place for place, sign in enumerate(text) for _ in range(1 + (ord(sign) > 0xFFFF))]
    return [*places, len(text)]


def _joined_places(text: str) -> list[int]:
    """Return for each place of a text how many signs come before it once line ends are one sign."""
    places = [0]
    for place, sign in enumerate(text):
        places.append(places[-1] + (not (sign == "\r" and text[place + 1 : place + 2] == "\n")))
    return places


def _first_places(joined: Iterable[int]) -> list[int]:
    """Turn the places of :func:`_joined_places` round: of each count the first place that has it."""
    first: list[int] = []
    for place, count in enumerate(joined):
        if count == len(first):
            first.append(place)
    return first
