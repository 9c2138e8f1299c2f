from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.voices.asking.questionnaire_project import BANK, UNITS, WORDS, form_for, guide_for
from tramite.kernel.case import Name
from tramite.kernel.tables import ROLES
from tramite.voices.asking.form_names import read_name
from tramite.voices.asking.form_sheet import LANGUAGE_NAMES, Form
from tramite.voices.asking.guide import split_value
from tramite.voices.asking.questionnaire import UNITS_LISTED, Unit

TEXTS = ("label", "hint", "required_message", "constraint_message")


def rows(form: Form) -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in form.survey if "name" in row}


@pytest.mark.parametrize("role", ROLES)
def test_form_of_names_every_question_once_and_readably(role: str) -> None:
    form = form_for(guide_for(role))
    names = [row["name"] for row in form.survey if "name" in row]
    assert len(names) == len(set(names)) == len({name.casefold() for name in names})
    assert [name for name in names if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)] == []
    assert "data" not in names
    answers = [name for name in names if read_name(name)]
    assert {str(read_name(name)) for name in answers} == set(answers)
    assert {asked.item_id for name in answers if (asked := read_name(name))} == {
        item.id for item in BANK.items_for(role, core=True) if item.mode == "interview"
    }


@pytest.mark.parametrize("role", ROLES)
def test_form_of_says_everything_in_both_languages(role: str) -> None:
    form = form_for(guide_for(role))
    english, italian = LANGUAGE_NAMES["en"], LANGUAGE_NAMES["it"]
    one_sided = [
        (row.get("name"), text)
        for row in (*form.survey, *form.choices)
        for text in TEXTS
        if bool(row.get(f"{text}::{english}")) != bool(row.get(f"{text}::{italian}"))
    ]
    mute = [
        (row["name"], text)
        for row in form.survey
        for column, text in (("required", "required_message"), ("constraint", "constraint_message"))
        if column in row and f"{text}::{italian}" not in row
    ]
    assert (one_sided, mute) == ([], [])
    assert "date" not in {row["type"] for row in form.survey}


@pytest.mark.parametrize("role", ROLES)
def test_form_asks_what_may_be_shown_of_those_who_may_choose(role: str) -> None:
    asked = [name for name in rows(form_for(guide_for(role))) if name in ("level", "quotable")]
    groups_only = role in ("branch", "store_manager", "vendor")
    assert asked == ([] if groups_only else ["level", "quotable"])


def test_form_of_offers_a_way_not_to_answer_for_every_item() -> None:
    for role in ROLES:
        form = form_for(guide_for(role))
        lists: dict[str, set[str]] = {}
        for choice in form.choices:
            lists.setdefault(choice["list_name"], set()).add(choice["name"])
        open_to = set()
        for row in form.survey:
            asked = read_name(row.get("name", ""))
            if asked is None:
                continue
            listed = lists.get(row["type"].partition(" ")[2], set())
            if asked.aspect == "missing" or {"missing-ref", "missing-na"} <= listed:
                open_to.add(asked.item_id)
        assert open_to == {question.item.id for question in guide_for(role).questions}


def test_form_of_keeps_what_an_xform_cannot_carry() -> None:
    form = form_for(guide_for("reseller"))
    kept = {row["name"]: row for row in form.tramite}
    assert {"item_id": "PS01", "key": "possession.vendor", "construct": "Channel functions performed",
            "mirror": "VS01"}.items() <= kept["PS01__possession__vendor"].items()  # fmt: skip
    assert re.fullmatch(r"PE01\.[0-9a-f]{6}", kept["PE01"]["wording"])
    values = {
        (row["list_name"], row["name"]): row["tramite_value"] for row in form.choices if "tramite_value" in row
    }
    assert values["score_0_10", "missing-dk"] == "dk"
    assert values["score_0_10", "7"] == "7"


