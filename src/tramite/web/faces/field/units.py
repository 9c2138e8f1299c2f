"""One person drawn: who speaks with them, how, what came of it, what they agreed to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tramite.kernel.errors import TramiteError
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.inviting import draft_invitation, keep_consent
from tramite.web.actions.privacy.rights import withdraw_one
from tramite.web.actions.sampling import assign, replace, set_mode, set_outcome
from tramite.web.faces.field.forms import AssignForm, ConsentForm, InviteForm, ModeForm, OutcomeForm
from tramite.web.faces.field.own import unit_of
from tramite.web.models import Consent, FrameUnit, Interview, Invitation, Right, SampledUnit, SampleEntry
from tramite.web.paging import note_seen
from tramite.web.queries.field import contacts_at, names_of, own_units
from tramite.web.queries.people import interviewers_of
from tramite.web.spoken import page_language


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def unit(request: StudyRequest, code: str) -> HttpResponse:
    """Show somebody who was drawn, with all that is to be done."""
    found = unit_of(request, code)
    note_seen(request, found)
    return render(request, "tramite/unit.html", _unit(request, found))


def _unit(request: StudyRequest, found: SampledUnit) -> dict[str, Any]:
    study, code = request.study, found.unit_id
    contacts = contacts_at(study, code)
    invitations = Invitation.objects.filter(study=study, unit_id=code).select_related("contact__personal")
    invitations = invitations.prefetch_related("attempts__by").order_by("-pk")
    invited = next((each.contact_id for each in invitations if each.contact_id is not None), None)
    consents = Consent.objects.filter(study=study, unit_id=code).select_related("taken_by", "contact__personal")
    return {
        "unit": found,
        "named": names_of(study, [code]).get(code, ""),
        "kind": _kind(found),
        "contacts": contacts,
        "invitations": invitations,
        "interviews": Interview.objects.filter(study=study, unit_id=code).visible_to(request.user, request.rights),
        "consents": consents.order_by("-pk"),
        "log": SampleEntry.objects.filter(study=study, unit_id=code).order_by("-entry"),
        "replacer": SampledUnit.objects.filter(study=study, replaces=code).first(),
        "assign_form": AssignForm(
            team=interviewers_of(study), initial={"user": found.assigned_to}, auto_id="assign_%s"
        ),
        "mode_form": ModeForm(initial={"mode": found.mode}, auto_id="mode_%s"),
        "outcome_form": OutcomeForm(auto_id="outcome_%s"),
        "invite_form": InviteForm(contacts=contacts, initial={"language": page_language()}, auto_id="invite_%s"),
        "consent_form": ConsentForm(
            contacts=contacts, initial={"contact": invited, "level": "b", "way": "spoken"}, auto_id="consent_%s"
        ),
    }


def _kind(found: SampledUnit) -> list[object]:
    """Return respondent type, channel and stratum of a unit, as the sample tells them or else the list."""
    listed = FrameUnit.objects.filter(study=found.study, unit_id=found.unit_id).select_related("channel").first()
    told = [row for row in (found, listed) if row is not None]
    role = next((row.get_role_display() for row in told if row.role), None)
    channel = next((row.channel.name(page_language()) for row in told if row.channel), None)
    return [word for word in (role, channel, next((row.stratum for row in told if row.stratum), None)) if word]


@needs(Right.MANAGE_FIELD)
@require_POST
def assign_unit(request: StudyRequest, code: str) -> HttpResponse:
    """Say who is to speak with somebody."""
    found = unit_of(request, code)
    team = interviewers_of(request.study)
    form = AssignForm(request.POST, team=team)
    if form.is_valid():
        assign(found, form.cleaned_data["user"], by=request.user)
    if request.htmx and not request.htmx.boosted:  # one line of the desk
        return render(request, "tramite/unit_assigned.html", {"unit": found, "team": team})
    return _back(request, code, form)


@needs(Right.MANAGE_FIELD)
@require_POST
def mode(request: StudyRequest, code: str) -> HttpResponse:
    """Decide how to interview somebody."""
    form = ModeForm(request.POST)
    if form.is_valid():
        set_mode(unit_of(request, code), form.cleaned_data["mode"], form.cleaned_data["reason"], by=request.user)
    return _back(request, code, form)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def outcome(request: StudyRequest, code: str) -> HttpResponse:
    """Note why somebody cannot be interviewed; who runs the field takes another in their place."""
    found, form = unit_of(request, code), OutcomeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if data["replace"] and data["outcome"] != "pending" and Right.MANAGE_FIELD in request.rights:
            done = replace(request.study, code, outcome=data["outcome"], reason=data["reason"], by=request.user)
            messages.success(request, _replaced(done.other_id))
        else:
            set_outcome(found, data["outcome"], data["reason"], by=request.user)
            messages.success(request, _("Saved."))
        return redirect("unit", study=request.study.code, code=code)
    return _back(request, code, form)


def _replaced(other: str | None) -> str:
    if other is None:
        return _("Saved. Nobody is left in the reserve of this stratum.")
    return _("Saved. In their place: %(other)s.") % {"other": other}


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def invite(request: StudyRequest, code: str) -> HttpResponse:
    """Write an invitation to somebody."""
    found = unit_of(request, code)
    form = InviteForm(request.POST, contacts=contacts_at(request.study, found.unit_id))
    if not form.is_valid():
        return _back(request, code, form)
    contact = form.cleaned_data["contact"]
    name = contact.personal.name if contact is not None else ""
    made = draft_invitation(found, contact, name=name, language=form.cleaned_data["language"], by=request.user)
    return redirect("invitation", study=request.study.code, invitation=made.pk)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def consent(request: StudyRequest, code: str) -> HttpResponse:
    """Keep what somebody agreed to."""
    found = unit_of(request, code)
    given = Consent(study=request.study, unit_id=found.unit_id)
    form = ConsentForm(request.POST, instance=given, contacts=contacts_at(request.study, found.unit_id))
    if form.is_valid():
        keep_consent(form.save(commit=False), by=request.user)
    return _back(request, code, form)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def withdraw(request: StudyRequest, consent: int) -> HttpResponse:
    """Note that somebody withdrew their consent."""
    units = own_units(request.study, request.user, request.rights).values("unit_id")
    found = get_object_or_404(Consent, study=request.study, unit_id__in=units, pk=consent)
    try:
        withdraw_one(found, by=request.user)
        messages.success(request, _("The withdrawal is noted."))
    except TramiteError as error:
        messages.error(request, error.say(page_language()))
    return redirect("unit", study=request.study.code, code=found.unit_id)


def _back(request: StudyRequest, code: str, form: Any) -> HttpResponse:
    """Go back to the page of the unit, and say what is wrong with what was written."""
    unit_of(request, code)
    if form.is_valid():
        messages.success(request, _("Saved."))
    for name, faults in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(faults)}" if label else " ".join(faults))
    return redirect("unit", study=request.study.code, code=code)


urlpatterns = [
    path("field/units/of/<path:code>/assign/", assign_unit, name="assign_unit"),
    path("field/units/of/<path:code>/mode/", mode, name="unit_mode"),
    path("field/units/of/<path:code>/outcome/", outcome, name="unit_outcome"),
    path("field/units/of/<path:code>/invite/", invite, name="invite"),
    path("field/units/of/<path:code>/consent/", consent, name="consent"),
    path("field/units/of/<path:code>/", unit, name="unit"),
    path("field/consents/<int:consent>/withdraw/", withdraw, name="withdraw_consent"),
]
