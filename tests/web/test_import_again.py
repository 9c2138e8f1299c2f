"""A case folder in the place of what a study holds: what differs is written, and the field work loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.kept_rows import rows_kept
from tests.web.small_case import CODE, write_small_case
from tramite.kernel.errors import InputRefused
from tramite.web.actions import working
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.device_keys import key_of, make_key
from tramite.web.actions.quality import decide_flag
from tramite.web.actions.sampling import set_mode
from tramite.web.actions.studies import StudyInUse, import_again, import_study
from tramite.web.actions.working import StudyBusy, turn
from tramite.web.bridge.content import study_content
from tramite.web.models import (
    CaseFile,
    Channel,
    Fact,
    Guess,
    InterviewVersion,
    Invitation,
    PublishedForm,
    QualityDecision,
    Role,
    SampledUnit,
    SampleEntry,
    Study,
    User,
)

FORM = "voices/questionnaires/reseller-shops.xml"
XFORM = b'<model><instance><interview id="f" version="%d"/></instance></model>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small case with a questionnaire, as a folder."""
    folder = write_small_case(tmp_path / "published")
    (folder / FORM).parent.mkdir(parents=True)
    (folder / FORM).write_bytes(XFORM % 1)
    return folder


@pytest.fixture
def study(folder: Path, owner: User) -> Study:
    """Return the case as a study whose questionnaire is published."""
    study = import_study(CODE, folder, by=owner)
    PublishedForm.objects.create(
        study=study, form_id="f", kind="interview", role="reseller", title="F", version="1", minutes=1, md5="0",
        channel=Channel.objects.get(study=study, code="shops"), path=FORM, published_at=study.made_at,
    )  # fmt: skip
    return study


def _change(folder: Path, name: str, before: str, after: str) -> None:
    file = folder / f"{name}.csv"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_field_work_that_has_begun_stays_while_registers_are_mended(
    study: Study, owner: User, folder: Path, somebody: Callable[..., User]
) -> None:
    interviewer = somebody(Role.INTERVIEWER)
    SampledUnit.objects.filter(unit_id="P002").update(assigned_to=interviewer)
    Invitation.objects.create(study=study, unit_id="P002", made_by=owner)
    before = rows_kept(study)
    _change(folder, "books/customers", "Torino", "Milano")
    import_again(study, folder, by=owner)
    after = rows_kept(study)
    assert [row["city"] for row in after.pop("customers")] == ["Milano", None]
    before.pop("customers")
    assert after == before
    assert SampledUnit.objects.get(unit_id="P002").assigned_to == interviewer


def test_what_would_take_people_or_forms_from_the_field_is_refused_whole(
    study: Study, owner: User, folder: Path, somebody: Callable[..., User]
) -> None:
    SampledUnit.objects.filter(unit_id="P002").update(assigned_to=somebody(Role.INTERVIEWER))
    Invitation.objects.create(study=study, unit_id="P001", made_by=owner)
    Guess.objects.create(study=study, author=owner, interview_id="i-2", item_id="PX01", number=6)
    before = rows_kept(study)
    _change(folder, "voices/sample", "P002,2,pending,,reseller,\n", "")
    _change(folder, "voices/interviews", "i-2,P002", "i-3,P002")
    _change(folder, "voices/responses", "i-2,", "i-3,")
    _change(folder, "books/customers", "Torino", "Milano")
    (folder / FORM).write_bytes(XFORM % 2)
    with pytest.raises(InputRefused) as refused:
        import_again(study, folder, by=owner)
    faults = {fault.kind: fault.value for fault in refused.value.faults}
    assert faults == {"units_would_be_lost": "P002", "guesses_would_be_lost": "i-2", "forms_would_change": FORM}
    assert rows_kept(study) == before


def test_a_form_may_change_until_a_device_has_asked_for_it(study: Study, owner: User, folder: Path) -> None:
    _, secret = make_key(study, owner, "tablet", by=owner)
    (folder / FORM).write_bytes(XFORM % 2)
    import_again(study, folder, by=owner)
    assert not study.forms.exists()  # published again, it is another
    assert bytes(CaseFile.objects.get(path=FORM).content) == XFORM % 2
    form = {"kind": "interview", "role": "reseller", "md5": "0", "minutes": 1, "published_at": study.made_at}
    shops = Channel.objects.get(study=study, code="shops")
    PublishedForm.objects.create(study=study, form_id="f", version="2", channel=shops, path=FORM, **form)
    assert key_of(secret) is not None
    (folder / FORM).unlink()
    with pytest.raises(InputRefused, match="published"):
        import_again(study, folder, by=owner)


