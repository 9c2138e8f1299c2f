"""Who may do what: roles of people in a study, and the rights that each role holds. All else is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in a study; someone may be several things."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Research manager")
    INTERVIEWER = "interviewer", _("Interviewer")
    CLEAN_TEAM = "clean_team", _("Clean team")
    ANALYST = "analyst", _("Analyst")
    READER = "reader", _("Reader")


class Right(models.TextChoices):
    """One thing that somebody may do in a study."""

    OPEN_STUDY = "open_study", _("open the study")
    READ_DOSSIER = "read_dossier", _("read dossiers")
    MAKE_DOSSIER = "make_dossier", _("have dossiers made")
    READ_REGISTERS = "read_registers", _("read the registers")
    EDIT_REGISTERS = "edit_registers", _("change the registers")
    READ_NAMES = "read_names", _("read names of people and firms")
    GIVE_GUESSES = "give_guesses", _("seal guesses before results are seen")
    READ_OWN_INTERVIEWS = "read_own_interviews", _("read one's own interviews")
    READ_ALL_INTERVIEWS = "read_all_interviews", _("read all interviews")
    READ_SINGLE_ANSWERS = "read_single_answers", _("read answers one by one that were promised to groups only")
    READ_ANTITRUST = "read_antitrust", _("read answers on competition, of groups")
    CONDUCT_INTERVIEWS = "conduct_interviews", _("hold interviews")
    MANAGE_FIELD = "manage_field", _("run the field work")
    TRANSFER_STUDY = "transfer_study", _("export the study as a case folder")
    MANAGE_PEOPLE = "manage_people", _("give and take roles")
    READ_AUDIT = "read_audit", _("read the log of what was seen and changed")
    MANAGE_PRIVACY = "manage_privacy", _("look after personal data, and the rights of people")


_ALL_BUT_ANTITRUST = frozenset(Right) - {Right.READ_ANTITRUST}
RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.OWNER: _ALL_BUT_ANTITRUST,
    Role.MANAGER: _ALL_BUT_ANTITRUST - {Right.MANAGE_PEOPLE, Right.READ_AUDIT, Right.MANAGE_PRIVACY},
    Role.INTERVIEWER: frozenset({Right.OPEN_STUDY, Right.READ_OWN_INTERVIEWS, Right.CONDUCT_INTERVIEWS}),
    Role.CLEAN_TEAM: frozenset({Right.OPEN_STUDY, Right.READ_ANTITRUST}),
    Role.ANALYST: frozenset(
        {
            Right.OPEN_STUDY, Right.READ_DOSSIER, Right.MAKE_DOSSIER, Right.READ_REGISTERS,
            Right.READ_OWN_INTERVIEWS, Right.READ_ALL_INTERVIEWS, Right.GIVE_GUESSES,
        }
    ),
    Role.READER: frozenset({Right.OPEN_STUDY, Right.READ_DOSSIER, Right.GIVE_GUESSES}),
}  # fmt: skip


def refuse_each_other(roles: Collection[Role]) -> bool:
    """Tell whether one person must not have all of these roles.

    Who runs the study knows who everybody is, and may run direct sales: answers on competition are for others
    (METHOD §4.10).
    """
    return Role.CLEAN_TEAM in roles and not {Role.OWNER, Role.MANAGER}.isdisjoint(roles)


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Return what somebody with these roles may do.

    An analyst never sees names, and who reads answers on competition does not either: such a role takes the right
    to names away, and that to hold interviews, whatever other roles give. Where roles of one person refuse each
    other (``refuse_each_other``), nobody reads answers on competition by them.
    """
    held = frozenset(roles)
    rights = frozenset[Right]().union(*(RIGHTS[role] for role in held))
    if refuse_each_other(held):
        rights -= {Right.READ_ANTITRUST}
    if Role.ANALYST in held or Role.CLEAN_TEAM in held:
        rights -= {Right.READ_NAMES, Right.CONDUCT_INTERVIEWS}
    return rights
