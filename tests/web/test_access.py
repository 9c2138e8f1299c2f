"""Every page × every role: who comes in, who does not. A page that is not here fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.web.access import needs
from tramite.web.actions.api_tokens import OF_A_PROGRAM, make_token
from tramite.web.actions.device_keys import make_key
from tramite.web.models import (
    ApiToken,
    CaseFile,
    Channel,
    Consent,
    Contact,
    Dossier,
    DossierFile,
    Draft,
    Fact,
    FormVersion,
    FrameUnit,
    Hold,
    Interview,
    Invitation,
    PersonalData,
    PublishedForm,
    QualityDecision,
    Right,
    Role,
    Study,
    User,
)
from tramite.web.models.rights import RIGHTS, rights_of

O, M, I, C, A, R = Role.OWNER, Role.MANAGER, Role.INTERVIEWER, Role.CLEAN_TEAM, Role.ANALYST, Role.READER  # noqa: E741
ALL: Final = frozenset(Role)
LIBRARY: Final = {
    "health", "set_language", "account_login", "account_logout", "account_inactive",
    "account_change_password",
    "account_reauthenticate", "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "sheet", "sheet_form", "sheet_session", "send_sheet",  # by a link: tests/web/test_sheets.py
}  # fmt: skip
OF_PROGRAMS: Final = {"api_sessions", "api_log_out"}  # no browser opens them: test_central.py
# Page -> roles of a study that open it. «installation»: only owners of the installation. «device»: whoever has the
# key of a device that stands in the address (test_openrosa.py), and nobody for being logged in.
MATRIX: Final[dict[str, frozenset[Role] | str]] = {
    "studies": ALL,
    "tokens": ALL,
    "end_token": frozenset(),  # of somebody else
    "api_user": ALL,
    "api_openapi": ALL,
    "api_projects": ALL,
    "new_study": "installation",
    "imports": ALL,
    "people": "installation",
    "new_password": "installation",
    "active": "installation",
    "study": ALL,
    "transfer": frozenset({O, M}),
    "export": frozenset({O, M}),
    "members": frozenset({O}),
    "audit": frozenset({O}),
    "channels": frozenset({O, M, A}),
    "channel": frozenset({O, M}),
    "partners": frozenset({O, M, A}),
    "new_partner": frozenset({O, M}),
    "partner": frozenset({O, M}),
    "customers": frozenset({O, M, A}),
    "new_customer": frozenset({O, M}),
    "customer": frozenset({O, M}),
    "contacts": frozenset({O, M}),
    "new_contact": frozenset({O, M}),
    "contact": frozenset({O, M}),
    "erase_contact": frozenset({O, M}),
    "plan": frozenset({O, M, A}),
    "goals": frozenset({O, M}),
    "respondents": frozenset({O, M}),
    "new_respondent": frozenset({O, M}),
    "respondent": frozenset({O, M}),
    "remove_respondent": frozenset({O, M}),
    "facts": frozenset({O, M, A}),
    "new_fact": frozenset({O, M}),
    "fact": frozenset({O, M}),
    "remove_fact": frozenset({O, M}),
    "guesses": frozenset({O, M, A, R}),
    "sample": frozenset({O, M}),
    "draw_sample": frozenset({O, M}),
    "verify_sample": frozenset({O, M}),
    "worth_it": frozenset({O, M}),
    "read_brings": frozenset({O, M}),
    "desk": frozenset({O, M, I}),
    "desk_part": frozenset({O, M, I}),
    "desk_units": frozenset({O, M, I}),
    "check_quality": frozenset({O, M}),
    "decide_flag": frozenset({O, M}),
    "assign_unit": frozenset({O, M}),
    # of somebody whom another interviewer is to speak with
    "unit": frozenset({O, M}),
    "unit_mode": frozenset({O, M}),
    "unit_outcome": frozenset({O, M}),
    "invite": frozenset({O, M}),
    "consent": frozenset({O, M}),
    "withdraw_consent": frozenset({O, M}),
    "invitation": frozenset({O, M}),
    "move_invitation": frozenset({O, M}),
    "note_attempt": frozenset({O, M}),
    "booking": frozenset({O, M}),
    "make_sheet": frozenset(),  # no sheet is published
    "calendar": frozenset({O, M, I}),
    "interviews": frozenset({O, M, I, C, A}),
    "interview": frozenset({O, M, C, A}),  # of another interviewer
    "correct_interview": frozenset(),  # it came in without a form
    "talks": frozenset({O, M, I}),
    "begin_talk": frozenset(),  # it is not said with whom
    "talk": frozenset(),  # of whoever began it
    "talk_form": frozenset(),
    "save_talk": frozenset(),
    "discard_talk": frozenset(),
    "set_talk_aside": frozenset(),
    "open_talk_version": frozenset(),
    "talk_files": frozenset(),  # of whoever sent it
    "take_talks": frozenset({O, M, I}),
    "talk_session": frozenset({O, M, I}),
    "talk_worker": frozenset({O, M, I}),
    "submission": frozenset({O, M, I}),
    "questionnaires": frozenset({O, M, I}),
    "publish": frozenset({O, M}),
    "project_words": frozenset({O, M}),
    "xform": frozenset({O, M, I}),
    "xlsform": frozenset({O, M}),
    "guide": frozenset({O, M, I}),
    "devices": frozenset({O, M, I}),
    "revoke_key": frozenset({O, M}),  # of another
    "received": frozenset({O, M}),
    "read_again": frozenset({O, M}),
    "device_forms": "device",
    "device_form": "device",
    "device_manifest": "device",
    "device_file": "device",
    "device_submission": "device",
    "dossiers": frozenset({O, M, A, R}),
    "progress": frozenset({O, M, A, R}),
    "make_dossier": frozenset({O, M, A}),
    "dossier": frozenset({O, M, A, R}),
    "workbook": frozenset({O, M, A, R}),
    "privacy": frozenset({O}),
    "lift_hold": frozenset({O}),
    "subject": frozenset({O}),
    "held": frozenset({O}),
    "erase_subject": frozenset({O}),
    "withdraw": frozenset({O}),
    "record": frozenset({O}),
    "record_file": frozenset({O}),
    "api_project": frozenset({O, M, I, C, A}),
    "api_forms": frozenset({O, M, I, C, A}),
    "api_form": frozenset({O, M, C, A}),  # of other interviewers
    "api_service": frozenset({O, M, I, C, A}),
    "api_table": frozenset({O, M, I, C, A}),
    "api_submissions": frozenset({O, M, I, C, A}),
    "api_submission": frozenset({O, M, C, A}),
}
WITHOUT_ROLE: Final = ["studies", "tokens", "api_user", "api_openapi", "api_projects", "imports"]
POSTS: Final = {
    "new_password", "active", "export", "erase_contact", "make_dossier", "publish", "revoke_key", "read_again",
    "begin_talk", "save_talk", "discard_talk", "submission", "set_talk_aside", "open_talk_version",
    "talk_files", "take_talks", "remove_fact", "remove_respondent",
    "draw_sample", "verify_sample",
    "worth_it", "read_brings", "check_quality", "decide_flag", "assign_unit", "unit_mode", "unit_outcome",
    "invite",
    "consent", "withdraw_consent", "move_invitation", "note_attempt", "make_sheet",
    "lift_hold", "erase_subject", "withdraw", "end_token", "record_file",
}  # fmt: skip


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


PATTERNS: Final = {str(pattern.name): pattern for pattern in _patterns(get_resolver())}
IN_STUDIES: Final = {
    str(pattern.name)
    for part in get_resolver().url_patterns
    if isinstance(part, URLResolver) and str(part.pattern) == "s/<slug:study>/"
    for pattern in _patterns(part)
}


def test_every_page_is_in_the_matrix() -> None:
    assert set(PATTERNS) == set(MATRIX) | LIBRARY | OF_PROGRAMS


@pytest.fixture
def address(study: Study, owner: User) -> Callable[[str], str]:
    """Return the address of a page, with an object that is there."""
    dossier = Dossier.objects.create(study=study, language="it", asked_by=owner, state="done")
    for name in ("dossier.html", "dossier.xlsx"):
        DossierFile.objects.create(dossier=dossier, name=name, content=b"<p>dossier</p>")
    xform = b'<model><instance><interview id="f" version="1"/></instance></model>'
    form_version = FormVersion.objects.create(study=study, form_id="f", version="1", content=xform)
    study.files.create(path=PROJECT_FILE, content=b"")
    for suffix in ("xml", "xlsx", "pdf"):
        CaseFile.objects.create(study=study, path=f"voices/questionnaires/reseller-shops.{suffix}", content=b"x")
    form = PublishedForm.objects.create(
        study=study, form_id="f", kind="interview", role="reseller", title="F", version="1", minutes=1, md5="0",
        channel=Channel.objects.get(study=study, code="shops"), path="voices/questionnaires/reseller-shops.xml",
        published_at=study.made_at,
    )  # fmt: skip
    key, _ = make_key(study, owner, "tablet", by=owner)
    codes = {
        "channel": "shops",
        "partner": "P001",
        "customer": "C1",
        "interview": "i-1",
        "correct_interview": "i-1",
        "fact": "F1",
        **dict.fromkeys(
            ("respondent", "unit", "assign_unit", "unit_mode", "unit_outcome", "invite", "consent"), "P002"
        ),
    }
    flag = QualityDecision.objects.get(study=study)
    invitation = Invitation.objects.create(
        study=study, unit_id="P002", state="booked", booked_for=timezone.now(), made_by=owner
    )
    consent = Consent.objects.create(
        study=study, unit_id="P002", level="b", way="spoken", proof="yes", given_at=timezone.now(), taken_by=owner
    )
    keys = {"flag": flag.pk, "invitation": invitation.pk, "consent": consent.pk}

    def make(name: str) -> str:
        contact, _ = Contact.objects.get_or_create(study=study, code="A1")  # a page erases it
        PersonalData.objects.get_or_create(contact=contact, defaults={"name": "Anna"})
        statement = {"text_en": "a", "text_it": "b", "true": True, "source": "c", "position": 9}
        Fact.objects.get_or_create(study=study, fact_id="A1", defaults=statement)  # and another
        listed = {"role": "vendor", "channel": form.channel, "stratum": "auto", "status": "active", "position": 9}
        FrameUnit.objects.get_or_create(study=study, unit_id="A1", defaults=listed)
        draft, _ = Draft.objects.get_or_create(
            study=study, user=owner, form=form_version, unit_id="P001"
        )  # so does another
        version, _ = draft.versions.get_or_create(body="<f/>", saved_at=study.made_at)
        given: dict[str, object] = {}
        for part in PATTERNS[name].pattern.regex.groupindex:
            given[part] = {
                "user": owner.pk, "dossier": dossier.pk, "code": codes.get(name, "A1"), "key": key.pk,
                "instance": "i-1" if name.startswith("api_") else draft.instance_id, "name": "card.png",
                "form": {"device": "f", "api": "reseller"}.get(_kind(name), form.pk),
                "hold": _hold(study, owner), "token": _token(owner), "version": version.pk, "project": study.pk,
                "table": "Submissions",
                **keys,
            }[part]  # fmt: skip
        if MATRIX[name] == "device":
            given["token"] = "guessed"  # noqa: S105
        elif name in IN_STUDIES:
            given["study"] = study.code
        return reverse(name, kwargs=given)

    return make


def _kind(name: str) -> str:
    return "device" if MATRIX[name] == "device" else name.partition("_")[0]


def _hold(study: Study, owner: User) -> int:
    kept = Hold.objects.create(study=study, kind="names", until=date(2090, 1, 1), reason="a claim", made_by=owner)
    return kept.pk


def _token(owner: User) -> int:
    make_token(owner, "of somebody", OF_A_PROGRAM)
    return ApiToken.objects.latest("pk").pk


def _opens(client: Client, name: str, address: str) -> bool:
    answer = client.post(address) if name in POSTS else client.get(address)
    # 400: let in, and told that nothing was sent; 409, 422: that it cannot be done
    assert answer.status_code in (200, 302, 400, 401, 403, 404, 409, 422, 429)
    return answer.status_code in (200, 400, 409, 422) or (
        answer.status_code == 302 and not answer["Location"].startswith(("/account/login", "/account/password"))
    )


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_pages_and_no_other(
    role: Role,
    address: Callable[[str], str],
    somebody: Callable[..., User],
    browser_of: Callable[[User | None], Client],
) -> None:
    client = browser_of(somebody(role))
    opened = {name for name in MATRIX if _opens(client, name, address(name))}
    assert opened == {name for name, allowed in MATRIX.items() if not isinstance(allowed, str) and role in allowed}


def test_nobody_opens_a_page_without_logging_in_and_hardly_one_without_a_role(
    address: Callable[[str], str], somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    stranger, without_role = browser_of(None), browser_of(somebody())
    assert [name for name in MATRIX if _opens(stranger, name, address(name))] == []
    assert [name for name in MATRIX if _opens(without_role, name, address(name))] == WITHOUT_ROLE


def test_owners_of_the_installation_open_every_page(
    address: Callable[[str], str], owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    closed = {name for name in MATRIX if name != "new_password" and not _opens(client, name, address(name))}
    devices = {name for name, allowed in MATRIX.items() if allowed == "device"}
    # nobody shuts themselves out; the others are of nobody, or of an interview that has no form
    assert closed == {"active", "begin_talk", "talk_files", "correct_interview", "make_sheet", *devices}
    assert _opens(client, "new_password", address("new_password"))


def test_a_study_without_a_role_is_not_there(
    study: Study, somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    there = browser_of(somebody()).get(reverse("study", kwargs={"study": study.code}))
    not_there = browser_of(User.objects.get(name="nobody")).get(reverse("study", kwargs={"study": "other"}))
    assert (there.status_code, not_there.status_code) == (404, 404)


def test_an_interviewer_sees_own_interviews_alone(
    study: Study, somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    user = somebody(Role.INTERVIEWER)
    Interview.objects.filter(study=study, interview_id="i-2").update(conducted_by=user)
    client = browser_of(user)
    listed = client.get(f"/s/{study.code}/interviews/").content.decode()
    assert ("i-2" in listed, "i-1" in listed) == (True, False)
    assert client.get(f"/s/{study.code}/interviews/of/i-2/").status_code == 200
    assert client.get(f"/s/{study.code}/interviews/of/i-1/").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_only_the_clean_team_holds_the_right_to_answers_on_competition(role: Role) -> None:
    assert (Right.READ_ANTITRUST in RIGHTS[role]) == (role is Role.CLEAN_TEAM)


@pytest.mark.parametrize("taking", [Role.ANALYST, Role.CLEAN_TEAM])
def test_an_analyst_never_reads_names_whatever_else_they_are(taking: Role) -> None:
    assert Right.READ_NAMES in rights_of([Role.OWNER])
    assert Right.READ_NAMES not in rights_of([Role.OWNER, taking])


def test_a_page_asks_for_all_of_its_rights() -> None:
    def view() -> None: ...

    declared = needs(Right.EDIT_REGISTERS, Right.READ_NAMES)(view)  # type: ignore[type-var]
    assert declared.access.rights == {Right.EDIT_REGISTERS, Right.READ_NAMES}  # type: ignore[attr-defined]
