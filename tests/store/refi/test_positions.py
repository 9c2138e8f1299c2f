from __future__ import annotations

import pytest

from tramite.store.refi.model import RefiProject, RefiSelection, RefiText
from tramite.store.refi.positions import counting_of, place_in, same_words


def project(text: str, start: int, end: int, quote: str, origin: str = "") -> RefiProject:
    selection = RefiSelection(start, end, quote, (("code", "user"),))
    return RefiProject("", origin, {}, (), (RefiText("", "", text, (selection,)),))


def place(ours: str, found: RefiProject) -> tuple[int, ...] | None:
    (text,) = found.texts
    (chosen,) = text.selections
    return place_in(ours, text.text, counting_of(found), (chosen.start, chosen.end))


@pytest.mark.parametrize(
    ("text", "start", "end", "quote", "origin", "expected"),
    [
        ("uno due", 4, 7, "", "NVivo", (4, 7)),
        ("😀 due", 2, 5, "", "QualCoder", (2, 5)),  # code points: the standard
        ("😀 due", 3, 6, "due", "A browser", (2, 5)),  # UTF-16 units: only the quote tells
        ("a\r\nb due", 5, 8, "", "QualCoder", (5, 8)),
        ("a\r\nb due", 4, 7, "", "ATLAS.ti Mac", (5, 8)),  # a line end counts one
        ("a\r\nb due", 4, 7, "due", "Another", (5, 8)),
        ("a\r\nb due", 5, 8, "due", "ATLAS.ti", (5, 8)),  # what it quotes tells more than who it is
        ("uno due tre", 4, 11, "due t...", "NVivo", (4, 11)),
    ],
)
def test_positions_are_read_as_their_program_counts(
    text: str, start: int, end: int, quote: str, origin: str, expected: tuple[int, int]
) -> None:
    assert place(text, project(text, start, end, quote, origin)) == expected


def test_line_ends_changed_by_a_program_are_counted_back() -> None:
    ours, theirs = "uno\r\ndue\r\ntre", "uno\ndue\ntre\n"
    assert same_words(theirs, ours)
    assert place(ours, project(theirs, 8, 11, "tre")) == (10, 13)
    assert place(theirs.rstrip(), project(ours, 10, 13, "tre")) == (8, 11)


def test_a_place_outside_the_text_is_none() -> None:
    assert place("uno", project("uno", 0, 4, "")) is None
    assert place("uno", project("uno\n\n", 0, 5, "")) is None


def test_other_words_are_not_the_same() -> None:
    assert not same_words("uno due", "uno  due")
    assert not same_words("Uno", "uno")
