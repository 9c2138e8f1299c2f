"""A person of a study, and what stands under their codes: theirs, of a colleague, or not known of whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from tramite.web.models import (
    Attachment,
    Consent,
    Contact,
    Customer,
    Draft,
    FirmRole,
    FrameUnit,
    Interview,
    Invitation,
    Partner,
    PersonalData,
    QualityDecision,
    RespondentName,
    SampledUnit,
    SampleEntry,
    Study,
    Submission,
)


class Kind(StrEnum):
    """What may be of one person or of another who was asked under the same code."""

    INTERVIEW = "interview"
    FORM = "form"
    DRAFT = "draft"
    INVITATION = "invitation"
    CONSENT = "consent"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that stands under a code and names no contact.

    Attributes:
        code: id of the interview, form or draft; number of the invitation or consent; the unit, of a name.
        known: it is theirs: nobody else was asked under this code.
    """

    kind: Kind
    code: str
    day: date | None
    known: bool

    @property
    def mark(self) -> str:
        """How it is named where somebody chooses."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A person of a study: a contact, a respondent, or both.

    Attributes:
        code: by which they were looked up. units: codes under which they may have been asked.
        contacts: key of the contact that they are; empty if they are none, or nobody knows which of several.
        own: of the units those under which they were asked, and nobody else whom we know.
        colleagues: codes of other contacts who were asked under the same units.
        chosen: marks of the pieces that are theirs; ``None``: nobody has chosen, all are looked at.
    """

    study: Study
    code: str
    units: frozenset[str]
    contacts: frozenset[int]
    own: frozenset[str]
    colleagues: tuple[str, ...] = ()
    chosen: frozenset[str] | None = None

    def only(self, marks: Collection[str]) -> Subject:
        """Return the same person with what was chosen as theirs; marks of what is not there count for nothing."""
        return replace(self, chosen=frozenset(marks) & {piece.mark for piece in self.pieces()})

    def known(self) -> Subject:
        """Return the same person with what is known to be theirs."""
        return replace(self, chosen=frozenset(piece.mark for piece in self.pieces() if piece.known))

    def pieces(self) -> list[Piece]:
        """Return what stands under their codes and names no contact: somebody must say whose it is."""
        return list(_pieces(replace(self, chosen=None)))

    def invitations(self) -> QuerySet[Invitation]:
        """Return how they were asked."""
        return Invitation.objects.filter(self._noted(Kind.INVITATION), study=self.study).order_by("made_at")

    def consents(self) -> QuerySet[Consent]:
        """Return what they agreed to."""
        return Consent.objects.filter(self._noted(Kind.CONSENT), study=self.study).order_by("given_at")

    def interviews(self) -> QuerySet[Interview]:
        """Return their talks."""
        talks = Interview.objects.filter(self._theirs(Kind.INTERVIEW, "interview_id"), unit_id__in=self.units)
        return talks.filter(study=self.study).order_by("date", "interview_id")

    def decisions(self) -> QuerySet[QualityDecision]:
        """Return what was decided of these talks."""
        codes = self.interviews().values_list("interview_id", flat=True)
        return QualityDecision.objects.filter(study=self.study, interview_id__in=list(codes))

    def forms(self) -> QuerySet[Submission]:
        """Return the filled forms of these talks, with those that were not taken in and their corrections."""
        kept = Submission.objects.filter(study=self.study)
        loose = {pk for pk, instance, _, _ in _loose_forms(self) if self._is_theirs(Kind.FORM, instance)}
        found = loose | set(kept.filter(interview__in=self.interviews()).values_list("pk", flat=True))
        while more := set(kept.filter(replaces__in=found).values_list("pk", flat=True)) - found:
            found |= more
        return kept.filter(pk__in=found)

    def drafts(self) -> QuerySet[Draft]:
        """Return interviews that are begun with them."""
        begun = self._theirs(Kind.DRAFT, "instance_id") & Q(unit_id__in=self.units, replaces=None)
        return Draft.objects.filter(begun | Q(replaces__in=self.forms()), study=self.study)

    def attachments(self) -> QuerySet[Attachment]:
        """Return the files that came with these forms."""
        return Attachment.objects.filter(submission__in=self.forms())

    def names(self) -> QuerySet[RespondentName]:
        """Return the names of respondents that are theirs."""
        named = RespondentName.objects.filter(self._theirs(Kind.NAME, "unit_id"), unit_id__in=self.units)
        others = PersonalData.objects.filter(contact__code__in=self.colleagues, contact__study=self.study)
        mine = _own_names(self)
        return named.filter(study=self.study).exclude(
            name__in=[name for name in others.values_list("name", flat=True) if name not in mine]
        )

    def named_units(self) -> frozenset[str]:
        """Return the units whose name, and what was noted beside it in the sample, is theirs."""
        if self.chosen is None:
            return self.units
        names = set(self.names().values_list("unit_id", flat=True))
        of_others = {piece.code for piece in self.pieces() if piece.kind == Kind.NAME} - names
        return frozenset(names) | (self.own - of_others)

    def _noted(self, kind: Kind) -> Q:
        """Return what names them, and what names nobody and is theirs."""
        return Q(contact__in=self.contacts) | (Q(contact=None, unit_id__in=self.units) & self._theirs(kind, "pk"))

    def _theirs(self, kind: Kind, field: str) -> Q:
        if self.chosen is None:
            return Q()
        marks = (mark.partition(":") for mark in self.chosen)
        return Q(**{f"{field}__in": [code for name, _, code in marks if name == kind]})

    def _is_theirs(self, kind: Kind, code: str) -> bool:
        return self.chosen is None or f"{kind}:{code}" in self.chosen