def test_answers_that_change_are_first_versions_and_stand_where_the_folder_has_them(
    study: Study, owner: User, folder: Path
) -> None:
    _change(folder, "voices/responses", "i-2,PX01,,6,,\n", "")
    _change(folder, "voices/responses", "i-1,PX01,,8,,", "i-2,PX01,,9,,\ni-1,PX01,,8,,")
    _change(
        folder,
        "voices/interviews",
        "i-2,P002",
        "i-0,P002,reseller,shops,phone,,2024-11-19,,false,done,v1\ni-2,P002",
    )
    import_again(study, folder, by=owner)
    other = import_study("other", folder, by=owner)
    for name, frame in study_content(other).tables.items():
        assert study_content(study).tables[name].equals(frame), name
    versions = InterviewVersion.objects.filter(interview__study=study).order_by("interview__position")
    assert list(versions.values_list("number", "current")) == [(1, True)] * 3
    import_again(study, folder, by=owner)


def test_rows_stand_where_the_folder_has_them_though_others_were_removed_before(
    study: Study, owner: User, folder: Path
) -> None:
    for position, code in ((7, "F7"), (8, "F8")):  # as after statements were removed
        words = {"text_en": "a", "text_it": "b", "true": True, "source": "c"}
        Fact.objects.create(study=study, position=position, fact_id=code, **words)
    kept = set(Fact.objects.values_list("pk", flat=True))
    with (folder / "voices/facts.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{code},a,b,true,c\n" for code in ("F7", "F9", "F8"))
    _change(folder, "voices/sample_log", "maria,draw,7", "maria,draw,7\n6,2024-11-05,maria,draw,8")
    import_again(study, folder, by=owner)
    assert list(SampleEntry.objects.values_list("entry", "position")) == [(1, 0), (6, 1)]
    assert [fact.fact_id for fact in Fact.objects.order_by("position")] == ["F1", "F7", "F9", "F8"]
    assert kept < set(Fact.objects.values_list("pk", flat=True))


def test_tables_and_channels_that_the_folder_lacks_go(study: Study, owner: User, folder: Path) -> None:
    (folder / "voices/facts.csv").unlink()
    text = (folder / "case.toml").read_text(encoding="utf-8")
    text = text.replace('id = "web"', 'id = "shop"').replace('"Caso piccolo"', '"Caso nuovo"')
    (folder / "case.toml").write_text(text, encoding="utf-8")
    import_again(study, folder, by=owner)
    assert "facts" not in study_content(study).tables
    assert list(study.channels.values_list("code", flat=True)) == ["shop", "shops", "force"]
    assert Study.objects.get().title_it == "Caso nuovo"


def test_an_import_waits_for_its_turn_and_writes_nothing_old(
    study: Study, owner: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PATIENCE", 0.0)
    _change(folder, "books/customers", "Torino", "Milano")
    with turn(study), pytest.raises(StudyBusy):
        import_again(study, folder, by=owner)
    Study.objects.update(checked_version=7, worth_it="a new market", publishing=True)  # since `study` was read
    import_again(study, folder, by=owner)
    fresh = Study.objects.get()
    assert (fresh.checked_version, fresh.worth_it, fresh.publishing) == (7, "a new market", True)
    assert (fresh.busy_by, fresh.busy_until) == ("", None)


def test_what_people_wrote_since_the_export_is_not_undone(study: Study, owner: User, folder: Path) -> None:
    set_mode(SampledUnit.objects.get(unit_id="P002"), "phone", "far away", by=owner)
    flag = QualityDecision.objects.create(
        study=study, position=7, interview_id="i-2", flag="marked", severity="high"
    )
    decide_flag(flag, "keep", "called back", by=owner)
    before = rows_kept(study)
    _change(folder, "books/customers", "Torino", "Milano")
    with pytest.raises(InputRefused) as refused:
        import_again(study, folder, by=owner)
    faults = {fault.kind: fault.value for fault in refused.value.faults}
    entry = SampleEntry.objects.get(study=study, event="change")
    assert faults == {
        "entries_would_be_lost": f"{entry.entry} change P002 {entry.reason}",
        "decisions_would_be_lost": "i-2 marked",
    }
    assert rows_kept(study) == before


def test_no_old_folder_brings_back_who_was_erased(study: Study, owner: User, folder: Path) -> None:
    note(owner, Verb.REMOVED, "person", "P002", study=study)
    with pytest.raises(StudyInUse):
        import_again(study, folder, by=owner)
