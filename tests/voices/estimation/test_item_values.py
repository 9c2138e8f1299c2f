from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.errors import InputRefused
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.item_values import item_values

BANK = load_bank()
Row = tuple[str, str, str | None, float | None, str | None, str | None]
COLUMNS = ("interview_id", "item_id", "key", "number", "text", "missing")
SCHEMA = {name: pl.Float64 if name == "number" else pl.String for name in COLUMNS}


def values(
    item_id: str, *rows: tuple[str, str | None, float | None, str | None, str | None]
) -> dict[str, dict[str, float]]:
    table = pl.DataFrame([(row[0], item_id, *row[1:]) for row in rows], schema=SCHEMA, orient="row")
    found: dict[str, dict[str, float]] = {}
    for interview, key, value in item_values(table, item=BANK.item(item_id), bank=BANK).iter_rows():
        found.setdefault(interview, {})[key] = value
    return found


def test_a_rating_is_its_score() -> None:
    found = values("PE01", ("i1", None, 7.0, None, None), ("i2", None, None, None, "dk"))
    assert found == {"i1": {"": 70.0}}


def test_several_choices_are_one_where_chosen_and_zero_elsewhere() -> None:
    found = values(
        "PM02", ("i1", "visits", 1.0, None, None), ("i1", "mktg", 1.0, None, None), ("i2", None, None, None, "dk")
    )
    assert list(found) == ["i1"]
    assert found["i1"].keys() == {choice.code for choice in BANK.choices_of("collab")}
    assert {code for code, value in found["i1"].items() if value == 1.0} == {"visits", "mktg"}
    assert sum(found["i1"].values()) == 2


def test_one_choice_is_read_from_its_code() -> None:
    found = values("PP07", ("i1", None, None, "4", None), ("i2", None, 2.0, None, None))
    assert {name: [code for code, value in row.items() if value] for name, row in found.items()} == {
        "i1": ["4"], "i2": ["2"],
    }  # fmt: skip
    assert set(found["i1"].values()) == {0.0, 1.0}


def test_parts_of_a_hundred_sum_to_one_in_the_answers_own_proportions() -> None:
    found = values(
        "PC02", ("i1", "biz_phys", 30.0, None, None), ("i1", "biz_on", 60.0, None, None),
        ("i2", "biz_on", 0.0, None, None), ("i3", "", None, None, "dk"),
    )  # fmt: skip
    assert list(found) == ["i1"]
    assert (found["i1"]["biz_phys"], found["i1"]["biz_on"]) == pytest.approx((1 / 3, 2 / 3))
    assert found["i1"].keys() == {choice.code for choice in BANK.choices_of("endmix")}
    assert sum(found["i1"].values()) == pytest.approx(1)


def test_cards_are_best_worst_or_neither() -> None:
    found = values("PX03", ("i1", "credit", 1.0, None, None), ("i1", "price", -1.0, None, None))
    assert (found["i1"]["credit"], found["i1"]["price"]) == (1.0, -1.0)
    assert len(found["i1"]) == 12
    assert sum(abs(value) for value in found["i1"].values()) == 2


def test_a_rating_off_its_scale_is_refused() -> None:
    with pytest.raises(InputRefused):
        values("PE01", ("i1", None, 11.0, None, None))


def test_a_scale_without_values_is_not_read() -> None:
    with pytest.raises(KeyError):
        values("PC01", ("i1", None, None, "a story", None))


@pytest.mark.parametrize(
    ("item_id", "extra"),
    [
        ("CX01", "total"),
        ("PS02", "total"),
        ("VS02", "inhouse.promotion"),
        ("VO01", "price.since"),
        ("CK02", "most"),
    ],
)
def test_what_is_asked_beside_the_parts_is_none_of_them(item_id: str, extra: str) -> None:
    item = BANK.item(item_id)
    code = BANK.choices_of(item.choices)[0].code
    rows = [("i1", item_id, code, 100.0, None, None), ("i1", item_id, extra, 250_000.0, None, None)]
    columns = ["interview_id", "item_id", "key", "number", "text", "missing"]
    responses = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String) | {"number": pl.Float64}, orient="row")
    values = item_values(responses, item=item, bank=BANK)
    assert extra not in values["key"].to_list()
    assert values.filter(key=code)["value"].to_list() == [100.0 if item.scale == "multi" else 1.0]


def test_a_second_question_of_a_choice_is_no_answer_to_it() -> None:
    rows = [("i1", "PI08", "", None, "road", None), ("i1", "PI08", "line", None, "bikes", None)]
    columns = ["interview_id", "item_id", "key", "number", "text", "missing"]
    responses = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String) | {"number": pl.Float64}, orient="row")
    assert item_values(responses, item=BANK.item("PI08"), bank=BANK).rows() == [("i1", "road", 1.0)]
