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
from tramite.web.faces.field.own import names_for
from tramite.web.models import Invitation, Right, SampledUnit
from tramite.web.queries.field import bookings


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking: with whom, and who speaks."""

    invitation: Invitation
    name: str
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
    assigned = SampledUnit.objects.filter(study=request.study, unit_id__in=units).select_related("assigned_to")
    who = {unit.unit_id: str(unit.assigned_to or "") for unit in assigned}
    names = names_for(request, units)
    rows = [Booked(each, names.get(each.unit_id, each.unit_id), who.get(each.unit_id, "")) for each in booked]
    cells: dict[tuple[str, date], list[Booked]] = {}
    for row in rows:
        cells.setdefault((row.who, row.day), []).append(row)
    context = {
        "days": days,
        "rows": rows,
        "grid": [(person, [cells.get((person, day), []) for day in days]) for person in sorted(set(who.values()))],
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
