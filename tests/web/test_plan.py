"""The plan of a study: goals, statements, guesses, the sample and its budget."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.workflows.sampled_case import write_sampled_case
from tramite.store.case_archive import unpacked
from tramite.web.actions import sampling
from tramite.web.actions.cost_rule import OverBudget, TooDear, check_way
from tramite.web.actions.inviting import draft_invitation, move_invitation
from tramite.web.actions.sampling import FieldBegun, PlaceTaken, draw_sample, replace, say_worth_it, set_outcome
from tramite.web.actions.studies import import_study
from tramite.web.actions.working import work_on
from tramite.web.bridge.brings import books_seal
from tramite.web.bridge.content import study_content
from tramite.web.models import (
    Channel,
    Consent,
    ContactAttempt,
    Draft,
    FormVersion,
    FrameUnit,
    Guess,
    Interview,
    Invitation,
    RespondentName,
    SampledUnit,
    SampleEntry,
    Study,
    User,
)
from tramite.web.queries.field import begun_with
from tramite.workflows.case import Case, open_case
from tramite.workflows.sample import ChannelBrings, channel_brings
from tramite.workflows.sample_changes import replace_unit, verify_sample
from tramite.workflows.showings import note_results_shown
from tramite.workflows.transfer import give_case

BrowserOf = Callable[[User | None], Client]


def _at(study: Study, name: str, *codes: str) -> str:
    return reverse(name, kwargs={"study": study.code, **({"code": codes[0]} if codes else {})})


def folder_of(study: Study) -> AbstractContextManager[Path]:
    """Give a study out and unpack it, as somebody with the command line does; the folder is gone afterwards."""
    return unpacked(BytesIO(give_case(study_content(study), name="x")), file="x.zip")


@pytest.fixture
def sampled(owner: User, tmp_path: Path) -> Study:
    """Return a study of which a sample can be drawn: forty partners with their sales."""
    return import_study("drawn", write_sampled_case(tmp_path), by=owner)


def test_goals_change_in_case_toml_and_comments_stay(study: Study, owner: User, browser_of: BrowserOf) -> None:
    counts = {"goals-TOTAL_FORMS": "1", "goals-INITIAL_FORMS": "0"}
    goal = {"goals-0-code": "margin", "goals-0-name_it": "Margine", "goals-0-name_en": "Margin"}
    before = study.definition
    assert browser_of(owner).post(_at(study, "goals"), {**counts, **goal}).status_code == 302
    study.refresh_from_db()
    assert study.definition.startswith(before)
    assert [(goal.id, goal.name.it) for goal in study_content(study).definition.goals] == [("margin", "Margine")]


def test_a_statement_is_checked_as_its_file_is(study: Study, owner: User, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    data = {"fact_id": "F2", "text_it": "Vero", "text_en": "True", "true": "false", "source": "site"}
    assert client.post(_at(study, "new_fact"), {**data, "source": "#N/A"}).status_code == 422
    assert client.post(_at(study, "new_fact"), {**data, "fact_id": "F1"}).status_code == 422
    assert client.post(_at(study, "new_fact"), data).status_code == 302
    assert study_content(study).tables["facts"].row(-1) == ("F2", "True", "Vero", False, "site")
    client.post(_at(study, "remove_fact", "F2"))
    assert study_content(study).tables["facts"]["fact_id"].to_list() == ["F1"]


def test_somebody_whom_the_books_do_not_know_is_drawn_with_the_others(
    sampled: Study, owner: User, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)
    data = {"unit_id": "Z1", "name": "Nora", "role": "reseller", "channel": "", "status": "non_buyer", "area": ""}
    assert client.post(_at(sampled, "new_respondent"), data).status_code == 422
    data["channel"] = str(Channel.objects.get(study=sampled, code="shops").pk)
    assert client.post(_at(sampled, "new_respondent"), {**data, "unit_id": "#N/A"}).status_code == 422
    assert client.post(_at(sampled, "new_respondent"), data).status_code == 302
    assert client.post(_at(sampled, "new_respondent"), data).status_code == 422  # the code is taken
    frame = study_content(sampled).tables["frame"].filter(unit_id="Z1")
    assert frame.select("name", "status", "stratum", "origin").row(0) == ("Nora", "non_buyer", "auto", "list")
    assert "Nora" in client.get(_at(sampled, "respondents") + "?q=nora").content.decode()
    draw_sample(sampled, seed=7, sizes={"partner": 60}, by=owner)
    row = FrameUnit.objects.get(study=sampled, unit_id="Z1")
    assert (row.origin, row.stratum == "auto") == ("list", False)
    assert SampledUnit.objects.filter(study=sampled, unit_id="Z1").exists()
    client.post(_at(sampled, "remove_respondent", "Z1"))
    assert FrameUnit.objects.filter(study=sampled, unit_id="Z1").exists()  # whoever was drawn stays
    changed = {**data, "unit_id": "Z2", "name": "Nora Neri", "role": "customer"}
    assert client.post(_at(sampled, "respondent", "Z1"), changed).status_code == 302
    frame = study_content(sampled).tables["frame"].filter(unit_id="Z1")
    assert frame.select("name", "role").row(0) == ("Nora Neri", "reseller")


def test_a_person_who_was_not_drawn_is_taken_off_the_list(
    sampled: Study, owner: User, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)
    channel = Channel.objects.filter(study=sampled).order_by("position")[0]
    data = {"unit_id": "Z1", "name": "Nora", "role": "vendor", "channel": str(channel.pk), "status": "active"}
    client.post(_at(sampled, "new_respondent"), data)
    assert "Z1" in study_content(sampled).tables["frame"]["unit_id"].to_list()
    client.post(_at(sampled, "remove_respondent", "Z1"))
    assert "Z1" not in study_content(sampled).tables["frame"]["unit_id"].to_list()
    assert not RespondentName.objects.filter(study=sampled, unit_id="Z1").exists()


def _guess(client: Client, study: Study) -> tuple[int, str]:
    answer = client.post(_at(study, "guesses") + "?channel=shops", {"unit": "V1", "VE01": "8", "VE03": "6"})
    return answer.status_code, answer.content.decode()


@pytest.fixture
def colleague(study: Study) -> FrameUnit:
    """Return one of the vendor's people in the list."""
    shops = Channel.objects.get(study=study, code="shops")
    fields = {"role": "vendor", "channel": shops, "stratum": "own", "status": "active", "position": 9}
    return FrameUnit.objects.create(study=study, unit_id="V1", **fields)


