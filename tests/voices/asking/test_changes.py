from __future__ import annotations

from typing import Any

import pytest

from tests.voices.asking.questionnaire_project import BANK, guide_for
from tramite.kernel.errors import InputRefused
from tramite.voices.asking.bank import ItemBank
from tramite.voices.asking.changes import BankChanges, answered_bank, changed_bank
from tramite.voices.asking.instrument import instrument_of

OWN = {
    "id": "YA01", "topic": "Returns", "section": "easy", "respondents": ["reseller"], "scale": "0-10",
    "text": {"en": "How easy are returns to {vendor}?", "it": "Quanto sono facili i resi a {vendor}?"},
    "seconds": 17,
}  # fmt: skip


def changed(**changes: Any) -> ItemBank:
    return changed_bank(BANK, BankChanges.model_validate(changes))


def faults(**changes: Any) -> list[tuple[str, str | None, str | None]]:
    with pytest.raises(InputRefused) as refused:
        changed(**changes)
    return [(fault.kind, fault.column, fault.value) for fault in refused.value.faults]


def test_changed_bank_without_changes_is_the_bank() -> None:
    assert changed() == BANK


def test_changed_bank_adds_an_item_that_the_guide_asks() -> None:
    guide = guide_for("reseller", bank=changed(add=[OWN]))
    (added,) = [question for question in guide.questions if question.item.id == "YA01"]
    assert (added.part, added.text.it) == ("scores", "Quanto sono facili i resi a Alfa & C. <Pompe>?")


def test_changed_bank_lets_the_mirror_look_back() -> None:
    bank = changed(add=[{**OWN, "mirrors": ["PE01"]}])
    assert bank.item("PE01").mirrors == ("VE01", "YA01")


def test_changed_bank_adds_lists_of_answers() -> None:
    answers = [{"id": "a", "name": {"en": "A", "it": "Aa"}}, {"id": "b", "name": {"en": "B", "it": "Bb"}}]
    bank = changed(add=[{**OWN, "scale": "choice", "choices": "ways"}], lists={"ways": answers})
    assert [choice.say("it") for choice in bank.choices_of("ways")] == ["Aa", "Bb"]


def test_changed_bank_retires_an_item_and_what_mirrors_it_forgets_it() -> None:
    bank = changed(retire=[{"id": "PE03", "why": "no support here"}])
    assert "PE03" not in bank
    assert bank.item("VE03").mirrors == ()


def test_answers_to_a_retired_item_are_still_read() -> None:
    changes = BankChanges.model_validate({"retire": [{"id": "PE03", "why": "no support here"}]})
    assert "PE03" in answered_bank(BANK, changes)


def test_changed_bank_rewords_in_one_language_and_the_version_changes() -> None:
    before = instrument_of(guide_for("reseller"))
    bank = changed(reword=[{"id": "PE01", "it": "Lavorare con {vendor} è facile per {org}? Da 0 a 10."}])
    after = instrument_of(guide_for("reseller", bank=bank))
    assert bank.item("PE01").text_en == BANK.item("PE01").text_en
    assert before.version != after.version
    different = [w.item_id for w in before.wordings if w.wording != after.wording(w.item_id).wording]
    assert different == ["PE01"]
    assert after.wording("PE01").read_out("it").endswith("è facile per la Sua azienda? Da 0 a 10.")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"retire": [{"id": "PE99", "why": "x"}]}, [("unknown_item", "retire.0.id", "PE99")]),
        ({"reword": [{"id": "PE1", "it": "x"}]}, [("unknown_item", "reword.0.id", "PE1")]),
        ({"reword": [{"id": "PE01"}]}, [("bank_reword_nothing", "reword.0", "PE01")]),
        ({"retire": [{"id": "PE01", "why": "x"}], "reword": [{"id": "PE01", "it": "x"}]},
         [("bank_reword_retired", "reword.0.id", "PE01")]),
        ({"retire": [{"id": "PS06", "why": "x"}]}, [("bank_follows", "retire.0.id", "PS06")]),
        ({"add": [{**OWN, "id": "PE04"}]}, [("bank_own_id", "add.0.id", "PE04")]),
        ({"add": [OWN, OWN]}, [("bank_duplicate_id", "add.1.id", "YA01")]),
        ({"lists": {"agree5": []}}, [("duplicate_id", "lists.agree5", "agree5")]),
        ({"add": [{**OWN, "scale": "0-7"}]}, [("bank_scale", "YA01.scale", "0-7")]),
        ({"add": [{**OWN, "scale": "choice"}]}, [("bank_list", "YA01.choices", "")]),
        ({"add": [{**OWN, "section": "fun"}]}, [("not_allowed", "YA01.pillar", "fun")]),
        ({"add": [{**OWN, "respondents": ["branch"], "feeds": ["RISK.exit"]}]},
         [("bank_employee", "YA01.respondents", "branch")]),
        ({"reword": [{"id": "PE01", "it": "Con {cliente}?"}]},
         [("bank_unknown_placeholder", "PE01.text_it", "cliente"), ("bank_placeholders", "PE01.text_it", "PE01")]),
        ({"reword": [{"id": "PE02", "it": "Con {vendor?"}]},
         [("bank_unknown_placeholder", "PE02.text_it", "{"), ("bank_placeholders", "PE02.text_it", "PE02")]),
    ],
)  # fmt: skip
def test_changed_bank_tells_what_is_wrong(changes: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert faults(**changes) == expected


def test_every_fault_names_the_file_that_a_person_edits() -> None:
    with pytest.raises(InputRefused) as refused:
        changed(add=[{**OWN, "scale": "0-7", "mode": "post"}])
    assert [str(fault).split(",", maxsplit=1)[0] for fault in refused.value.faults] == ["'voices/items.toml'"] * 2
