"""The calendar: what is booked in a week, as a list by day and interviewer, and as a grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from tramite.web.access import StudyRequest, needs
from tramite.web.models import Invitation, Right, SampledUnit, User
from tramite.web.paging import note_list_seen
from tramite.web.queries.field import bookings, names_of
from tramite.web.queries.people import names_apart


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking: with whom, and who speaks, as key of the account and name."""

    invitation: Invitation
    name: str
    person: int | None
    who: str

    @property
    def day(self) -> date:
        """Its day, where the installation is."""
        when = self.invitation.booked_for
        return timezone.localdate() if when is None else timezone.localtime(when).date()


@needs(Right.CONDUCT_INTERVIEWS)
@require_safe
def calendar(request: StudyRequest) -> HttpResponse:
    """Show a week of bookings; an interviewer sees their own."""
    monday = _monday(request.GET.get("week", ""))
    days = [monday + timedelta(days=number) for number in range(7)]
    booked = list(bookings(request.study, request.user, request.rights, monday))
    units = [each.unit_id for each in booked]
    assigned = SampledUnit.objects.filter(study=request.study, unit_id__in=units)
    speaks = dict(assigned.values_list("unit_id", "assigned_to"))
    people = names_apart(User.objects.filter(pk__in={key for key in speaks.values() if key is not None}))
    names = names_of(request.study, units)
    rows = [
        Booked(each, names.get(each.unit_id, each.unit_id), person, people.get(person or 0, ""))
        for each in booked
        for person in [speaks.get(each.unit_id)]
    ]
    note_list_seen(request, "booking")
    cells: dict[tuple[int | None, date], list[Booked]] = {}
    for row in rows:
        cells.setdefault((row.person, row.day), []).append(row)
    order = sorted({row.person: row.who for row in rows}.items(), key=lambda each: each[1])
    context = {
        "days": days,
        "rows": rows,
        "grid": [(who, [cells.get((person, day), []) for day in days]) for person, who in order],
        "today": timezone.localdate(),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
    }
    return render(request, "tramite/calendar.html", context)


def _monday(week: str) -> date:
    """Return the Monday of the week that holds a day, of this week if none is given."""
    try:
        day = date.fromisoformat(week)
    except ValueError:
        day = timezone.localdate()
    if not 1970 <= day.year <= 2200:
        day = timezone.localdate()
    return day - timedelta(days=day.weekday())


urlpatterns = [path("field/calendar/", calendar, name="calendar")]
