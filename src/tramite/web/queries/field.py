"""Who is drawn, by name; whom one may write to; who works in the field; what is booked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tramite.web.models import (
    Consent,
    Contact,
    Customer,
    Draft,
    Interview,
    Invitation,
    Partner,
    QualityDecision,
    RespondentName,
    Right,
    SampledUnit,
    Study,
    User,
)


def names_of(study: Study, units: Collection[str]) -> dict[str, str]:
    """Return the names of units: of the sample, else of the frame, else of the register."""
    wanted = {"study": study}
    named: dict[str, str] = {}
    for rows, key in ((Customer.objects, "customer_id"), (Partner.objects, "partner_id")):
        found = rows.filter(**wanted, **{f"{key}__in": units}, name__isnull=False)
        named.update(found.values_list(key, "name"))
    for table in ("frame", "sample"):
        named.update(
            RespondentName.objects.filter(**wanted, table=table, unit_id__in=units).values_list("unit_id", "name")
        )
    return named


def contacts_at(study: Study, unit_id: str) -> QuerySet[Contact]:
    """Return the people who work where a unit is a partner or a customer."""
    found = Contact.objects.filter(study=study, firms__roles__row_code=unit_id).distinct()
    return found.select_related("personal").order_by("code")


def talks_of(unit: SampledUnit) -> QuerySet[Interview]:
    """Return the interviews with a unit; the sheet that goes ahead in writing is none."""
    return Interview.objects.filter(study=unit.study_id, unit_id=unit.unit_id).exclude(mode="sheet")


def asked_instead(unit: SampledUnit) -> SampledUnit | None:
    """Return the last of those who took the place of a unit, one after the other; ``None``: nobody did."""
    last: SampledUnit | None = None
    places = SampledUnit.objects.filter(study=unit.study_id).order_by("order")
    known = [unit.unit_id]  # a sample that came from elsewhere may go round in a circle
    while (other := places.filter(replaces=known[-1]).exclude(unit_id__in=known).last()) is not None:
        known.append(other.unit_id)
        last = other
    return last


def begun_with(study: Study) -> set[str]:
    """Return the drawn units with whom the field work has begun.

    They have an outcome, an invitation that went out, a call, a sheet, a consent, or an interview, if only begun.
    """
    out = ~Q(state=Invitation.State.DRAFT) | Q(attempts__isnull=False) | Q(sheet_sha256__isnull=False)
    drawn = SampledUnit.objects.filter(study=study)
    codes = {"study": study, "unit_id__in": drawn.values("unit_id")}
    of_others = (model.objects.filter(**codes) for model in (Consent, Draft, Interview))
    found = (drawn.exclude(outcome="pending"), Invitation.objects.filter(out, **codes), *of_others)
    return {code for rows in found for code in rows.order_by().values_list("unit_id", flat=True)}


def own_units(study: Study, user: User, rights: frozenset[Right]) -> QuerySet[SampledUnit]:
    """Return the drawn units that somebody may work with."""
    units: QuerySet[SampledUnit] = SampledUnit.objects.filter(study=study).visible_to(user, rights)
    return units


def own_invitations(study: Study, user: User, rights: frozenset[Right]) -> QuerySet[Invitation]:
    """Return the invitations of the units that somebody may work with."""
    units = own_units(study, user, rights).values("unit_id")
    return Invitation.objects.filter(study=study, unit_id__in=units).select_related("contact__personal", "study")


def bookings(study: Study, user: User, rights: frozenset[Right], monday: date) -> QuerySet[Invitation]:
    """Return what is booked in the week from a Monday, in order of time, with who speaks."""
    start = timezone.make_aware(datetime.combine(monday, time.min))
    found = own_invitations(study, user, rights).filter(
        state__in=(Invitation.State.BOOKED, Invitation.State.DONE),
        booked_for__gte=start, booked_for__lt=start + timedelta(days=7),
    )  # fmt: skip
    return found.order_by("booked_for")


def decisions_to_take(study: Study) -> QuerySet[QualityDecision]:
    """Return flags and calls that wait for a person: nobody decided, or the answer is still to come."""
    pending = Q(decision__isnull=True) | Q(decision__in=("call_back", "correct"))
    return QualityDecision.objects.filter(pending, study=study, raised=True).order_by("position")
