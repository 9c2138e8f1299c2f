"""How much a study holds."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.web.models import Channel, Contact, Customer, Interview, Partner, SampledUnit, Study


@dataclass(frozen=True, slots=True)
class StudyCounts:
    """Rows of a study, by register."""

    channels: int
    partners: int
    customers: int
    contacts: int
    drawn: int
    interviews: int


def count_study(study: Study) -> StudyCounts:
    """Count the rows of a study."""
    return StudyCounts(
        channels=Channel.objects.filter(study=study).count(),
        partners=Partner.objects.filter(study=study).count(),
        customers=Customer.objects.filter(study=study).count(),
        contacts=Contact.objects.filter(study=study).count(),
        drawn=SampledUnit.objects.filter(study=study).count(),
        interviews=Interview.objects.filter(study=study).count(),
    )
