"""An invitation: its text, how far it is, the calls, the booking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.actions.inviting import State, move_invitation, note_attempt, save_text, steps_from
from tramite.web.actions.sheets import make_sheet_link
from tramite.web.bridge.booking_file import booking_file
from tramite.web.bridge.content import definition_of
from tramite.web.faces.field.forms import AttemptForm, BookingForm, TextForm
from tramite.web.faces.field.own import invitation_of
from tramite.web.models import Invitation, Right
from tramite.web.paging import note_seen
from tramite.web.queries.field import names_of

SHEET_OPEN: Final = timedelta(days=14)


@needs(Right.CONDUCT_INTERVIEWS)
def invitation(request: StudyRequest, invitation: int) -> HttpResponse:
    """Show an invitation, and change its text."""
    found = invitation_of(request, invitation)
    form = TextForm(request.POST or None, initial={"subject": found.subject, "text": found.text})
    if request.method == "POST" and form.is_valid():
        save_text(found, form.cleaned_data["subject"], form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Saved."))
        return _back(request, found)
    note_seen(request, found)
    status = 422 if form.is_bound else 200
    return render(request, "tramite/invitation.html", _shown(request, found, form), status=status)


def _shown(request: StudyRequest, found: Invitation, form: TextForm) -> dict[str, Any]:
    steps, names = steps_from(found.state), names_of(request.study, [found.unit_id])
    return {
        "invitation": found, "form": form, "named": names.get(found.unit_id, ""),
        "person": found.contact,
        "attempts": found.attempts.select_related("by").order_by("-at"),
        "can_send": State.SENT in steps, "can_book": State.BOOKED in steps, "can_end": State.DONE in steps,
        "booking_form": BookingForm(initial={"when": found.booked_for, "place": found.place}),
        "attempt_form": AttemptForm(),
        "mailto": _mailto(found),
    }  # fmt: skip


def _mailto(found: Invitation) -> str:
    if found.contact is None or not found.contact.personal.email:
        return ""
    address = quote(found.contact.personal.email, safe="@")
    return f"mailto:{address}?subject={quote(found.subject)}&body={quote(found.text)}"


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def move(request: StudyRequest, invitation: int) -> HttpResponse:
    """Note that an invitation was sent, booked or held."""
    found, to = invitation_of(request, invitation), request.POST.get("to", "")
    if to == State.BOOKED:
        form = BookingForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Write day and time."))
            return _back(request, found)
        move_invitation(
            found, State.BOOKED, by=request.user, when=form.cleaned_data["when"], place=form.cleaned_data["place"]
        )
    elif to in State.values:
        move_invitation(found, State(to), by=request.user)
    return _back(request, found)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def attempt(request: StudyRequest, invitation: int) -> HttpResponse:
    """Note that somebody tried to reach the person."""
    found, form = invitation_of(request, invitation), AttemptForm(request.POST)
    if form.is_valid():
        note_attempt(found, by=request.user, **form.cleaned_data)
    return _back(request, found)


@needs(Right.CONDUCT_INTERVIEWS)
@require_POST
def sheet(request: StudyRequest, invitation: int) -> HttpResponse:
    """Make the link to the sheet that goes ahead, shown once."""
    found = invitation_of(request, invitation)
    token = make_sheet_link(found, timezone.now() + SHEET_OPEN, by=request.user)
    form = TextForm(initial={"subject": found.subject, "text": found.text})
    link = request.build_absolute_uri(reverse("sheet", kwargs={"token": token}))
    return render(request, "tramite/invitation.html", {**_shown(request, found, form), "sheet_link": link})


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def booking(request: StudyRequest, invitation: int) -> HttpResponse:
    """Give the booking as a file for calendars."""
    found = invitation_of(request, invitation)
    if found.booked_for is None:
        raise Http404
    words = _("Interview for %(vendor)s") % {"vendor": definition_of(request.study).vendor}
    headers = {"Content-Disposition": f'attachment; filename="{request.study.code}-{found.pk}.ics"'}
    return HttpResponse(booking_file(found, words), content_type="text/calendar; charset=utf-8", headers=headers)


def _back(request: StudyRequest, found: Invitation) -> HttpResponse:
    return redirect("invitation", study=request.study.code, invitation=found.pk)


urlpatterns = [
    path("field/invitations/<int:invitation>/", invitation, name="invitation"),
    path("field/invitations/<int:invitation>/move/", move, name="move_invitation"),
    path("field/invitations/<int:invitation>/attempt/", attempt, name="note_attempt"),
    path("field/invitations/<int:invitation>/sheet/", sheet, name="make_sheet"),
    path("field/invitations/<int:invitation>/booking.ics", booking, name="booking"),
]
