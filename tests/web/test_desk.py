"""The field desk: states, quality, response, own part; invitations, calls, consent, calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from lxml import etree  # type: ignore[import-untyped]

from tests.web.test_plan import folder_of
from tramite.kernel.errors import Fault, InputRefused
from tramite.voices.estimation.field import USABLE
from tramite.web.actions import quality
from tramite.web.actions.inviting import WrongStep, move_invitation
from tramite.web.actions.quality import ask_to_check, check_quality, check_quality_later, resume_checks
from tramite.web.actions.sampling import set_outcome
from tramite.web.bridge.booking_file import booking_file
from tramite.web.bridge.content import study_content
from tramite.web.bridge.field_picture import field_picture
from tramite.web.models import (
    AuditLine,
    Channel,
    Consent,
    Contact,
    Firm,
    Interview,
    InterviewVersion,
    Invitation,
    PersonalData,
    QualityDecision,
    Role,
    SampledUnit,
    SampleEntry,
    Study,
    User,
)
from tramite.workflows.case import open_case

BrowserOf = Callable[[User | None], Client]
Somebody = Callable[..., User]


def _at(study: Study, name: str, **keys: object) -> str:
    return reverse(name, kwargs={"study": study.code, **keys})


def _states(study: Study) -> dict[str, str]:
    study.refresh_from_db()
    return dict(field_picture(study).drawn.select("unit_id", "state").iter_rows())


def _counted_by_the_dossier(study: Study) -> set[str]:
    with folder_of(study) as path:
        quality = open_case(path).quality
        assert quality is not None
        rows = quality.judged.interviews.select("unit_id", "status").iter_rows()
        return {unit_id for unit_id, status in rows if status in USABLE}


def test_what_is_approved_is_what_the_dossier_counts(study: Study, owner: User) -> None:
    Interview.objects.filter(study=study, interview_id="i-2").update(status="has_issues")
    assert _states(study) == {"P001": "done", "P002": "done"}  # nobody has checked yet
    check_quality(study, by=owner)
    assert _states(study) == {"P001": "approved", "P002": "has_issues"}
    assert _counted_by_the_dossier(study) == {"P001"}
    flag = QualityDecision.objects.get(study=study, interview_id="i-2", flag="marked")
    for decision, state in (("call_back", "has_issues"), ("keep", "approved"), ("exclude", "excluded")):
        flag.decision, flag.who, flag.reason, flag.date = decision, "maria", "rung", date(2024, 12, 1)
        flag.save()
        assert _states(study)["P002"] == state
        assert ("P002" in _counted_by_the_dossier(study)) == (state == "approved")


def test_a_decision_needs_a_reason_and_closes_the_flag(study: Study, owner: User, browser_of: BrowserOf) -> None:
    Interview.objects.filter(study=study, interview_id="i-2").update(status="has_issues")
    check_quality(study, by=owner)
    flag = QualityDecision.objects.get(study=study, interview_id="i-2", flag="marked")
    client, address = browser_of(owner), _at(study, "decide_flag", flag=flag.pk)
    client.post(address, {"decision": "keep", "reason": ""}, headers={"hx-request": "true"})
    flag.refresh_from_db()
    assert flag.decision is None
    row = client.post(address, {"decision": "keep", "reason": "rung, true"}, headers={"hx-request": "true"})
    assert row.content.decode().startswith(f'<tr id="flag-{flag.pk}"')
    decision = QualityDecision.objects.get(pk=flag.pk)
    assert (decision.decision, decision.who, decision.reason) == ("keep", "Olga", "rung, true")
    decided = study_content(study).tables["quality_decisions"].filter(interview_id="i-2", flag="marked")
    assert decided["decision"].to_list() == ["keep"]


def test_the_desk_changes_once_a_form_is_taken_in(study: Study, owner: User, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    client.get(_at(study, "desk"))  # has the first two checked
    mark = client.get(_at(study, "desk")).context["mark"]
    part = _at(study, "desk_part") + f"?mark={mark}"
    assert client.get(part).status_code == 204
    shops = Channel.objects.get(study=study, code="shops")
    came = Interview.objects.create(
        study=study, position=9, interview_id="i-9", unit_id="P002", role="reseller", channel=shops, mode="phone",
        date="2024-11-22", consent=True, status="done", version="v1",
    )  # fmt: skip
    InterviewVersion.objects.create(interview=came, number=1)
    assert client.get(part).context["picture"].unchecked == 1
    client.post(_at(study, "check_quality"))
    assert client.get(part).context["picture"].unchecked == 0


def test_a_state_of_the_interviews_is_checked_once(
    study: Study, owner: User, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(quality, "put_on_list", lambda _work, study_id, after=None: asked.append(study_id))
    for user in (owner, owner):
        browser_of(user).get(_at(study, "desk"))
    ask_to_check(study)
    assert asked == [study.pk]
    resume_checks()  # whoever was to do it died
    assert asked == [study.pk] * 2
    verbs = _checks_done(study)
    for _time in range(2):
        check_quality_later.func(study.pk)
    assert _checks_done(study) - verbs == 1
    resume_checks()
    ask_to_check(study, again=True)
    assert len(asked) == 2


def _checks_done(study: Study) -> int:
    return AuditLine.objects.filter(study=study.code, kind="quality").count()


def test_what_stops_a_check_stands_on_the_desk(
    study: Study, owner: User, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise InputRefused([Fault("books/sell_in", "no_frame_rows")])

    with monkeypatch.context() as patched:
        patched.setattr(quality, "check_quality", refused)
        ask_to_check(study)
    client = browser_of(owner)
    page = client.get(_at(study, "desk")).content.decode()
    assert "books/sell_in" in page
    assert "being checked" not in page
    client.post(_at(study, "check_quality"))
    assert "books/sell_in" not in client.get(_at(study, "desk")).content.decode()


def test_rows_of_flags_in_which_somebody_writes_stay_as_they_are(
    study: Study, owner: User, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)
    client.get(_at(study, "desk"))  # has the interviews checked
    fields = {"study": study, "interview_id": "i-2", "raised": True}
    flags = [
        QualityDecision.objects.create(**fields, position=9 + number, flag=flag)
        for number, flag in enumerate(("fast", "flat", "steps"))
    ]
    page = client.get(_at(study, "desk")).content.decode()
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    assert {f"{flag.pk}-" for flag in flags} <= {*shown}
    said = {"who": "maria", "reason": "rung", "date": date(2024, 12, 1)}
    for flag, decision in ((flags[1], "keep"), (flags[2], "call_back")):
        QualityDecision.objects.filter(pk=flag.pk).update(decision=decision, **said)
    came = QualityDecision.objects.create(**fields, position=20, flag="title")
    again = client.get(_at(study, "desk_part"), {"mark": "", "shown": [*shown, "x", "7" * 30, "999999"]})
    rows = dict(re.findall(r'<tr id="flag-(\d+)"( hx-swap-oob="\w+")?', again.content.decode()))
    assert rows == {
        str(flags[1].pk): ' hx-swap-oob="delete"', str(flags[2].pk): ' hx-swap-oob="true"', str(came.pk): "",
        "999999": ' hx-swap-oob="delete"',
    }  # fmt: skip


def test_the_list_of_units_follows_the_numbers_above(study: Study, owner: User, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    unit = SampledUnit.objects.get(study=study, unit_id="P002")
    Interview.objects.filter(study=study, interview_id="i-2").delete()
    set_outcome(unit, "refused", "no time", by=owner)
    again = client.get(_at(study, "desk_part"), {"mark": "", "q": "", "state": "", "page": "1"}).content.decode()
    assert f'<td id="state-{unit.pk}" hx-swap-oob="true"><span class="state refused">' in again
    assert "Bici Bianchi" not in again


def test_whoever_sees_names_is_in_the_log(study: Study, owner: User, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    client.get(_at(study, "calendar"))
    client.get(_at(study, "desk_units"), {"q": "bianchi"})
    client.get(_at(study, "guesses"))
    seen = AuditLine.objects.filter(study=study.code, verb="saw").order_by("pk")
    assert list(seen.values_list("kind", "fields")) == [
        ("list of booking", []), ("list of sampledunit", ["searched"]), ("list of vendor", []),
    ]  # fmt: skip


def test_what_is_refused_is_told_where_only_a_part_of_the_page_was_asked_for(
    study: Study, owner: User, browser_of: BrowserOf
) -> None:
    address, data = _at(study, "unit_outcome", code="P001"), {"outcome": "refused", "reason": "no time"}
    whole = browser_of(owner).post(address, data)
    part = browser_of(owner).post(address, data, headers={"hx-request": "true"})
    assert (whole.status_code, part.status_code, part.headers["HX-Retarget"]) == (409, 200, "#main")
    assert "there is an interview" in part.content.decode()


def test_interviewers_of_the_same_name_stay_two(study: Study, owner: User, browser_of: BrowserOf) -> None:
    for unit, address in (("P001", "a@example.org"), ("P002", "b@example.org")):
        user = User.objects.create_user(address, name="Anna Verdi")
        SampledUnit.objects.filter(study=study, unit_id=unit).update(assigned_to=user)
        booking = {"state": "booked", "booked_for": datetime(2024, 12, 2, 9, tzinfo=UTC), "made_by": owner}
        Invitation.objects.create(study=study, unit_id=unit, **booking)
    client = browser_of(owner)
    both = ["Anna Verdi (a@example.org)", "Anna Verdi (b@example.org)"]
    assert [row.name for row in client.get(_at(study, "desk")).context["interviewers"]] == both
    grid = client.get(_at(study, "calendar"), {"week": "2024-12-02"}).context["grid"]
    assert [person for person, _week in grid] == both


def test_only_who_may_open_a_unit_is_to_speak_with_it(
    study: Study, somebody: Somebody, owner: User, browser_of: BrowserOf
) -> None:
    barred, fit = somebody(Role.INTERVIEWER, Role.ANALYST), somebody(Role.INTERVIEWER)
    client, address = browser_of(owner), _at(study, "assign_unit", code="P002")
    assert list(client.get(_at(study, "desk")).context["team"]) == [owner, fit][:: 1 if fit.name > "Olga" else -1]
    for user, held in ((barred, None), (fit, fit)):
        client.post(address, {"user": user.pk})
        assert SampledUnit.objects.get(study=study, unit_id="P002").assigned_to == held


def test_response_counts_heads_and_revenue(study: Study, owner: User, browser_of: BrowserOf) -> None:
    SampledUnit.objects.filter(study=study, unit_id="P002").update(outcome="refused", reason="no time")
    Interview.objects.filter(study=study, interview_id="i-2").delete()
    page = browser_of(owner).get(_at(study, "desk"))
    row = page.context["sides"][0]
    assert (row.asked, row.done, row.silent, row.rate) == (2, 1, 1, "50.0%")
    assert page.context["reasons"] == [("no time", 1)]
    assert [(cell.done, cell.planned) for cell in (row.cells[0] for row in page.context["quotas"])] == [
        (1, 1),
        (0, 1),
    ]


def test_an_interviewer_sees_and_names_own_part_alone(
    study: Study, somebody: Somebody, browser_of: BrowserOf
) -> None:
    user = somebody(Role.INTERVIEWER)
    client = browser_of(user)
    SampledUnit.objects.filter(study=study, unit_id="P002").update(assigned_to=user)
    page = client.get(_at(study, "desk"))
    assert [row.unit.unit_id for row in page.context["page"]] == ["P002"]
    assert "Bici Bianchi" in page.content.decode()
    assert "Cicli Rossi" not in page.content.decode()
    assert client.get(_at(study, "unit", code="P002")).status_code == 200
    assert client.get(_at(study, "unit", code="P001")).status_code == 404
    assert client.post(_at(study, "assign_unit", code="P002"), {"user": ""}).status_code == 403


@pytest.mark.parametrize("taking", [Role.ANALYST, Role.CLEAN_TEAM])
def test_who_reads_what_others_said_does_not_work_in_the_field(
    taking: Role, study: Study, somebody: Somebody, browser_of: BrowserOf
) -> None:
    user = somebody(Role.INTERVIEWER, taking)
    SampledUnit.objects.filter(study=study, unit_id="P002").update(assigned_to=user)
    assert browser_of(user).get(_at(study, "unit", code="P002")).status_code == 403


def test_an_outcome_needs_a_reason_and_stands_in_the_log_of_the_sample(
    study: Study, somebody: Somebody, browser_of: BrowserOf
) -> None:
    user = somebody(Role.INTERVIEWER)
    SampledUnit.objects.filter(study=study, unit_id="P002").update(assigned_to=user)
    Interview.objects.filter(study=study, interview_id="i-2").delete()
    invitation = Invitation.objects.create(study=study, unit_id="P002", state="sent", made_by=user)
    client, address = browser_of(user), _at(study, "unit_outcome", code="P002")
    client.post(address, {"outcome": "refused", "reason": " "})
    assert SampledUnit.objects.get(study=study, unit_id="P002").outcome == "pending"
    client.post(address, {"outcome": "refused", "reason": "no time", "replace": "on"})
    assert SampledUnit.objects.get(study=study, unit_id="P002").reason == "no time"
    entry = SampleEntry.objects.get(study=study, unit_id="P002")
    assert (entry.entry, entry.event, entry.who) == (2, "change", "interviewer")
    invitation.refresh_from_db()
    assert (invitation.state, _states(study)["P002"]) == ("refused", "refused")


def test_an_invitation_is_sent_booked_moved_and_held(study: Study, owner: User, browser_of: BrowserOf) -> None:
    study.worth_it, study.worth_it_cost = "the board asked for it", 1000.0
    study.save()
    Interview.objects.filter(study=study, interview_id="i-2").delete()
    client = browser_of(owner)
    made = client.post(_at(study, "invite", code="P002"), {"contact": "", "language": "en"})
    invitation = Invitation.objects.get(study=study)
    assert made["Location"] == _at(study, "invitation", invitation=invitation.pk)
    move = _at(study, "move_invitation", invitation=invitation.pk)
    states = [_states(study)["P002"]]
    for data in ({"to": "sent"}, {"to": "booked", "when": "2024-12-02T10:30", "place": "Torino"}):
        client.post(move, data)
        states.append(_states(study)["P002"])
    assert states == ["to_invite", "invited", "booked"]
    first = _event(client, study, invitation)
    assert (first.start, first.end - first.start) == (
        datetime(2024, 12, 2, 9, 30, tzinfo=UTC),
        timedelta(minutes=45),
    )
    assert (str(first["location"]), first["sequence"]) == ("Torino", 0)
    client.post(move, {"to": "booked", "when": "2024-12-03T10:30"})
    moved = _event(client, study, invitation)
    assert (moved["uid"], moved["sequence"], moved.start.day) == (first["uid"], 1, 3)
    week = client.get(_at(study, "calendar"), {"week": "2024-12-05"})
    assert [row.name for row in week.context["rows"]] == ["Bici Bianchi"]
    assert client.get(_at(study, "calendar"), {"week": "2024-12-09"}).context["rows"] == []
    client.post(move, {"to": "sent"})
    off = _event(client, study, invitation)
    assert (off["status"], off["sequence"], off["uid"]) == ("CANCELLED", 2, first["uid"])
    link = _at(study, "booking", invitation=invitation.pk)
    assert link in client.get(_at(study, "invitation", invitation=invitation.pk)).content.decode()
    assert client.get(_at(study, "calendar"), {"week": "2024-12-05"}).context["rows"] == []
    client.post(move, {"to": "booked", "when": "2024-12-04T10:30"})
    back = _event(client, study, invitation)
    assert (back["status"], back["sequence"], back.start.day) == ("CONFIRMED", 3, 4)
    client.post(move, {"to": "done"})
    assert _states(study)["P002"] == "done"
    invitation.refresh_from_db()
    with pytest.raises(WrongStep):
        move_invitation(invitation, Invitation.State.SENT, by=owner)


def _event(client: Client, study: Study, invitation: Invitation) -> Any:
    calendar = Calendar.from_ical(client.get(_at(study, "booking", invitation=invitation.pk)).content)
    return calendar.walk("VEVENT")[0]


@pytest.mark.parametrize("outcome", ["refused", "not_eligible"])
def test_whoever_is_not_interviewed_leaves_the_calendar(outcome: str, study: Study, owner: User) -> None:
    Interview.objects.filter(study=study, interview_id="i-2").delete()
    booking = {"state": "booked", "booked_for": datetime(2024, 12, 2, 9, tzinfo=UTC), "made_by": owner}
    invitation = Invitation.objects.create(study=study, unit_id="P002", **booking)
    set_outcome(SampledUnit.objects.get(study=study, unit_id="P002"), outcome, "has closed", by=owner)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.changes) == ("refused", 1)
    assert b"STATUS:CANCELLED" in booking_file(invitation, "Interview")


def test_a_consent_is_of_whom_the_form_names(study: Study, owner: User, browser_of: BrowserOf) -> None:
    firm = Firm.objects.create(study=study, code="F1", name="Bici Bianchi")
    firm.roles.create(kind="partner", row_code="P002")
    anna, bruno, other = (Contact.objects.create(study=study, code=code) for code in ("K1", "K2", "K3"))
    for contact in (anna, bruno):
        PersonalData.objects.create(contact=contact, name=contact.code)
        contact.positions.create(firm=firm)
    Invitation.objects.create(study=study, unit_id="P002", contact=bruno, made_by=owner)
    client, address = browser_of(owner), _at(study, "consent", code="P002")
    page = client.get(_at(study, "unit", code="P002"))
    assert page.context["consent_form"].initial["contact"] == bruno.pk  # most likely who was invited last
    data = {"level": "b", "way": "spoken", "proof": "read out"}
    for named in (anna.pk, "", other.pk):  # the last works elsewhere
        client.post(address, {**data, "contact": named})
    assert list(Consent.objects.order_by("pk").values_list("contact", flat=True)) == [anna.pk, None]


def test_consent_keeps_its_proof_and_can_be_withdrawn(study: Study, owner: User, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    data = {"level": "b", "recording": "on", "way": "spoken", "proof": "read out"}
    client.post(_at(study, "consent", code="P002"), {**data, "proof": ""})
    assert not Consent.objects.exists()
    client.post(_at(study, "consent", code="P002"), data)
    kept = Consent.objects.get(study=study)
    assert (kept.level, kept.recording, kept.quotable, kept.taken_by) == ("b", True, False, owner)
    client.post(_at(study, "withdraw_consent", consent=kept.pk))
    kept.refresh_from_db()
    assert kept.withdrawn_at is not None
    assert kept.proof == "read out"


@pytest.mark.parametrize("name", ["desk", "calendar"])
def test_the_desk_asks_the_database_no_more_often_when_more_are_drawn(
    name: str, study: Study, owner: User, browser_of: BrowserOf,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:  # fmt: skip
    client = browser_of(owner)
    client.get(_at(study, name))  # and has the interviews checked
    _draw_and_book(study, owner, range(20, 21))
    with CaptureQueriesContext(connection) as short:
        client.get(_at(study, name))
    _draw_and_book(study, owner, range(21, 60))
    with django_assert_num_queries(len(short)):
        client.get(_at(study, name))


def _draw_and_book(study: Study, owner: User, places: range) -> None:
    shops = Channel.objects.get(study=study, code="shops")
    for place in places:
        SampledUnit.objects.create(
            study=study, position=place, unit_id=f"Q{place}", order=place, outcome="pending", channel=shops
        )
        Invitation.objects.create(
            study=study, unit_id=f"Q{place}", state="booked", booked_for=datetime.now(UTC), made_by=owner
        )


def test_every_form_that_shows_its_page_anew_gets_a_whole_page(
    browser_of: BrowserOf, owner: User, study: Study
) -> None:
    browser = browser_of(owner)
    boosted = {"HX-Request": "true", "HX-Boosted": "true"}
    invitation = Invitation.objects.create(study=study, unit_id="P002", made_by=owner)
    pages = [_at(study, "unit", code="P002"), _at(study, "invitation", invitation=invitation.pk)]
    sent = set[str]()
    for page in pages:
        found = etree.HTML(browser.get(page).content).xpath("//form[@hx-boost='true']")
        assert found
        for form in found:
            fields = form.xpath(".//input[@name] | .//textarea | .//button[@name]")
            values = {each.get("name"): each.get("value") or each.text or "" for each in fields}
            chosen = form.xpath(".//select")
            values |= {each.get("name"): (each.xpath("./option/@value") or [""])[-1] for each in chosen}
            where = form.get("action") or page
            answer = browser.post(where, values, headers=boosted, follow=True)
            sent.add(where)
            assert answer.status_code in (200, 422), where  # a page shows both
            assert 'id="main"' in answer.content.decode(), where
    assert len(sent) >= 7