def _pieces(subject: Subject) -> Iterator[Piece]:
    own = subject.own
    for code, unit, day in subject.interviews().values_list("interview_id", "unit_id", "date"):
        yield Piece(Kind.INTERVIEW, code, day, unit in own)
    for _, instance, units, day in _loose_forms(subject):
        yield Piece(Kind.FORM, instance, day, units <= own)
    for draft in subject.drafts().filter(replaces=None).defer("body"):
        yield Piece(Kind.DRAFT, str(draft.instance_id), draft.begun_at.date(), draft.unit_id in own)
    for invitation in subject.invitations().filter(contact=None):
        yield Piece(Kind.INVITATION, str(invitation.pk), invitation.made_at.date(), invitation.unit_id in own)
    for consent in subject.consents().filter(contact=None):
        yield Piece(Kind.CONSENT, str(consent.pk), consent.given_at.date(), consent.unit_id in own)
    mine = _own_names(subject)
    names: dict[str, bool] = {}
    for unit, name in subject.names().order_by("unit_id").values_list("unit_id", "name"):
        names[unit] = names.get(unit, False) or unit in own or name in mine
    for unit, known in names.items():
        yield Piece(Kind.NAME, unit, None, known)


def _loose_forms(subject: Subject) -> Iterator[tuple[int, str, set[str], date]]:
    """Yield the forms that are of no interview and correct no other: key, id, units that they name, day."""
    marks = {unit: f">{unit}<".encode() for unit in subject.units}
    loose = Submission.objects.filter(study=subject.study, interview=None, replaces=None)
    for pk, instance, at, body in loose.values_list("pk", "instance_id", "received_at", "body").iterator():
        units = {unit for unit, mark in marks.items() if mark in bytes(body)}
        if units:
            yield pk, instance, units, at.date()


def _own_names(subject: Subject) -> set[str]:
    return set(PersonalData.objects.filter(contact__in=subject.contacts).values_list("name", flat=True))


def find_subject(study: Study, code: str) -> Subject | None:
    """Find a person by the code of a contact or of a respondent; ``None`` if nobody has it."""
    contact = Contact.objects.filter(study=study, code=code).first()
    if contact is not None:
        return _of_contact(study, code, contact, frozenset())
    registers = (
        Partner.objects.filter(study=study, partner_id=code),
        Customer.objects.filter(study=study, customer_id=code),
    )
    asked = (FrameUnit, SampledUnit, Interview, RespondentName, Invitation, Consent, Draft)
    known = any(model._default_manager.filter(study=study, unit_id=code).exists() for model in asked)
    if not known and not any(rows.exists() for rows in registers):
        return None
    unit = frozenset({code})
    contacts = Contact.objects.filter(pk__in=_contacts_of(study, unit)).order_by("code")
    if len(contacts) == 1:
        return _of_contact(study, code, contacts[0], unit)
    colleagues = tuple(each.code for each in contacts)
    return Subject(study, code, unit, frozenset(), frozenset() if colleagues else unit, colleagues)


def _of_contact(study: Study, code: str, contact: Contact, units: frozenset[str]) -> Subject:
    """Return the person behind a contact: also under the codes of firms in which they work (METHOD §4.9)."""
    linked = (model._default_manager.filter(contact=contact) for model in (Invitation, Consent))
    asked = units.union(*(rows.values_list("unit_id", flat=True) for rows in linked))
    firms = FirmRole.objects.filter(firm__positions__contact=contact, row_code__isnull=False)
    works_at = {row_code for row_code in firms.values_list("row_code", flat=True) if row_code is not None}
    others = {unit: _contacts_of(study, {unit}) - {contact.pk} for unit in asked | works_at}
    colleagues = Contact.objects.filter(pk__in=frozenset[int]().union(*others.values())).order_by("code")
    return Subject(
        study, code, asked | works_at, frozenset({contact.pk}),
        own=frozenset(unit for unit in asked if not others[unit]),
        colleagues=tuple(colleagues.values_list("code", flat=True)),
    )  # fmt: skip


def _contacts_of(study: Study, units: Iterable[str]) -> frozenset[int]:
    linked = [
        model._default_manager.filter(study=study, unit_id__in=units, contact__isnull=False).values_list(
            "contact_id", flat=True
        )
        for model in (Invitation, Consent)
    ]
    return frozenset[int]().union(*linked)


def sample_rows(subject: Subject) -> tuple[QuerySet[FrameUnit], QuerySet[SampledUnit], QuerySet[SampleEntry]]:
    """Return what the frame, the sample and its log say of a person."""
    units = subject.named_units()
    frame = FrameUnit.objects.filter(study=subject.study, unit_id__in=units)
    sample = SampledUnit.objects.filter(study=subject.study, unit_id__in=units)
    log = SampleEntry.objects.filter(study=subject.study, unit_id__in=units)
    return frame, sample, log
