"""Open answers and the codes that people gave to parts of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from tramite.kernel.errors import Fault
from tramite.voices.asking.bank import ItemBank
from tramite.voices.coding.book import Codebook

ANSWER = ("interview_id", "item_id")
_QUOTED = 300  # characters; more than anyone needs to see that an answer changed
_FILE = "voices/codings"


@dataclass(frozen=True, slots=True)
class CheckedCodings:
    """Codings that fit their answers, and what is wrong with the others, which count nowhere."""

    codings: pl.DataFrame
    faults: tuple[Fault, ...]


def open_answers(responses: pl.DataFrame, *, bank: ItemBank) -> pl.DataFrame:
    """Return the answers in words to open questions: ``interview_id``, ``item_id``, ``text``.

    Args:
        responses: contract ``responses``.
    """
    items = [item.id for item in bank.items if item.scale == "open"]
    text = pl.col("text")
    told = pl.col("item_id").is_in(items) & text.is_not_null() & pl.col("missing").is_null()
    return responses.filter(told & (text != "")).select(*ANSWER, "text").sort(ANSWER)


def quote_of(text: str, start: int, end: int) -> str:
    """Return the words of a span on one line, without control signs; ``start``, ``end`` in code points."""
    words = _plain(text[start:end])
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"


def check_codings(codings: pl.DataFrame, *, answers: pl.DataFrame, book: Codebook) -> CheckedCodings:
    """Check that every coding stands on an answer that is as it was when it was coded.

    A span counts Unicode code points from 0, its end excluded. Spaces do not count in the comparison with
    ``quote``; a coding without ``quote`` is taken as it is.

    Args:
        codings: contract ``codings``. answers: as :func:`open_answers` returns them.
    """
    texts = texts_of(answers)
    faults: list[Fault] = []
    kept: list[bool] = []
    for row in codings.iter_rows(named=True):
        wrong = list(_faults(row, texts.get((row["interview_id"], row["item_id"])), book))
        faults += wrong
        kept.append(not wrong)
    return CheckedCodings(codings.filter(pl.Series(kept, dtype=pl.Boolean)), tuple(faults))


def texts_of(answers: pl.DataFrame) -> dict[tuple[str, str], str]:
    """Return the text of each answer, by interview and item."""
    return {(interview, item): text for interview, item, text in answers.select(*ANSWER, "text").iter_rows()}


def _faults(row: dict[str, Any], text: str | None, book: Codebook) -> Iterator[Fault]:
    place = f"{row['interview_id']} {row['item_id']} {row['start']}–{row['end']}"
    if text is None:
        yield Fault(_FILE, "coding_no_answer", column="item_id", value=place)
    elif not row["start"] < row["end"] <= len(text):
        yield Fault(_FILE, "coding_span", column="end", value=place, hint=str(len(text)))
    elif row["quote"] is not None and _bare(row["quote"]) != _bare(quote_of(text, row["start"], row["end"])):
        yield Fault(_FILE, "coding_changed", column="quote", value=place, hint=row["quote"])
    if row["code"] not in book:
        yield Fault(_FILE, "coding_code", column="code", value=row["code"])
    elif not book.code(row["code"]).codable:
        yield Fault(_FILE, "coding_not_codable", column="code", value=row["code"])


def _plain(text: str) -> str:
    seen = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
    return " ".join(seen.split())


def _bare(quote: str) -> str:
    """Strip what saving as a table may add: an apostrophe before a formula, spaces."""
    return "".join(quote.split()).lstrip("'")
