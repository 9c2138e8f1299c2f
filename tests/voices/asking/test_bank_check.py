from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.kernel.errors import Fault
from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank, load_bank
from tramite.voices.asking.bank_check import check_bank, interview_minutes

BANK = load_bank()
METHOD = Method()


def with_item(changed: Item) -> ItemBank:
    return ItemBank(tuple(changed if item.id == changed.id else item for item in BANK.items), BANK.choices)


def kinds(bank: ItemBank, method: Method = METHOD) -> list[tuple[str, str | None, str]]:
    return [(fault.kind, fault.value, fault.hint) for fault in check_bank(bank, method=method)]


def test_check_bank_finds_nothing_in_the_bank_that_comes_with_the_program() -> None:
    assert check_bank(BANK, method=METHOD) == ()


@pytest.mark.parametrize(
    ("role", "minutes"),
    [
        ("agent", 41.5), ("distributor", 41.8), ("reseller", 42.3), ("franchisee", 42.3), ("branch", 36.8),
        ("store_manager", 33.7), ("customer", 25.3), ("vendor", 28.7),
    ],
)  # fmt: skip
def test_interview_minutes_are_those_of_the_method(role: str, minutes: float) -> None:
    assert round(interview_minutes(BANK, role, METHOD), 1) == minutes


def test_check_bank_finds_a_repeated_id() -> None:
    assert ("bank_duplicate_id", "PE01", "") in kinds(ItemBank((*BANK.items, BANK.item("PE01")), BANK.choices))


def test_check_bank_finds_a_mirror_that_does_not_look_back() -> None:
    bank = with_item(replace(BANK.item("VE01"), mirrors=()))
    assert kinds(bank) == [("bank_mirror", "VE01", "PE01")]


def test_check_bank_finds_mirrors_on_different_scales() -> None:
    bank = with_item(replace(BANK.item("VE01"), scale="1-5", choices="agree5"))
    assert kinds(bank) == [("bank_mirror_scale", "VE01", "PE01: 0-10"), ("bank_mirror_scale", "PE01", "VE01: 1-5")]


def test_check_bank_finds_a_placeholder_of_one_language_only() -> None:
    item = BANK.item("PR02")
    bank = with_item(replace(item, text_it=item.text_it.replace("{vendor}", "{category}")))
    assert kinds(bank) == [("bank_placeholders", "PR02", "category, vendor")]


def test_check_bank_finds_what_is_unknown() -> None:
    bank = with_item(replace(BANK.item("PC01"), scale="0-7", choices="agree7", roles=("agent", "dealer")))
    row = 2
    assert [(f.kind, f.value, f.row) for f in check_bank(bank, method=METHOD)] == [
        ("bank_scale", "0-7", row), ("bank_role", "dealer", row), ("bank_list", "agree7", row),
    ]  # fmt: skip


def test_check_bank_stops_an_interview_that_is_too_long() -> None:
    assert check_bank(BANK, method=Method(interview_max_minutes=42)) == tuple(
        Fault("items.csv", "bank_too_long", column="secs", value="42.3", hint=f"42 ({role})")
        for role in ("reseller", "franchisee")
    )


def test_check_bank_finds_words_that_nobody_can_fill_or_read() -> None:
    item = BANK.item("PR02")
    assert kinds(with_item(replace(item, text_it="  ", text_en=" "))) == [
        ("required", None, ""),
        ("required", None, ""),
    ]
    unknown = replace(item, text_it="{vendor} e {cliente}", text_en="{vendor} and {cliente}")
    assert [(f.kind, f.column, f.value) for f in check_bank(with_item(unknown), method=METHOD)] == [
        ("bank_unknown_placeholder", "text_en", "cliente"), ("bank_unknown_placeholder", "text_it", "cliente"),
    ]  # fmt: skip


def test_check_bank_keeps_from_employees_what_their_employer_may_not_ask() -> None:
    bank = with_item(replace(BANK.item("PR09"), roles=("reseller", "branch")))
    assert kinds(bank) == [("bank_employee", "branch", "RISK.exit")]


def test_check_bank_finds_a_sort_without_twelve_cards_and_a_repeated_code() -> None:
    cards = tuple(choice for choice in BANK.choices if (choice.list, choice.code) != ("criteria", "price"))
    assert kinds(ItemBank(BANK.items, cards)) == [("bank_cards", "11", "12"), ("bank_cards", "11", "12")]
    twice = (*BANK.choices, BANK.choices_of("freq5")[0])
    assert kinds(ItemBank(BANK.items, twice)) == [("duplicate_id", "freq5.1", "")] * 2


def test_check_bank_asks_for_a_core_guide_of_every_role() -> None:
    items = tuple(item for item in BANK.items if "customer" not in item.roles)
    found = check_bank(ItemBank(items, BANK.choices), method=METHOD)
    assert [fault.value for fault in found if fault.kind == "bank_no_core"] == ["customer"]
