"""The places of a study, grouped as the work goes: plan, field, data, results, administration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tramite.web.models import Right

register = template.Library()
Title = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A page, by the name of its address; whoever lacks a right does not see it. ``inside``: pages under it."""

    name: str
    title: Title
    rights: tuple[Right, ...]
    inside: tuple[str, ...] = ()

    def holds(self, page: str) -> bool:
        """Tell whether a page is this one or under it."""
        return page == self.name or page in self.inside


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together; one that is alone stands for its group."""

    title: Title
    places: tuple[Place, ...]


GROUPS: Final = (
    Group(_("Overview"), (Place("study", _("Overview"), (Right.OPEN_STUDY,)),)),
    Group(_("Plan"), (
        Place("plan", _("Goals and populations"), (Right.READ_REGISTERS,), ("goals",)),
        Place("facts", _("Statements of the quiz"), (Right.READ_REGISTERS,), ("fact", "new_fact")),
        Place("guesses", _("Guesses"), (Right.GIVE_GUESSES,)),
        Place("respondents", _("Who could be asked"), (Right.MANAGE_FIELD, Right.READ_NAMES),
              ("respondent", "new_respondent")),
        Place("sample", _("Sample and budget"), (Right.MANAGE_FIELD,), ("draw_sample", "verify_sample")),
        Place("questionnaires", _("Questionnaires"), (Right.CONDUCT_INTERVIEWS,), ("project_words",)),
    )),
    Group(_("Field work"), (
        Place("desk", _("Desk"), (Right.CONDUCT_INTERVIEWS,), ("unit", "invitation")),
        Place("talks", _("To interview"), (Right.CONDUCT_INTERVIEWS,), ("talk",)),
        Place("calendar", _("Calendar"), (Right.CONDUCT_INTERVIEWS,)),
        Place("received", _("Received forms"), (Right.MANAGE_FIELD,)),
        Place("devices", _("Devices"), (Right.CONDUCT_INTERVIEWS,)),
    )),
    Group(_("Data"), (
        Place("channels", _("Channels"), (Right.READ_REGISTERS,), ("channel", "new_channel")),
        Place("partners", _("Partners"), (Right.READ_REGISTERS,), ("partner", "new_partner", "partners_file")),
        Place("customers", _("Customers"), (Right.READ_REGISTERS,),
              ("customer", "new_customer", "customers_file")),
        Place("contacts", _("Contacts"), (Right.READ_REGISTERS, Right.READ_NAMES),
              ("contact", "new_contact", "firms", "firm")),
        Place("interviews", _("Interviews"), (Right.READ_OWN_INTERVIEWS,), ("interview", "correct_interview")),
        Place("competition", _("Answers on competition"), (Right.READ_ANTITRUST,)),
    )),
    Group(_("Results"), (Place("dossiers", _("Dossiers"), (Right.READ_DOSSIER,)),)),
    Group(_("Administration"), (
        Place("transfer", _("Import and export"), (Right.TRANSFER_STUDY,)),
        Place("members", _("Roles"), (Right.MANAGE_PEOPLE,)),
        Place("privacy", _("Privacy"), (Right.MANAGE_PRIVACY,), ("subject", "record")),
        Place("audit", _("Log"), (Right.READ_AUDIT,)),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A link: where to, and whether one is there (``page``), or on a page under it (``true``)."""

    name: str
    title: Title
    current: str


@register.inclusion_tag("tramite/places.html", takes_context=True)
def places(context: dict[str, Any]) -> dict[str, Any]:
    """Show the groups, and the places of the group in which the page is."""
    request = context["request"]
    here = request.resolver_match.url_name
    rights = frozenset(getattr(request, "rights", ()))
    groups, within = list[Shown](), list[Shown]()
    title: Title = ""
    for group in GROUPS:
        may = [place for place in group.places if rights.issuperset(place.rights)]
        if not may:
            continue
        inside = any(place.holds(here) for place in may)
        alone = len(may) == 1
        first = "page" if may[0].name == here else "true" if inside else ""
        groups.append(Shown(may[0].name, may[0].title if alone else group.title, first))
        if inside and not alone:
            title = group.title
            within = [Shown(each.name, each.title, _current(each, here)) for each in may]
    return {"study": context["study"], "groups": groups, "within": within, "title": title}


def _current(place: Place, here: str) -> str:
    return "page" if place.name == here else "true" if place.holds(here) else ""
