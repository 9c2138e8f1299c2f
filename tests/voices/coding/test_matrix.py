from __future__ import annotations

import polars as pl

from tests.voices.coding.coded import codings_of
from tramite.kernel.method import Method
from tramite.voices.coding.book import starter_codebook
from tramite.voices.coding.matrix import code_matrix, main_codings

Row = tuple[str, int, int, str, str]


def interviews(web: int, shops: int) -> pl.DataFrame:
    ids = [f"w{number}" for number in range(web)] + [f"s{number}" for number in range(shops)]
    return pl.DataFrame(
        {
            "interview_id": ids, "channel_id": ["web"] * web + ["shops"] * shops, "role": ["reseller"] * len(ids),
            "status": ["done"] * len(ids), "consent": [True] * len(ids),
        }
    )  # fmt: skip


def cells(*rows: Row, people: pl.DataFrame) -> dict[tuple[str, str], tuple[object, object]]:
    matrix = code_matrix(codings_of(*rows), interviews=people, book=starter_codebook(), method=Method())
    return {(row["code"], row["channel_id"]): (row["n"], row["why"]) for row in matrix.cells.iter_rows(named=True)}


def given(prefix: str, count: int, code: str) -> list[Row]:
    return [(f"{prefix}{number}", 0, 3, code, "Anna") for number in range(count)]


def test_interviews_are_counted_once_and_rolled_up() -> None:
    rows = [*given("w", 6, "E-LOG"), *given("w", 6, "E-ORD"), *given("s", 7, "E-LOG"), *given("s", 8, "none")]
    found = cells(*rows, people=interviews(6, 8))
    assert found["E-LOG", "web"] == found["E", "web"] == (6, None)
    assert found["E-LOG", "shops"] == (7, None)
    assert found["E", "all"] == (13, None)
    assert found["E-ORD", "shops"] == (None, "no_answers")
    assert ("none", "all") not in found


def test_few_are_hidden_with_what_would_tell_them() -> None:
    found = cells(*given("w", 3, "E-LOG"), *given("s", 7, "E-LOG"), people=interviews(6, 8))
    assert found["E-LOG", "web"] == (None, "few")
    assert found["E-LOG", "shops"] == (None, "residual")
    assert found["E-LOG", "all"] == (10, None)


def test_only_completed_interviews_with_consent_count() -> None:
    people = interviews(6, 0).with_columns(consent=pl.col("interview_id") != "w0")
    assert cells(*given("w", 6, "E-LOG"), people=people)["E-LOG", "web"] == (5, None)


def test_of_two_coders_the_one_with_most_answers_counts() -> None:
    codings = codings_of(
        ("w0", 0, 3, "E-LOG", "Anna"), ("w1", 0, 3, "E-LOG", "Anna"), ("w1", 0, 3, "R-MAR", "Bruno"),
        ("w2", 0, 3, "R-MAR", "Bruno"), ("w3", 0, 3, "E-LOG", "Anna"),
    )  # fmt: skip
    assert main_codings(codings).select("interview_id", "code").rows() == [
        ("w0", "E-LOG"), ("w1", "E-LOG"), ("w2", "R-MAR"), ("w3", "E-LOG"),
    ]  # fmt: skip
