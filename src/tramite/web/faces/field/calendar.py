"""The calendar: what is booked in a week, as a list by day and interviewer, and as a grid."""

from __future__ import annotations

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


@needs(Right.WORK_FIELD)
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
    for each in booked:
        each.name = names.get(each.unit_id, "")
    people = sorted(set(who.values()))
    cells: dict[tuple[str, date], list[Invitation]] = {}
    for each in booked:
        if each.booked_for is not None:
            day = timezone.localtime(each.booked_for).date()
            cells.setdefault((who.get(each.unit_id, ""), day), []).append(each)
    context = {
        "days": days, "booked": [(each, who.get(each.unit_id, "")) for each in booked],
        "grid": [(person, [cells.get((person, day), []) for day in days]) for person in people],
        "today": timezone.localdate(),
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
    }  # fmt: skip
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
