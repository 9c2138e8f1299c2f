from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.voices.coding.coded import answers_of, codings_of
from tramite.kernel.method import Method
from tramite.voices.coding.coding_agreement import CodingAgreement, coding_agreement

Row = tuple[str, int, int, str, str]


def measure(*rows: Row, texts: dict[str, str] | None = None) -> CodingAgreement:
    answers = answers_of(texts or {f"i{number}": "0123456789" for number in range(10)})
    return coding_agreement(
        codings_of(*rows), answers=answers, drawn=answers.head(3), method=Method(), rng=np.random.default_rng(1)
    )


def both(interview: str, code: str) -> list[Row]:
    return [(interview, 0, 10, code, coder) for coder in ("Anna", "Bruno")]


# Ten answers: both give E-LOG in four, none in four, one alone in two; as worked in test_agreement.
BY_HAND = [row for number in range(4) for row in both(f"i{number}", "E-LOG")]
BY_HAND += [row for number in range(4, 8) for row in both(f"i{number}", "none")]
BY_HAND += [("i8", 0, 10, "E-LOG", "Anna"), ("i8", 2, 4, "R-MAR", "Bruno")]
BY_HAND += [("i9", 0, 10, "none", "Anna"), ("i9", 0, 5, "E-LOG", "Bruno")]


def test_agreement_on_a_code_by_hand() -> None:
    found = measure(*BY_HAND)
    log, margin = found.codes
    assert (log.code, margin.code) == ("E-LOG", "R-MAR")
    assert log.answers.value == pytest.approx(0.62)
    assert log.cohen == pytest.approx(0.6)  # p_o = .8, p_e = .5
    assert log.fleiss == pytest.approx(0.6)
    assert (log.answers.n, log.answers.used) == (10, 10)
    assert (found.both, found.drawn, found.drawn_both, found.coders) == (10, 3, 3, ("Anna", "Bruno"))


def test_agreement_at_characters_by_hand() -> None:
    # Per character of E-LOG: 40 of 100 both, 10 + 5 one alone, 45 none: n = 200, n1 = 95, n0 = 105.
    log = measure(*BY_HAND).codes[0]
    expected = 1 - (199 * 15) / (95 * 105)
    assert log.spans.value == pytest.approx(expected)


def test_an_answer_read_by_one_tells_nothing() -> None:
    alone = measure(*BY_HAND, ("i3", 0, 4, "P-STK", "Anna"))
    assert {found.code for found in alone.codes} == {"E-LOG", "R-MAR", "P-STK"}
    one_reader = [row for row in BY_HAND if row[4] == "Anna"]
    nobody = measure(*one_reader)
    assert (nobody.both, nobody.codes, nobody.answers.value) == (0, (), None)


def test_three_coders_have_fleiss_and_no_cohen() -> None:
    third = [(row[0], row[1], row[2], row[3], "Carla") for row in BY_HAND if row[4] == "Anna"]
    log = measure(*BY_HAND, *third).codes[0]
    assert log.cohen is None
    assert log.fleiss is not None
    assert measure(*BY_HAND, *third[:3]).codes[0].fleiss is None


def test_disagreements_say_where_and_what_the_other_gave() -> None:
    rows = measure(*BY_HAND).disagreements.select(
        "interview_id", "start", "end", "quote", "code", "coder_a", "b_gave"
    )
    assert rows.rows() == [
        ("i8", 0, 10, "0123456789", "E-LOG", "Anna", "R-MAR"),
        ("i8", 2, 4, "23", "R-MAR", "Bruno", "E-LOG"),
        ("i9", 0, 5, "01234", "E-LOG", "Bruno", "none"),
    ]


def test_overlapping_spans_of_one_coder_count_once() -> None:
    rows: list[Row] = [
        ("i0", 0, 6, "E-LOG", "Anna"),
        ("i0", 4, 10, "E-LOG", "Anna"),
        ("i0", 0, 10, "E-LOG", "Bruno"),
    ]
    rows += both("i1", "none")
    assert measure(*rows).codes[0].spans.value == pytest.approx(1.0)


def test_no_codings_are_no_agreement() -> None:
    empty = measure()
    assert (empty.both, empty.answers.value) == (0, None)
    assert empty.disagreements.equals(pl.DataFrame(schema=empty.disagreements.schema))
