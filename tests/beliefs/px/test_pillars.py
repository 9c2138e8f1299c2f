from __future__ import annotations

import polars as pl
import pytest

from tests.beliefs.px_voices import BANK, METHOD, Row
from tramite.beliefs.px.pillars import interview_scores
from tramite.voices.estimation.scores import score_answers

EQUAL = dict.fromkeys(("easy", "predictable", "profitable"), 1 / 3)


def scored(*answers: tuple[str, float | None, str | None], role: str = "agent") -> dict[str, object]:
    """Score one interview of (item, number, missing)."""
    rows: list[Row] = [("i", item, None, number, None, missing) for item, number, missing in answers]
    schema = {"interview_id": pl.String, "item_id": pl.String, "key": pl.String, "number": pl.Float64,
              "text": pl.String, "missing": pl.String}  # fmt: skip
    responses = pl.DataFrame(rows, schema=schema, orient="row")
    interviews = pl.DataFrame({"interview_id": ["i"], "unit_id": ["u"], "role": [role]})
    return interview_scores(
        score_answers(responses, bank=BANK), interviews, bank=BANK, weights={role: EQUAL}, method=METHOD
    ).to_dicts()[0]


def predictable(*numbers: float | None, missing: str | None = None, role: str = "agent") -> object:
    items = [item.id for item in BANK.pillar_items("predictable") if role in item.roles]
    answers = [
        (item, number, missing if number is None else None) for item, number in zip(items, numbers, strict=False)
    ]
    return scored(*answers, role=role)["predictable"]


def test_pillar_is_the_mean_of_what_was_answered() -> None:
    assert predictable(2, 4, 6, 8, 10, 5) == pytest.approx((20 + 40 + 60 + 80 + 100 + 100) / 6)


@pytest.mark.parametrize(
    ("numbers", "score"),
    [((8, 8, 8, 8), 80), ((8, 8, 8, 8, None, None), 80), ((8, 8, 8), None), ((8, 8, 8, None, None, None), None)],
)
def test_pillar_needs_three_answers_in_five(numbers: tuple[float | None, ...], score: float | None) -> None:
    assert predictable(*numbers, missing="dk") == score


def test_pillar_does_not_count_what_is_not_applicable() -> None:
    assert predictable(8, 8, None, None, missing="na") is None
    assert predictable(8, 8, None, None, None, missing="na") == 80


def test_pillar_counts_an_optional_item_only_where_it_was_asked() -> None:
    core = [("PF01", 8.0, None), ("PF03", 8.0, None), ("PF06", 8.0, None)]
    assert scored(*core)["profitable"] == 80
    assert scored(*core, ("PF05", None, "dk"))["profitable"] is None
    assert scored(*core, ("PF05", 4.0, None))["profitable"] == pytest.approx(70)


def test_pillar_asks_of_a_role_only_its_own_items() -> None:
    assert predictable(8, 8, 8, role="store_manager") == 80


def test_px_needs_all_three_pillars() -> None:
    easy = [(item.id, 8.0, None) for item in BANK.pillar_items("easy")]
    assert (scored(*easy)["easy"], scored(*easy)["px"]) == (80, None)
