from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.errors import InputRefused
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.scores import score_answers

BANK = load_bank()
Row = tuple[str, str | None, float | None, str | None, str | None]


def responses(*rows: Row) -> pl.DataFrame:
    schema = {
        "item_id": pl.String,
        "key": pl.String,
        "number": pl.Float64,
        "text": pl.String,
        "missing": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.lit("i1").alias("interview_id"))


@pytest.mark.parametrize(
    ("item_id", "number", "text", "score"),
    [
        ("PE01", 7, None, 70), ("PE01", 0, None, 0), ("PE01", 10, None, 100), ("PE01", None, "7", 70),
        ("PR01", 1, None, 0), ("PR01", 4, None, 75), ("PR01", None, "5", 100),
        ("PF02", None, "2", 25), ("PR09", 9, None, 90), ("PR09", None, "10", 100),
        ("PR05", 5, None, 0), ("PR06", 2, None, 75), ("PR07", 3, None, 70),
    ],
)  # fmt: skip
def test_score_answers_puts_every_scale_on_0_100(
    item_id: str, number: float | None, text: str | None, score: float
) -> None:
    scored = score_answers(responses((item_id, None, number, text, None)), bank=BANK)
    assert scored["score"].to_list() == [score]


def test_score_answers_reads_the_code_and_not_the_place_on_the_card() -> None:
    best, worst = (score_answers(responses(("PP07", None, None, code, None)), bank=BANK) for code in ("5", "1"))
    assert BANK.choices_of("forecast5")[0].say() == "Within 5%"
    assert (best["score"].item(), worst["score"].item()) == (100, 0)


def test_score_answers_keeps_the_answer_as_given_and_why_one_is_missing() -> None:
    scored = score_answers(
        responses(("PR07", "", 3, None, None), ("PE02", None, None, None, "dk"), ("PE03", None, None, None, "na")),
        bank=BANK,
    )
    assert scored.rows() == [
        ("i1", "PR07", 3.0, 70.0, None), ("i1", "PE02", None, None, "dk"), ("i1", "PE03", None, None, "na"),
    ]  # fmt: skip


def test_score_answers_leaves_out_what_has_no_score() -> None:
    scored = score_answers(
        responses(
            ("PI09", None, 6, None, None), ("PI09", "margin", None, "margin", None),
            ("PS05", None, None, "me", None), ("PS04", None, 30, None, None),
            ("PR10", "easy", 40, None, None), ("PC01", None, None, "una storia", None),
        ),
        bank=BANK,
    )  # fmt: skip
    assert scored.select("item_id", "score").rows() == [("PI09", 60.0)]


def test_score_answers_refuses_all_wrong_answers_at_once() -> None:
    with pytest.raises(InputRefused) as refused:
        score_answers(
            responses(
                ("PE01", None, 11, None, None), ("PR01", None, 0, None, None), ("PR02", None, 2.5, None, None),
                ("PE02", None, None, "well", None), ("PE03", None, 8, None, "dk"), ("PE1", None, 8, None, None),
                ("PE05", None, 7.5, None, None),
            ),
            bank=BANK,
        )  # fmt: skip
    assert [(fault.kind, fault.value, fault.hint) for fault in refused.value.faults] == [
        ("unknown_item", "PE1", "PE01, VE01, PZ01"),
        ("off_scale", "11", "0–10 (i1, PE01)"),
        ("off_scale", "0", "1–5 (i1, PR01)"),
        ("off_scale", "2.5", "1–5 (i1, PR02)"),
        ("off_scale", "well", "0–10 (i1, PE02)"),
        ("off_scale", "8, dk", "0–10 (i1, PE03)"),
    ]
