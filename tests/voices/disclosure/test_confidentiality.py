from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.disclosure.confidentiality import (
    Reader,
    check_levels,
    may_read_group,
    sheets_for_vendor,
    single_answers,
    with_levels,
)

BANK = load_bank()


def interviews(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    schema = {"interview_id": pl.String, "role": pl.String, "level": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def answers(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"interview_id": pl.String, "item_id": pl.String}, orient="row")


def test_levels_are_b_unless_promised_and_c_for_own_people() -> None:
    heard = interviews(
        ("1", "reseller", None), ("2", "branch", None), ("3", "vendor", None), ("4", "distributor", "a")
    )
    assert with_levels(heard)["level"].to_list() == ["b", "c", "c", "a"]
    assert with_levels(heard.drop("level"))["level"].to_list() == ["b", "c", "c", "b"]


def test_employees_are_never_promised_less_than_c() -> None:
    heard = interviews(("1", "branch", "a"), ("2", "store_manager", None), ("3", "vendor", "a"))
    found = list(check_levels(heard))
    assert [(fault.kind, fault.value, fault.hint) for fault in found] == [("level_of_employee", "a", "1")]
    assert "level c" in found[0].say("en")


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("study", [("1", "PE01"), ("1", "PW01"), ("1", "PF01"), ("2", "PE01"), ("3", "PE01")]),
        ("vendor", [("1", "PE01")]),
        ("clean_team", []),
    ],
)
def test_single_answers_go_to_the_vendor_only_where_named(reader: Reader, seen: list[tuple[str, str]]) -> None:
    heard = interviews(("1", "distributor", "a"), ("2", "reseller", None), ("3", "branch", None))
    given = answers(("1", "PE01"), ("1", "PW01"), ("1", "PF01"), ("2", "PE01"), ("3", "PE01"))
    assert single_answers(given, heard, bank=BANK, reader=reader).rows() == seen


def test_interviewers_files_of_employees_never_reach_the_vendor() -> None:
    heard = interviews(("1", "distributor", "a"), ("2", "reseller", None), ("3", "branch", None))
    assert sheets_for_vendor(heard).rows() == [("1", "distributor", "a")]


@pytest.mark.parametrize(
    ("item", "reader", "firms", "may"),
    [
        ("PW01", "vendor", 30, False), ("PW01", "clean_team", 3, True), ("PW01", "clean_team", 2, False),
        ("PF01", "vendor", 5, True), ("PE01", "vendor", 5, True),
    ],
)  # fmt: skip
def test_items_on_competition_go_to_a_clean_team(item: str, reader: Reader, firms: int, may: bool) -> None:
    assert may_read_group(BANK.item(item), reader=reader, firms=firms, method=Method()) is may
