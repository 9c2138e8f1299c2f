"""What of a study must be destroyed, and when (METHOD §4.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from tramite.kernel.periods import months_after
from tramite.web.bridge.waves import NOT_HEARD, Round, rounds_of
from tramite.web.models import (
    Attachment,
    Consent,
    Contact,
    FrameUnit,
    Hold,
    Invitation,
    RespondentName,
    SampledUnit,
    Study,
    Submission,
)

NAMES_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class NamesDue:
    """What still links the respondents of one round to their names.

    Attributes:
        units: codes of respondents. contacts: keys of people who stand for them and for nobody else.
        names, forms: how many there are still to destroy. held: a hold keeps them beyond the day.
    """

    round: Round
    on: date
    units: frozenset[str]
    names: int
    contacts: tuple[int, ...]
    forms: int
    held: Hold | None

    @property
    def anything(self) -> bool:
        """Whether something is left to destroy."""
        return bool(self.names or self.contacts or self.forms)


@dataclass(frozen=True, slots=True)
class AudioDue:
    """Recordings that must be destroyed on one day."""

    on: date
    count: int
    held: Hold | None


def names_due(study: Study, today: date) -> tuple[NamesDue, ...]:
    """Return what links codes to people, by round: due twelve months after the last interview of a wave."""
    rounds = rounds_of(study)
    hold = hold_on(study, Hold.Kind.NAMES, today)
    placed = frozenset[str]().union(*(each.units for each in rounds))
    loose = _known_units(study) - placed
    named = set(RespondentName.objects.filter(study=study).values_list("unit_id", flat=True))
    forms = list(forms_with_words(study).values_list("interview__unit_id", flat=True))
    stands_for = _units_of_contacts(study)
    found = []
    for each in rounds:
        is_loose = each.number == NOT_HEARD
        units = each.units | loose if is_loose else each.units
        found.append(
            NamesDue(
                each,
                months_after(each.last, NAMES_MONTHS),
                units,
                names=sum(unit in units for unit in named),
                contacts=tuple(contact for contact, of in stands_for.items() if (of <= units if of else is_loose)),
                forms=sum(unit in units if unit else is_loose for unit in forms),
                held=hold,
            )
        )
    return tuple(found)


def _units_of_contacts(study: Study) -> dict[int, set[str]]:
    """Return the units for which each contact stands."""
    stands_for = {key: set[str]() for key in Contact.objects.filter(study=study).values_list("pk", flat=True)}
    for model in (Invitation, Consent):
        linked = model.objects.filter(study=study, contact__isnull=False)
        for contact, unit in linked.values_list("contact_id", "unit_id"):
            stands_for.setdefault(contact, set()).add(unit)
    return stands_for


def _known_units(study: Study) -> frozenset[str]:
    models = (RespondentName, Invitation, Consent, FrameUnit, SampledUnit)
    return frozenset[str]().union(
        *(model._default_manager.filter(study=study).values_list("unit_id", flat=True) for model in models)
    )


def forms_with_words(study: Study) -> QuerySet[Submission]:
    """Return the filled forms whose text is still kept as it came."""
    return Submission.objects.filter(study=study).exclude(body=b"")


def audio_due(study: Study, today: date) -> tuple[AudioDue, ...]:
    """Return the days on which recordings must be destroyed, the earliest first."""
    hold = hold_on(study, Hold.Kind.AUDIO, today)
    days = Attachment.objects.filter(submission__study=study, destroy_on__isnull=False)
    counts: dict[date, int] = {}
    for day in days.values_list("destroy_on", flat=True):
        if day is not None:
            counts[day] = counts.get(day, 0) + 1
    return tuple(AudioDue(day, counts[day], hold) for day in sorted(counts))


def hold_on(study: Study, kind: Hold.Kind, today: date) -> Hold | None:
    """Return the hold of a kind that lasts longest today, if there is one."""
    held = Hold.objects.filter(study=study, kind=kind, lifted_at__isnull=True, until__gte=today)
    return held.order_by("-until").first()
