"""The booking of an interview, as a file that calendars read (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, timedelta

from django.utils import timezone
from icalendar import Calendar, Event

from tramite.kernel.version import VERSION
from tramite.web.bridge.content import definition_of
from tramite.web.models import Invitation


def booking_file(invitation: Invitation, summary: str) -> bytes:
    """Return the booking of an invitation; nobody is named in it, since calendars travel.

    Args:
        summary: title of the entry.
    """
    minutes = definition_of(invitation.study).method.interview_max_minutes
    event = Event()
    event.add("uid", f"{invitation.study.code}-{invitation.pk}@tramite")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    starts = invitation.booked_for
    if starts is None:
        raise ValueError("booked_for")
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", starts.astimezone(UTC) + timedelta(minutes=minutes))
    event.add("summary", summary)
    event.add("sequence", invitation.changes)
    booked = invitation.state in (Invitation.State.BOOKED, Invitation.State.DONE)
    event.add("status", "CONFIRMED" if booked else "CANCELLED")
    if invitation.place:
        event.add("location", invitation.place)
    calendar = Calendar()
    calendar.add("prodid", f"-//Tramite {VERSION}//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if booked else "CANCEL")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
