from __future__ import annotations

import pytest

from tramite.voices.asking.bank import PARTNER_ROLES, PILLARS, ItemBank, Pillar, load_bank, parse_bank

BANK = load_bank()


def test_load_bank_holds_the_items_of_the_method() -> None:
    sides = [
        sum(bool(set(item.roles) & set(roles)) for item in BANK.items)
        for roles in (PARTNER_ROLES, ("customer",), ("vendor",))
    ]
    mirrored = [
        sum(bool(item.mirrors) for item in BANK.items if set(item.roles) & set(roles))
        for roles in (PARTNER_ROLES, ("customer",), ("vendor",))
    ]
    assert (len(BANK.items), sides, mirrored) == (132, [70, 28, 34], [35, 10, 33])
    assert sum(item.core for item in BANK.items) == 128
    assert [item.id for item in BANK.items if item.mode == "sheet"] == ["PC02", "PS02", "PM01", "PX05"]


@pytest.mark.parametrize(
    ("pillar", "items"),
    [
        ("easy", ["PE01", "PE02", "PE03", "PE05", "PE06", "PE07", "PE08"]),
        ("predictable", ["PP01", "PP02", "PP03", "PP04", "PP05", "PP07"]),
        ("profitable", ["PF01", "PF02", "PF03", "PF04", "PF05", "PF06", "PF07"]),
    ],
)
def test_pillar_items_are_those_of_the_method(pillar: Pillar, items: list[str]) -> None:
    assert [item.id for item in BANK.pillar_items(pillar)] == items


def test_items_for_leaves_out_what_a_role_is_not_asked() -> None:
    asked = {pillar: {item.id for item in BANK.pillar_items(pillar)} for pillar in PILLARS}
    manager = {item.id for item in BANK.items_for("store_manager")}
    assert asked["profitable"] & manager == {"PF01", "PF03", "PF06", "PF07"}
    assert asked["predictable"] & manager == {"PP01", "PP03", "PP04", "PP07"}


def test_items_for_tells_core_items_from_the_others() -> None:
    others = [item.id for item in BANK.items_for("agent", core=False)]
    assert others == ["PF05", "PR04", "PR06", "PI07"]
    assert len(BANK.items_for("agent", core=True)) + len(others) == len(BANK.items_for("agent"))


def test_reversed_items_are_those_of_the_method() -> None:
    assert [item.id for item in BANK.reversed_items] == ["PR05", "PR06", "PR07", "VR07"]


def test_mirrors_of_returns_the_same_question_to_the_other_sides() -> None:
    assert [item.id for item in BANK.mirrors_of("PE06")] == ["VE06", "CK03"]


def test_choices_of_returns_answers_in_the_order_of_the_card() -> None:
    assert [choice.code for choice in BANK.choices_of("forecast5")] == ["5", "4", "3", "2", "1"]
    assert BANK.choices_of("pillars")[2].say("it") == "È redditizio"


def test_scored_lists_are_those_whose_code_is_the_score() -> None:
    assert BANK.scored_lists == {"forecast5", "better5", "freq5"}


def test_item_speaks_both_languages() -> None:
    item = BANK.item("PR01")
    assert item.say() == "{vendor} is straight with us, even when the news is bad."
    assert item.say("it") == "{vendor} è trasparente con noi, anche quando le notizie non sono buone."
    assert item.placeholders("it") == {"vendor"}


def test_item_of_an_unknown_id_is_a_key_error() -> None:
    assert "PE04" not in BANK
    with pytest.raises(KeyError):
        BANK.item("PE04")


def test_parse_bank_reads_two_tables() -> None:
    items = (
        "id,construct,pillar,respondents,scale,choices,mirror,text_en,text_it,source,feeds,core,reverse,secs,sensitive,mode\n"
        "A1,Trust,easy,agent|branch,0-10,,B1|C1,Is it?,Lo è?,Own,PX.easy,1,1,17,,interview\n"
    )
    bank = parse_bank(items, "list,order,code,label_en,label_it,note\nx,1,a,A,A,\n")
    assert isinstance(bank, ItemBank)
    item = bank.item("A1")
    assert (item.roles, item.mirrors, item.reverse, item.seconds) == (("agent", "branch"), ("B1", "C1"), True, 17)
