from __future__ import annotations

import polars as pl
import pytest

from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.answer_parts import answer_parts

BANK = load_bank()
Row = tuple[str, str | None, float | None, str | None, str | None]


def parts(item_id: str, *rows: Row) -> dict[tuple[str, str], float]:
    """Read answers (interview, key, number, text, missing) to an item."""
    table = pl.DataFrame(
        [(interview, item_id, *rest) for interview, *rest in rows],
        schema={"interview_id": pl.String, "item_id": pl.String, "key": pl.String, "number": pl.Float64,
                "text": pl.String, "missing": pl.String},
        orient="row",
    )  # fmt: skip
    found = answer_parts(table, item=BANK.item(item_id))
    assert found.columns == ["interview_id", "key", "value"]
    return {(interview, key): value for interview, key, value in found.iter_rows()}


def test_percentage_is_a_share() -> None:
    rows: list[Row] = [("i1", None, 40.0, None, None), ("i2", "", 0.0, None, None)]
    assert parts("PS08", *rows) == {("i1", ""): 0.4, ("i2", ""): 0.0}


def test_no_answer_is_not_zero_and_second_questions_are_no_parts() -> None:
    rows: list[Row] = [
        ("i1", "", None, None, "dk"), ("i2", "", 70.0, None, None), ("i2", "code", None, "service", None),
        ("i2", "certainty", None, "guess", None),
    ]  # fmt: skip
    assert parts("PS06", *rows) == {("i2", ""): 0.7}


def test_three_values_keep_their_names_and_sign() -> None:
    rows: list[Row] = [
        ("i1", key, value, None, None) for key, value in (("low", -20), ("likely", 5), ("high", 150))
    ]
    assert parts("PX01", *rows) == {("i1", "low"): -0.2, ("i1", "likely"): 0.05, ("i1", "high"): 1.5}


def test_reaction_is_kept_with_the_x_that_was_read_out() -> None:
    rows: list[Row] = [
        ("i1", "", -30.0, None, None), ("i1", "x", 20.0, None, None), ("i1", "code", None, "shift", None),
        ("i2", "", -10.0, None, None),
    ]  # fmt: skip
    assert parts("PX06", *rows) == {("i1", "20"): -0.3}


def test_grid_of_shares_is_read_in_its_own_proportions_row_by_row() -> None:
    rows: list[Row] = [
        ("i1", "risk.partner", 30.0, None, None), ("i1", "risk.vendor", 10.0, None, None),
        ("i1", "payment.partner", 100.0, None, None), ("i1", "promotion.partner", 0.0, None, None),
    ]  # fmt: skip
    found = parts("PS01", *rows)
    assert found == {("i1", "risk.partner"): 0.75, ("i1", "risk.vendor"): 0.25, ("i1", "payment.partner"): 1.0}


def test_leader_of_a_step_is_one_and_the_others_zero() -> None:
    found = parts("PS03", ("i1", "lead", None, "joint", None))
    assert found == {
        ("i1", f"lead.{who}"): float(who == "joint") for who in ("partner", "joint", "vendor", "other")
    }


@pytest.mark.parametrize(("item_id", "key", "given", "read"), [
    ("PX05", "potential", 500.0, 500.0), ("CN03", "wait", 7.0, 70.0), ("PM05", "margin", 2.0, 2.0),
    ("PI06", "r1", 2.0, 2.0),
])  # fmt: skip
def test_other_scales(item_id: str, key: str, given: float, read: float) -> None:
    assert parts(item_id, ("i1", key, given, None, None)) == {("i1", key): read}


def test_scales_that_are_read_elsewhere_are_refused() -> None:
    with pytest.raises(KeyError):
        parts("PE01", ("i1", "", 7.0, None, None))
