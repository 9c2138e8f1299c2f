"""A person of a study, and what is held about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tramite.web.models import (
    Attachment,
    Consent,
    Contact,
    Customer,
    FrameUnit,
    Interview,
    Invitation,
    Partner,
    QualityDecision,
    RespondentName,
    SampledUnit,
    SampleEntry,
    Study,
    Submission,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A person of a study: a contact, a respondent, or both.

    Attributes:
        code: by which they were looked up. units: codes under which they were asked.
        contacts: keys of the people behind these units: one, if a person was looked up.
        others: several people were asked under the same code, so that an interview may be of another.
    """

    study: Study
    code: str
    units: frozenset[str]
    contacts: frozenset[int]
    others: bool

    @property
    def theirs(self) -> Q:
        """What was noted of this person alone: of invitations and consents."""
        mine = Q(contact__in=self.contacts)
        return mine if self.others else mine | Q(study=self.study, unit_id__in=self.units)

    def invitations(self) -> QuerySet[Invitation]:
        """Return how they were asked."""
        return Invitation.objects.filter(self.theirs, study=self.study).order_by("made_at")

    def consents(self) -> QuerySet[Consent]:
        """Return what they agreed to."""
        return Consent.objects.filter(self.theirs, study=self.study).order_by("given_at")

    def interviews(self) -> QuerySet[Interview]:
        """Return the talks held under their codes; some may be of others (``others``)."""
        return Interview.objects.filter(study=self.study, unit_id__in=self.units).order_by("date", "interview_id")

    def decisions(self) -> QuerySet[QualityDecision]:
        """Return what was decided of these talks."""
        codes = self.interviews().values_list("interview_id", flat=True)
        return QualityDecision.objects.filter(study=self.study, interview_id__in=list(codes))

    def forms(self) -> QuerySet[Submission]:
        """Return the filled forms of these talks, also those that were not taken in."""
        loose = Submission.objects.filter(study=self.study, interview__isnull=True)
        marks = [f">{unit}<".encode() for unit in self.units]
        named = [
            pk
            for pk, body in loose.values_list("pk", "body").iterator()
            if any(mark in bytes(body) for mark in marks)
        ]
        return Submission.objects.filter(Q(interview__in=self.interviews()) | Q(pk__in=named), study=self.study)

    def attachments(self) -> QuerySet[Attachment]:
        """Return the files that came with these forms."""
        return Attachment.objects.filter(submission__in=self.forms())


def find_subject(study: Study, code: str) -> Subject | None:
    """Find a person by the code of a contact or of a respondent; ``None`` if nobody has it."""
    contact = Contact.objects.filter(study=study, code=code).first()
    if contact is not None:
        linked = [
            model._default_manager.filter(contact=contact).values_list("unit_id", flat=True)
            for model in (Invitation, Consent)
        ]
        units = frozenset[str]().union(*linked)
        return Subject(
            study, code, units, frozenset({contact.pk}), bool(_contacts_of(study, units) - {contact.pk})
        )
    registers = (
        Partner.objects.filter(study=study, partner_id=code),
        Customer.objects.filter(study=study, customer_id=code),
    )
    asked = (FrameUnit, SampledUnit, Interview, RespondentName, Invitation, Consent)
    known = any(model._default_manager.filter(study=study, unit_id=code).exists() for model in asked)
    if known or any(rows.exists() for rows in registers):
        units = frozenset({code})
        contacts = _contacts_of(study, units)
        return Subject(study, code, units, contacts, others=len(contacts) > 1)
    return None


def _contacts_of(study: Study, units: frozenset[str]) -> frozenset[int]:
    linked = [
        model._default_manager.filter(study=study, unit_id__in=units, contact__isnull=False).values_list(
            "contact_id", flat=True
        )
        for model in (Invitation, Consent)
    ]
    return frozenset[int]().union(*linked)


def sample_rows(subject: Subject) -> tuple[QuerySet[FrameUnit], QuerySet[SampledUnit], QuerySet[SampleEntry]]:
    """Return what the frame, the sample and its log say of a person's codes."""
    frame = FrameUnit.objects.filter(study=subject.study, unit_id__in=subject.units)
    sample = SampledUnit.objects.filter(study=subject.study, unit_id__in=subject.units)
    log = SampleEntry.objects.filter(study=subject.study, unit_id__in=subject.units)
    return frame, sample, log
