from __future__ import annotations

from dataclasses import replace

import pytest

from tests.voices.asking.questionnaire_project import BANK, DEFINITION, FACTS, METHOD, WORDS, guide_for
from tramite.kernel.errors import InputRefused
from tramite.kernel.method import Method
from tramite.kernel.tables import ROLES
from tramite.voices.asking.bank import ItemBank
from tramite.voices.asking.bank_check import interview_minutes
from tramite.voices.asking.guide import PARTS, split_value
from tramite.voices.asking.project_words import ProjectWords


@pytest.mark.parametrize("role", ROLES)
def test_assemble_guide_asks_the_core_items_in_the_order_of_the_method(role: str) -> None:
    guide = guide_for(role)
    asked = {question.item.id for question in (*guide.questions, *guide.sheet)}
    places = [PARTS.index(question.part) for question in guide.questions]
    assert asked == {item.id for item in BANK.items_for(role, core=True)}
    assert places == sorted(places)
    assert guide.minutes == interview_minutes(BANK, role, METHOD)
    assert sum(guide.minutes_of(part) for part in PARTS) + guide.opening == pytest.approx(guide.minutes)


def test_assemble_guide_begins_with_a_story_ends_with_one_change_and_asks_the_quiz_late() -> None:
    guide = guide_for("reseller")
    assert (guide.questions[0].item.id, guide.questions[-1].item.id) == ("PC01", "PZ01")
    assert guide.of_part("information")[-1].item.id == "PI04"
    assert [question.item.id for question in guide.sheet] == ["PC02", "PS02", "PM01", "PX05"]


def test_assemble_guide_fills_words_by_role_and_leaves_x_to_the_respondent() -> None:
    texts = {q.item.id: q.text for q in guide_for("agent").questions}
    assert texts["PX06"].it.startswith("Supponga che dal prossimo anno le provvigioni su Alfa & C. <Pompe> dim")
    assert "del {x}%" in texts["PX06"].it
    leftover = {text.it.replace("{x}", "") for text in texts.values() if "{" in text.it.replace("{x}", "")}
    assert leftover == set()


def test_assemble_guide_asks_alone_what_follows_a_question_that_is_not_asked() -> None:
    alone = {q.item.id: q.text for q in guide_for("store_manager").questions}["PX07"]
    after = {q.item.id: q.text for q in guide_for("reseller").questions}["PX07"]
    assert alone.it.startswith("Supponga che dal prossimo anno gli incentivi")
    assert after.it == "E se i margini aumentassero del {x}%?"


def test_assemble_guide_fills_lists_of_the_project() -> None:
    answers = {q.item.id: [a.code for a in q.answers or q.follow_up] for q in guide_for("reseller").questions}
    assert answers["PW01"] == ["vendor", "c1", "c2", "own", "other"]
    assert answers["PI01"] == ["pumps", "parts"]
    assert answers["PX10"] == ["web-shop", "value-added", "own_shops", "comp_us", "comp_other", "stop"]
    assert answers["PW04"] == ["web-shop", "value-added", "own_shops"]
    assert answers["PI04"] == ["f-1", "f-2", "f-3", "f-4", "f-5"]


def test_assemble_guide_asks_customers_only_facts_that_they_can_know() -> None:
    quiz = {q.item.id: q for q in guide_for("customer").questions}["CK04"]
    assert [answer.code for answer in quiz.answers] == ["f-1", "f-2", "f-3", "f-4"]


def test_assemble_guide_skips_partner_mirrors_where_the_channel_has_no_partners() -> None:
    guide = guide_for("vendor", "web-shop")
    assert [q.item.id for q in guide.questions] == ["VO01", "VC01", "VC02", "VI04", "VX08", "VX10"]


def test_assemble_guide_asks_employees_neither_of_staying_nor_of_pressure() -> None:
    for role in ("branch", "store_manager"):
        assert {"PR05", "PR06", "PR09"} & {q.item.id for q in guide_for(role).questions} == set()


def test_assemble_guide_names_what_the_project_has_not_given() -> None:
    with pytest.raises(InputRefused) as refused:
        guide_for("reseller", words=ProjectWords(), facts=FACTS[:4])
    found = {(fault.kind, fault.column) for fault in refused.value.faults}
    assert found == {
        ("project_list", "competitors"), ("project_list", "roadmap"), ("project_word", "category"),
        ("project_word", "flagship"), ("project_word", "case"), ("facts_count", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("true", "hidden", "kind"), [(5, ["f-1"], "facts_balance"), (2, ["f-1", "f-2"], "facts_customers")]
)
def test_assemble_guide_refuses_a_quiz_that_measures_nothing(true: int, hidden: list[str], kind: str) -> None:
    facts = [replace(fact, true=number < true) for number, fact in enumerate(FACTS)]
    words = WORDS.model_copy(update={"facts_not_for_customers": tuple(hidden)})
    with pytest.raises(InputRefused) as refused:
        guide_for("customer", words=words, facts=facts)
    assert [fault.kind for fault in refused.value.faults] == [kind]


def test_assemble_guide_refuses_what_takes_too_long_and_names_the_costliest() -> None:
    with pytest.raises(InputRefused) as refused:
        guide_for("reseller", method=Method(interview_max_minutes=42))
    (fault,) = refused.value.faults
    assert (fault.kind, fault.value) == ("guide_too_long", "42.3 min")
    assert fault.hint == "42 min – PS01 (150 s), PC01 (120 s), PZ01 (90 s), PI04 (80 s), PX03 (80 s)"


def test_assemble_guide_asks_optional_items_only_where_the_bank_makes_them_core() -> None:
    items = tuple(replace(item, core=True) if item.id == "PR04" else item for item in BANK.items)
    asked = {q.item.id for q in guide_for("branch", bank=ItemBank(items, BANK.choices)).questions}
    assert "PR04" in asked
    assert "PR04" not in {q.item.id for q in guide_for("branch").questions}


def test_split_value_is_the_same_for_the_same_seed_and_lever() -> None:
    questions = {q.item.id: q for q in guide_for("reseller").questions}
    units = [f"u{n}" for n in range(400)]
    drawn = {
        item: [split_value(questions[item], unit_id=unit, seed=7) for unit in units]
        for item in ("PX06", "PX07", "PX08")
    }
    assert drawn["PX06"] == drawn["PX07"]
    assert set(drawn["PX06"]) == {10.0, 20.0}
    assert set(drawn["PX08"]) == {5.0, 10.0}
    assert [split_value(questions["PX08"], unit_id=unit, seed=8) for unit in units] != drawn["PX08"]
    assert 150 < drawn["PX08"].count(5.0) < 250  # 400 fair coins: five standard deviations
    assert split_value(questions["PE01"], unit_id="u1", seed=7) is None


def test_split_value_of_known_units_never_changes() -> None:
    question = {q.item.id: q for q in guide_for("reseller").questions}["PX06"]
    heard = [split_value(question, unit_id=unit, seed=DEFINITION.seed) for unit in "abcde"]
    assert heard == [20.0, 20.0, 10.0, 10.0, 10.0]  # first byte of sha256("7\nearnings\n<unit>") even or odd