@pytest.mark.usefixtures("colleague")
def test_guesses_are_sealed_and_reach_the_case(study: Study, owner: User, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    assert _guess(client, study)[0] == 302
    interview = Interview.objects.get(study=study, unit_id="V1")
    assert (interview.role, interview.level, interview.channel.code) == ("vendor", "c", "shops")
    sealed = Guess.objects.filter(study=study).order_by("item_id")
    assert [(guess.item_id, guess.number, guess.interview_id) for guess in sealed] == [
        ("VE01", 8.0, interview.interview_id), ("VE03", 6.0, interview.interview_id)
    ]  # fmt: skip
    assert "fieldwork/guesses_sealed.jsonl" in study_content(study).files
    assert "sealed guesses of this channel today already" in _guess(client, study)[1]


@pytest.mark.usefixtures("colleague")
def test_guesses_are_refused_once_results_were_shown(study: Study, owner: User, browser_of: BrowserOf) -> None:
    with folder_of(study) as folder:
        Interview.objects.filter(study=study).update(date=timezone.localdate())
        file = folder / "voices" / "interviews.parquet"
        file.unlink()
        study_content(study).tables["interviews"].write_parquet(file)
        note_results_shown(folder, open_case(folder).study, verb="dossier")
        log = (folder / "fieldwork" / "results_shown.jsonl").read_bytes()
    study.files.create(path="fieldwork/results_shown.jsonl", content=log)
    status, page = _guess(browser_of(owner), study)
    assert status == 422
    assert "Results of what partners say were shown before" in page
    assert not Guess.objects.exists()
    assert not Interview.objects.filter(study=study, unit_id="V1").exists()


def test_a_preview_keeps_nothing_and_a_draw_is_verified_by_the_command_line(
    sampled: Study, owner: User, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)
    shown = client.post(_at(sampled, "draw_sample"), {"seed": "7", "partner": "12", "preview": "1"})
    preview = shown.context["preview"]
    assert not SampledUnit.objects.filter(study=sampled).exists()
    assert client.post(_at(sampled, "draw_sample"), {"seed": "7", "partner": "12"}).status_code == 302
    drawn = SampledUnit.objects.filter(study=sampled)
    assert (drawn.count(), preview["seed"]) == (preview["units"], 7)
    with folder_of(sampled) as folder:
        verified = verify_sample(folder)
    assert (verified.differences, verified.intact, verified.drawing.who) == ((), True, "Olga")
    assert "is the one that the seed draws" in client.post(_at(sampled, "verify_sample")).content.decode()


def _last_drawn(study: Study, owner: User) -> SampledUnit:
    draw_sample(study, seed=7, sizes={"partner": 12}, by=owner)
    active = FrameUnit.objects.filter(study=study, status="active", role="reseller").values("unit_id")
    unit = SampledUnit.objects.filter(study=study, unit_id__in=active).order_by("order").last()
    assert unit is not None
    return unit


def test_who_refused_is_replaced_from_the_reserve_and_does_not_come_back_beside_the_other(
    sampled: Study, owner: User
) -> None:
    unit = _last_drawn(sampled, owner)
    set_outcome(unit, "refused", "no time", by=owner)
    done = replace(sampled, unit.unit_id, outcome="refused", reason="no time", by=owner)
    entry = SampleEntry.objects.get(study=sampled, event="replace")
    assert done.other_id is not None
    assert (entry.unit_id, entry.other_id, entry.reason, entry.who) == (
        unit.unit_id,
        done.other_id,
        "no time",
        "Olga",
    )
    unit.refresh_from_db()
    assert (unit.outcome, unit.reason) == ("refused", "no time")
    other = SampledUnit.objects.get(study=sampled, unit_id=done.other_id)
    assert other.replaces == unit.unit_id
    with pytest.raises(PlaceTaken):
        set_outcome(unit, "pending", "", by=owner)
    set_outcome(other, "not_eligible", "has closed", by=owner)
    set_outcome(unit, "pending", "", by=owner)
    assert SampledUnit.objects.get(pk=unit.pk).outcome == "pending"


def test_what_people_note_while_a_verb_works_keeps_its_number_in_the_log(sampled: Study, owner: User) -> None:
    unit = _last_drawn(sampled, owner)

    def verb(path: Path) -> None:
        set_outcome(unit, "not_reached", "on holiday", by=owner)
        replace_unit(path, "P08", reason="has closed", who="Olga", when=timezone.localdate())

    work_on(sampled, verb, by=owner)
    log = SampleEntry.objects.filter(study=sampled).order_by("position")
    found = list(log.values_list("entry", "event", "unit_id"))
    assert found == [(1, "draw", None), (2, "change", unit.unit_id), (3, "replace", "P08")]


def _called(study: Study, by: User) -> None:
    invitation = Invitation.objects.create(study=study, unit_id="P08", made_by=by)
    invitation.attempts.create(at=timezone.now(), by=by, way="telephone", reached=True)


def _agreed(study: Study, by: User) -> None:
    fields = {"level": "b", "way": "spoken", "proof": "read out", "given_at": timezone.now(), "taken_by": by}
    Consent.objects.create(study=study, unit_id="P08", **fields)


def _talking(study: Study, by: User) -> None:
    form = FormVersion.objects.create(study=study, form_id="f", version="1", content=b"")
    Draft.objects.create(study=study, user=by, form=form, unit_id="P08")


def test_work_begun_is_not_swept_away_by_a_new_draw(
    sampled: Study, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _last_drawn(sampled, owner)
    Invitation.objects.create(study=sampled, unit_id="P08", made_by=owner)  # a letter that nobody has sent

    def meanwhile(case: Case) -> ChannelBrings:
        _talking(sampled, owner)
        return channel_brings(case)

    monkeypatch.setattr(sampling, "channel_brings", meanwhile)
    with pytest.raises(FieldBegun):
        draw_sample(sampled, seed=8, sizes={"partner": 12}, by=owner)
    assert SampleEntry.objects.filter(study=sampled, event="draw").count() == 1
    for begin in (_called, _agreed):
        Draft.objects.all().delete()
        ContactAttempt.objects.all().delete()
        assert begun_with(sampled) == set()
        begin(sampled, owner)
        assert begun_with(sampled) == {"P08"}


def test_nobody_is_invited_above_the_budget_unless_somebody_says_why(sampled: Study, owner: User) -> None:
    draw_sample(sampled, seed=7, sizes={}, by=owner)
    unit = SampledUnit.objects.filter(study=sampled, unit_id="P01").get()
    sampled.refresh_from_db()
    with pytest.raises(OverBudget):
        draft_invitation(unit, None, name="", language="it", by=owner)
    written = Invitation.objects.create(study=sampled, unit_id="P01", made_by=owner)
    for step in (Invitation.State.SENT, Invitation.State.BOOKED):
        with pytest.raises(OverBudget):
            move_invitation(written, step, by=owner, when=timezone.now())
    say_worth_it(sampled, "the board asked for it", 1.0, by=owner)
    with pytest.raises(OverBudget):  # the reason was given for less
        draft_invitation(_again(unit), None, name="", language="it", by=owner)
    say_worth_it(sampled, "the board asked for it", 10_000_000.0, by=owner)
    invitation = draft_invitation(_again(unit), None, name="Anna Verdi", language="it", by=owner)
    assert invitation.state == Invitation.State.DRAFT
    assert invitation.text.startswith("Gentile Anna Verdi,")
    assert "ritirare il consenso" in invitation.text
    move_invitation(invitation, Invitation.State.BOOKED, by=owner, when=timezone.now())


@pytest.mark.parametrize(
    ("mode", "reason", "allowed"),
    [
        ("in_person", "within", {"in_person", "video", "phone"}), ("phone", "within", {"phone"}),
        ("self", "floor", set()), (None, "stopped", set()), (None, "unknown", set()),
        ("video", "stopped", {"video", "phone"}),  # somebody decided, with a reason
        ("video", "vendor", {"in_person", "video", "phone"}), (None, None, {"in_person", "video", "phone"}),
    ],
)  # fmt: skip
def test_no_interview_is_more_personal_than_what_the_respondent_brings_allows(
    mode: str | None, reason: str | None, allowed: set[str]
) -> None:
    unit = SampledUnit(unit_id="P1", mode=mode, mode_reason=reason)
    assert {way for way in ("in_person", "video", "phone") if _may(unit, way)} == allowed


def _may(unit: SampledUnit, way: str) -> bool:
    try:
        check_way(unit, way)
    except TooDear:
        return False
    return True


def test_words_of_the_case_do_not_close_the_budget_and_its_rules_do(study: Study) -> None:
    seal = books_seal(study)
    renamed = study.definition.replace("Web shop", "Shop").replace("Bike shops", "Cycles").replace("Rossi", "Neri")
    study.definition = f'{renamed}\n[[goals]]\nid = "margin"\nname = {{ en = "Margin", it = "Margine" }}\n'
    assert books_seal(study) == seal
    for said, instead in (("2024-12-31", "2024-11-30"), ('medium = "online"', 'medium = "physical"')):
        before, study.definition = study.definition, study.definition.replace(said, instead, 1)
        assert books_seal(study) != seal
        study.definition = before


def _again(unit: SampledUnit) -> SampledUnit:
    return SampledUnit.objects.select_related("study").get(pk=unit.pk)
