from __future__ import annotations

import polars as pl

from tests.voices.coding.coded import answers_of, codings_of
from tramite.voices.asking.bank import load_bank
from tramite.voices.coding.answers import check_codings, open_answers, quote_of
from tramite.voices.coding.book import starter_codebook

BOOK = starter_codebook()


def kinds(codings: pl.DataFrame, text: str = "Consegne 😀 in ritardo") -> list[str]:
    checked = check_codings(codings, answers=answers_of({"a": text}), book=BOOK)
    assert checked.codings.height == codings.height - bool(checked.faults)
    return [fault.kind for fault in checked.faults]


def test_open_answers_are_words_to_open_questions() -> None:
    responses = pl.DataFrame(
        [("b", "PZ01", "due", None), ("a", "PZ01", "uno", None), ("a", "PE01", "7", None), ("a", "PC01", "", None),
         ("c", "PZ01", None, "ref"), ("d", "PZ01", "no", "dk"), ("a", "XX", "altro", None)],
        schema=dict.fromkeys(("interview_id", "item_id", "text", "missing"), pl.String), orient="row",
    )  # fmt: skip
    assert open_answers(responses, bank=load_bank()).rows() == [("a", "PZ01", "uno"), ("b", "PZ01", "due")]


def test_spans_count_code_points() -> None:
    text = "Consegne 😀 in ritardo"
    assert quote_of(text, 9, 10) == "😀"
    assert kinds(codings_of(("a", 9, 10, "E-LOG", "Anna"), quote="😀")) == []
    assert kinds(codings_of(("a", 0, len(text), "E-LOG", "Anna"))) == []
    assert kinds(codings_of(("a", 0, len(text) + 1, "E-LOG", "Anna"))) == ["coding_span"]
    assert kinds(codings_of(("a", 3, 3, "E-LOG", "Anna"))) == ["coding_span"]


def test_a_changed_answer_shows() -> None:
    coded = codings_of(("a", 0, 8, "E-LOG", "Anna"), quote="Consegne")
    assert kinds(coded) == []
    assert kinds(coded, "Consegna in ritardo") == ["coding_changed"]
    assert kinds(codings_of(("b", 0, 8, "E-LOG", "Anna"))) == ["coding_no_answer"]


def test_what_saving_does_to_a_quote_is_no_change() -> None:
    text = "=SOMMA(1)\r\n\x07 fine " + "x" * 400
    quote = quote_of(text, 0, len(text))
    assert quote.startswith("=SOMMA(1) fine x")
    assert len(quote) == 300
    assert kinds(codings_of(("a", 0, len(text), "E-LOG", "Anna"), quote="'" + quote + " "), text) == []


def test_codes_must_be_known_and_given_to_answers() -> None:
    assert kinds(codings_of(("a", 0, 8, "Z", "Anna"))) == ["coding_code"]
    assert kinds(codings_of(("a", 0, 8, "E", "Anna"))) == ["coding_not_codable"]
