"""Every page × every role: who comes in, who does not. A page that is not here fails."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.addresses import PATTERNS, maker_of_addresses
from tramite.web.access import needs
from tramite.web.actions.people import RolesApart, set_roles
from tramite.web.models import (
    AuditLine,
    Interview,
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
    "end_token": ALL,
    "api_user": ALL,
    "api_openapi": ALL,
    "api_projects": ALL,
    "new_study": "installation",
    "imports": ALL,
    "people": "installation",
    "new_password": "installation",
    "active": "installation",
    "log": "installation",
    "study": ALL,
    "transfer": frozenset({O, M}),
    "export": frozenset({O, M}),
    "members": frozenset({O}),
    "audit": frozenset({O}),
    "channels": frozenset({O, M, A}),
    "new_channel": frozenset({O, M}),
    "channel": frozenset({O, M}),
    "partners": frozenset({O, M, A}),
    "new_partner": frozenset({O, M}),
    "partner": frozenset({O, M}),
    "customers": frozenset({O, M, A}),
    "new_customer": frozenset({O, M}),
    "partners_file": frozenset({O, M}),
    "customers_file": frozenset({O, M}),
    "customer": frozenset({O, M}),
    "contacts": frozenset({O, M}),
    "new_contact": frozenset({O, M}),
    "contact": frozenset({O, M}),
    "firms": frozenset({O, M}),
    "firm": frozenset({O, M}),
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
    "make_sheet": frozenset({O, M}),
    "calendar": frozenset({O, M, I}),
    "competition": frozenset({C}),
    "interviews": frozenset({O, M, I, A}),
    "interview": frozenset({O, M, A}),  # of another interviewer
    "correct_interview": frozenset({O, M, I}),  # of one's own
    "talks": frozenset({O, M, I}),
    "begin_talk": frozenset({O, M, I}),  # with whom one is to speak
    "talk": frozenset({O, M, I}),  # one's own
    "talk_form": frozenset({O, M, I}),
    "save_talk": frozenset({O, M, I}),
    "discard_talk": frozenset({O, M, I}),
    "set_talk_aside": frozenset({O, M, I}),
    "open_talk_version": frozenset({O, M, I}),
    "talk_files": frozenset({O, M, I}),  # of what one has sent
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
    "accept_form": frozenset({O, M}),
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
    "api_project": frozenset({O, M, I, A}),
    "api_forms": frozenset({O, M, I, A}),
    "api_form": frozenset({O, M, A}),  # of other interviewers
    "api_service": frozenset({O, M, I, A}),
    "api_table": frozenset({O, M, I, A}),
    "api_submissions": frozenset({O, M, I, A}),
    "api_submission": frozenset({O, M, A}),
}
WITHOUT_ROLE: Final = ["studies", "tokens", "end_token", "api_user", "api_openapi", "api_projects", "imports"]
POSTS: Final = {
    "new_password", "active", "export", "held", "make_dossier", "publish", "revoke_key", "read_again",
    "accept_form", "begin_talk", "save_talk", "discard_talk", "submission", "set_talk_aside", "open_talk_version",
    "talk_files", "take_talks", "remove_fact", "remove_respondent",
    "draw_sample", "verify_sample",
    "worth_it", "read_brings", "check_quality", "decide_flag", "assign_unit", "unit_mode", "unit_outcome",
    "invite",
    "consent", "withdraw_consent", "move_invitation", "note_attempt", "make_sheet",
    "lift_hold", "erase_subject", "withdraw", "end_token", "record_file",
}  # fmt: skip
SENT: Final = {"begin_talk": {"unit": "P002", "mode": "phone"}}


def test_every_page_is_in_the_matrix() -> None:
    assert set(PATTERNS) == set(MATRIX) | LIBRARY | OF_PROGRAMS


@pytest.fixture
def address(study: Study, owner: User) -> Callable[[str, User], str]:
    """Return the address of a page for a user, with an object that is there."""
    return maker_of_addresses(study, owner, devices={name for name, who in MATRIX.items() if who == "device"})


def _opens(client: Client, name: str, address: str) -> bool:
    answer = client.post(address, SENT.get(name, {})) if name in POSTS else client.get(address)
    # 400: let in, and told that nothing was sent; 409, 422: that it cannot be done
    assert answer.status_code in (200, 302, 400, 401, 403, 404, 409, 422, 429)
    return answer.status_code in (200, 400, 409, 422) or (
        answer.status_code == 302 and not answer["Location"].startswith(("/account/login", "/account/password"))
    )


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_pages_and_no_other(
    role: Role,
    address: Callable[..., str],
    somebody: Callable[..., User],
    browser_of: Callable[[User | None], Client],
) -> None:
    user = somebody(role)
    client = browser_of(user)
    opened = {name for name in MATRIX if _opens(client, name, address(name, user))}
    assert opened == {name for name, allowed in MATRIX.items() if not isinstance(allowed, str) and role in allowed}


def test_nobody_opens_a_page_without_logging_in_and_hardly_one_without_a_role(
    address: Callable[..., str], somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    nobody = somebody()
    stranger, without_role = browser_of(None), browser_of(nobody)
    assert [name for name in MATRIX if _opens(stranger, name, address(name, nobody))] == []
    assert [name for name in MATRIX if _opens(without_role, name, address(name, nobody))] == WITHOUT_ROLE


def test_owners_of_the_installation_open_every_page(
    address: Callable[..., str], owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    closed = {name for name in MATRIX if name != "new_password" and not _opens(client, name, address(name, owner))}
    devices = {name for name, allowed in MATRIX.items() if allowed == "device"}
    # nobody shuts themselves out, and owners do not read answers on competition
    assert closed == {"active", "competition", *devices}
    assert _opens(client, "new_password", address("new_password", owner))


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


@pytest.mark.parametrize("roles", [{*some} for size in range(1, 7) for some in combinations(Role, size)], ids=str)
def test_nobody_has_names_and_answers_on_competition_whatever_they_are(roles: set[Role]) -> None:
    rights = rights_of(roles)
    assert not {Right.READ_NAMES, Right.READ_ANTITRUST} <= rights
    assert Right.READ_ANTITRUST not in rights or not {Right.TRANSFER_STUDY, Right.MANAGE_PEOPLE} & rights
    assert Right.READ_NAMES not in rights or not {Role.ANALYST, Role.CLEAN_TEAM} & roles


def test_who_runs_a_study_is_not_of_the_clean_team(
    study: Study, owner: User, somebody: Callable[..., User], browser_of: Callable[[User | None], Client]
) -> None:
    client, manager = browser_of(owner), somebody(Role.MANAGER)
    page = client.post(f"/s/{study.code}/members/", {"user": manager.pk, "roles": [M, C]}, follow=True)
    assert "cannot be of the clean team" in page.content.decode()
    with pytest.raises(RolesApart):
        set_roles(study, owner, [C], by=owner)
    assert set(study.memberships.filter(user=manager).values_list("role", flat=True)) == {M}
    client.post(f"/s/{study.code}/members/", {"user": manager.pk, "roles": [C]})
    line = AuditLine.objects.filter(kind="roles", code=manager.email).first()
    assert line is not None
    assert (line.who, line.fields) == (owner.email, [C])


def test_a_page_asks_for_all_of_its_rights() -> None:
    def view() -> None: ...

    declared = needs(Right.EDIT_REGISTERS, Right.READ_NAMES)(view)  # type: ignore[type-var]
    assert declared.access.rights == {Right.EDIT_REGISTERS, Right.READ_NAMES}  # type: ignore[attr-defined]
