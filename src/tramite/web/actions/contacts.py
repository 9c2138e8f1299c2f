"""Add and change contacts, the firms where they work, and what these firms are to us."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from tramite.web.actions.audit import Verb, note
from tramite.web.models import Contact, Firm, FirmRole, PersonalData, Position, User

Kind = FirmRole.Kind


@dataclass(frozen=True, slots=True)
class PositionEntry:
    """Where a contact works, as somebody writes it down.

    Attributes:
        code: of the firm. name: of a firm that is not there yet; one that is there keeps its own.
    """

    code: str
    name: str
    job: str


@transaction.atomic
def save_contact(
    contact: Contact, *, name: str, email: str, telephone: str, positions: Sequence[PositionEntry], by: User
) -> None:
    """Add or change a person and where they work; what the firms are to us stays.

    Args:
        contact: a new one has no key yet; its code must be free.
    """
    is_new = contact.pk is None
    contact.save(force_insert=is_new)
    personal = {"name": name, "email": email, "telephone": telephone}
    PersonalData.objects.update_or_create(contact=contact, defaults=personal)
    kept = []
    for entry in positions:
        firm, _ = Firm.objects.get_or_create(study=contact.study, code=entry.code, defaults={"name": entry.name})
        position, _ = Position.objects.update_or_create(contact=contact, firm=firm, defaults={"job": entry.job})
        kept.append(position.pk)
    contact.positions.exclude(pk__in=kept).delete()
    note(by, Verb.MADE if is_new else Verb.CHANGED, "contact", contact.code, study=contact.study)


@transaction.atomic
def save_firm(
    firm: Firm, *, partners: Collection[str], customers: Collection[str], competitor: bool, fields: Sequence[str],
    by: User,
) -> None:  # fmt: skip
    """Change a firm and what it is to us.

    Args:
        partners, customers: codes of all the partners and customers that it is.
    """
    firm.save()
    wanted: set[tuple[str, str | None]] = {(Kind.PARTNER, code) for code in partners}
    wanted |= {(Kind.CUSTOMER, code) for code in customers}
    wanted |= {(Kind.COMPETITOR, None)} if competitor else set()
    held = {(role.kind, role.row_code): role.pk for role in firm.roles.all()}
    firm.roles.filter(pk__in=[pk for role, pk in held.items() if role not in wanted]).delete()
    FirmRole.objects.bulk_create(
        FirmRole(firm=firm, kind=kind, row_code=code) for kind, code in sorted(wanted - held.keys(), key=str)
    )
    note(by, Verb.CHANGED, "firm", firm.code, study=firm.study, fields=fields)