def test_form_of_gives_each_unit_its_x_and_its_order_of_cards() -> None:
    guide = guide_for("reseller")
    units = {row["name"]: row for row in form_for(guide).choices if row["list_name"] == "units"}
    questions = {question.item.id: question for question in guide.questions}
    assert list(units) == [unit.id for unit in UNITS]
    for unit, row in units.items():
        assert float(row["x_earnings"]) == split_value(questions["PX06"], unit_id=unit, seed=7)
        assert float(row["x_price"]) == split_value(questions["PX08"], unit_id=unit, seed=7)
    assert len({row["cards"] for row in units.values()}) == len(units)
    x = rows(form_for(guide))["PX06__x"]["calculation"]
    assert x == "instance('units')/root/item[name = ${unit_id}]/x_earnings"


def test_form_of_draws_by_itself_where_nobody_or_too_many_are_listed() -> None:
    many = [Unit(str(number)) for number in range(UNITS_LISTED + 1)]
    for units in ((), many):
        form = rows(form_for(guide_for("reseller"), units=units))
        assert form["unit_id"]["type"] == "text"
        assert form["PX06__x"]["calculation"] == "once(if(random() < 0.5, 10, 20))"


def test_form_of_lets_shares_be_left_blank_and_stops_what_is_not_a_hundred() -> None:
    form = rows(form_for(guide_for("customer")))
    parts = "coalesce(${CC01__web_x2d_shop}, 0) + coalesce(${CC01__dealers}, 0)"
    assert form["CC01_sum"]["calculation"].startswith(parts)
    assert form["CC01_read"]["constraint"] == "${CC01_sum} = 100"
    assert (form["CC01_read"]["relevant"], form["CC01_missing"]["relevant"]) == (
        "${CC01_sum} > 0",
        "${CC01_sum} = 0",
    )
    assert "required" not in form["CC01__dealers"]


def test_form_of_never_takes_a_card_for_best_and_worst() -> None:
    form = rows(form_for(guide_for("reseller")))
    assert form["PX03_best"]["constraint"] == "count-selected(.) = 3"
    worst = form["PX03_worst"]
    assert worst["constraint"].startswith(
        "count-selected(.) = 3 and not((selected(., 'earn') and selected(${PX03_best}"
    )
    assert worst["choice_filter"] == "not(selected(${PX03_best}, name))"


def test_form_of_asks_what_follows_only_where_there_is_something_to_follow() -> None:
    form = rows(form_for(guide_for("reseller")))
    assert form["ask_PS07"]["relevant"] == "${PS06} > 0"
    assert form["PI03_marks"]["relevant"] == "${PI02} > 0"
    assert form["PI09_text__code"]["relevant"] == "${PI09} != '' and ${PI09} <= 6"
    assert form["section_scores"]["relevant"] == "${consent} = 'yes'"


def test_form_of_changes_its_version_with_its_words_and_only_then() -> None:
    guide = guide_for("agent")
    again = form_for(guide_for("agent"))
    words = WORDS.model_copy(update={"category": Name(en="valves", it="valvole")})
    other = form_for(guide_for("agent", words=words))
    assert form_for(guide) == again
    assert again.settings["form_id"] == other.settings["form_id"] == "tramite-interview-agent-dealers"
    assert again.settings["version"] != other.settings["version"]
    more = form_for(guide, units=(*UNITS, Unit("u-4")))
    assert more.settings["version"] != again.settings["version"]
    assert rows(more)["instrument"] == rows(again)["instrument"]


def test_form_of_takes_no_words_of_a_project_for_a_reference() -> None:
    guide = guide_for("agent")
    text = replace(guide.questions[1].text, it="Quanto vale ${consent}?")
    changed = replace(guide, questions=(guide.questions[0], replace(guide.questions[1], text=text)))
    labels = [row.get("label::Italiano (it)", "") for row in form_for(changed).survey]
    assert [label for label in labels if "consent}" in label] == ["Quanto vale $ {consent}?"]


def test_sheet_holds_what_goes_ahead_in_writing() -> None:
    form = form_for(guide_for("branch"), "sheet")
    assert {row["item_id"] for row in form.tramite} == {"PC02", "PM01", "PX05"}
    assert form.settings["form_id"] == "tramite-sheet-branch-dealers"
