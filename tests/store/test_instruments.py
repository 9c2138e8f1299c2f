from __future__ import annotations

from pathlib import Path

import pytest

from tests.voices.asking.questionnaire_project import guide_for
from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.store.instruments import load_instrument, read_bank_changes, read_project_words, save_instrument
from tramite.store.table_files import find_tables
from tramite.voices.asking.changes import BankChanges
from tramite.voices.asking.instrument import instrument_of
from tramite.voices.asking.project_words import ProjectWords


def test_kept_instrument_gives_back_the_words_that_were_read_out(tmp_path: Path) -> None:
    instrument = instrument_of(guide_for("reseller"))
    save_instrument(tmp_path, instrument)
    kept = load_instrument(tmp_path, instrument.version)
    assert kept == instrument
    heard = kept.wording("PX08").read_out("it", x=5.0)
    assert heard.startswith("Se Alfa & C. <Pompe> aumentasse i listini del 5% e i concorrenti no,")


def test_kept_instrument_is_never_written_again(tmp_path: Path) -> None:
    instrument = instrument_of(guide_for("agent"))
    file = save_instrument(tmp_path, instrument)
    before = file.stat()
    assert save_instrument(tmp_path, instrument) == file
    assert file.stat() == before


def test_old_version_stays_beside_the_new_one(tmp_path: Path) -> None:
    for role in ("agent", "customer"):
        save_instrument(tmp_path, instrument_of(guide_for(role)))
    with pytest.raises(CaseNotFound, match=r"'sim-1'.*agent\.dealers\.[0-9a-f]{8}, customer\.dealers"):
        load_instrument(tmp_path, "sim-1")


@pytest.mark.parametrize("content", [b"{}", b"not json", b'{"version": "\xff"}'])
def test_load_instrument_refuses_a_file_changed_by_hand(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "voices/instruments/v.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with pytest.raises(InputRefused, match=r"'voices/instruments/v\.json'"):
        load_instrument(tmp_path, "v")


def test_load_instrument_does_not_leave_the_case(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CaseNotFound):
        load_instrument(tmp_path / "case", "../../../secret")


def test_read_project_words_begins_a_file_that_can_be_filled_in(tmp_path: Path) -> None:
    with pytest.raises(TramiteError, match="A template to fill in was written"):
        read_project_words(tmp_path)
    assert read_project_words(tmp_path) == ProjectWords()
    file = tmp_path / "voices/project.toml"
    # every example of the template can be used by taking the # away
    lines = file.read_text(encoding="utf-8").splitlines()
    signs = ("# category", "# flagship", "# case", "# [[", "# id", "# name", "# facts", "# purpose")
    file.write_text("\n".join(line[2:] if line.startswith(signs) else line for line in lines), encoding="utf-8")
    words = read_project_words(tmp_path)
    assert [entry.id for entry in (*words.competitors, *words.roadmap, *words.products)] == [
        "c1",
        "portal",
        "alfa",
    ]
    assert None not in (words.category, words.flagship, words.case, words.purpose)


def test_read_bank_changes_without_a_file_changes_nothing(tmp_path: Path) -> None:
    assert read_bank_changes(tmp_path) == BankChanges()


def test_read_bank_changes_tells_all_faults(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/items.toml").write_text(
        '[[retire]]\nid = "PE01"\n[[reword]]\nidd = "x"\n', encoding="utf-8"
    )
    with pytest.raises(InputRefused) as refused:
        read_bank_changes(tmp_path)
    assert [(fault.kind, fault.column) for fault in refused.value.faults] == [
        ("missing_setting", "retire.0.why"), ("missing_setting", "reword.0.id"),
        ("unknown_setting", "reword.0.idd"),
    ]  # fmt: skip


def test_files_of_questionnaires_are_not_taken_for_tables(tmp_path: Path) -> None:
    for name in ("project.toml", "items.toml", "instruments/v.json", "questionnaires/form.xlsx"):
        file = tmp_path / "voices" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    assert find_tables(tmp_path) == ({}, [])
