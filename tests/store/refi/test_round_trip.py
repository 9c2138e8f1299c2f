"""What is written and read again is what it was, to the character."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.refi.conftest import INTERVIEWS, answers_of, codings_of_rows
from tramite.store.refi.incoming import codings_of, join_codes
from tramite.store.refi.outgoing import project_of
from tramite.store.refi.reading import read_project
from tramite.store.refi.writing import project_bytes
from tramite.voices.coding.book import starter_codebook

BOOK = starter_codebook()
SPAN = ["interview_id", "item_id", "start", "end", "code", "coder"]
# Astral signs and joined emoji, combining marks, right to left, line ends of all kinds, and anything else.
PIECES = [
    "😀",
    "👩‍👩‍👧",
    "🇮🇹",
    "e\u0301",
    "è",
    "שלום",
    "مرحبا",
    "\u202e",
    "\r\n",
    "\n",
    "\r",
    "\t",
    "a ",
    "'=",
    "<&>",
    "\ufeff",
    "\x00",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), min_size=1, max_size=12).map("".join)
CODERS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6)


def travelled(answers: pl.DataFrame, codings: pl.DataFrame) -> pl.DataFrame:
    project = project_of(
        answers, codings=codings, interviews=INTERVIEWS, book=BOOK, name="Prova «è»", language="it"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "project.qdpx"
        path.write_bytes(project_bytes(project))
        read = read_project(path)
    joined = join_codes(read.codes, BOOK)
    assert joined.added == ()
    assert [text.text for text in read.texts] == answers["text"].to_list()
    return codings_of(read, answers=answers, ids=joined.ids, file="project.qdpx").codings


@settings(max_examples=100, deadline=None)
@given(text=TEXTS.filter(bool), data=st.data(), coder=CODERS)
def test_spans_of_any_unicode_text_come_back_exactly(text: str, data: st.DataObject, coder: str) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=4))
    rows = [
        ("i-1", start, data.draw(st.integers(start + 1, len(text))), data.draw(st.sampled_from(["E-ORD", "none"])),
         coder)
        for start in starts
    ]  # fmt: skip
    codings = codings_of_rows(*set(rows))
    back = travelled(answers_of(text, "altra risposta"), codings)
    assert set(back.select(SPAN).iter_rows()) == set(codings.select(SPAN).iter_rows())


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("😀😀 ritardi", 3, 10),
        ("riga\r\nritardi", 6, 13),
        ("a\r\nb", 2, 3),
        ("e\u0301 tardi", 1, 3),
        ("\ufeffx", 0, 1),
    ],
)
def test_positions_count_code_points_of_the_text_as_it_is(text: str, start: int, end: int) -> None:
    codings = codings_of_rows(("i-1", start, end, "E-LOG", "Anna"))
    back = travelled(answers_of(text), codings)
    assert back.select("start", "end").rows() == [(start, end)]


def test_two_coders_and_overlapping_spans_stay_apart() -> None:
    rows = [("i-1", 0, 4, "E-LOG", "Anna"), ("i-1", 2, 6, "E-LOG", "Anna"), ("i-1", 0, 4, "E-LOG", "Bruno"),
            ("i-1", 0, 4, "R-MAR", "Bruno"), ("i-2", 1, 2, "none", "Anna")]  # fmt: skip
    back = travelled(answers_of("consegne", "niente"), codings_of_rows(*rows))
    assert sorted(back.select("interview_id", "start", "end", "code", "coder").rows()) == sorted(rows)
    assert back.filter(pl.col("start") == 2)["quote"].to_list() == ["nseg"]


def test_the_same_project_is_the_same_bytes() -> None:
    first, again = (
        project_bytes(
            project_of(
                answers_of("uno", "due"), codings=codings_of_rows(("i-1", 0, 2, "E-LOG", "Anna")),
                interviews=INTERVIEWS, book=BOOK, name="Prova", language="it",
            )
        )
        for _ in range(2)
    )  # fmt: skip
    assert first == again
