"""Add and change partners, customers and contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.row_check import check_row
from tramite.web.models import (
    Contact,
    Customer,
    Fact,
    Firm,
    FirmRole,
    FrameUnit,
    HeldTable,
    Partner,
    PersonalData,
    Position,
    Study,
    User,
)


@transaction.atomic
def save_register_row(row: Partner | Customer | Fact | FrameUnit, *, fields: Sequence[str], by: User) -> None:
    """Save a row of a table that people edit; a new one goes to the end of its table.

    Raises:
        InputRefused: the row does not meet its contract; nothing is changed.
    """
    check_row(row)
    model, is_new = type(row), row.pk is None
    if is_new:
        last = model.objects.filter(study=row.study).aggregate(last=Max("position"))["last"]
        row.position = 0 if last is None else last + 1
        HeldTable.objects.get_or_create(study=row.study, name=row.contract.name)
    row.save()
    verb = Verb.MADE if is_new else Verb.CHANGED
    note(by, verb, model._meta.model_name or "", str(row), study=row.study, fields=fields)


@dataclass(frozen=True, slots=True)
class FirmEntry:
    """A firm in which a contact works, as somebody writes it down.

    Attributes:
        partner_id, customer_id: what it is to us in the registers; empty: it is not that.
    """

    code: str
    name: str
    job: str
    partner_id: str = ""
    customer_id: str = ""
    competitor: bool = False


@transaction.atomic
def save_contact(
    study: Study,
    code: str,
    *,
    language: str,
    name: str,
    email: str,
    telephone: str,
    firms: Sequence[FirmEntry],
    by: User,
) -> Contact:
    """Add or change a person, the firms where they work, and what these firms are to us."""  # fmt: skip
    contact, is_new = Contact.objects.update_or_create(study=study, code=code, defaults={"language": language})
    personal = {"name": name, "email": email, "telephone": telephone}
    PersonalData.objects.update_or_create(contact=contact, defaults=personal)
    kept = []
    for entry in firms:
        firm = _save_firm(study, entry)
        position, _ = Position.objects.update_or_create(contact=contact, firm=firm, defaults={"job": entry.job})
        kept.append(position.pk)
    contact.positions.exclude(pk__in=kept).delete()
    note(by, Verb.MADE if is_new else Verb.CHANGED, "contact", code, study=study)
    return contact


def _save_firm(study: Study, entry: FirmEntry) -> Firm:
    firm, _ = Firm.objects.update_or_create(study=study, code=entry.code, defaults={"name": entry.name})
    wanted = {
        (FirmRole.Kind.PARTNER, entry.partner_id or None): bool(entry.partner_id),
        (FirmRole.Kind.CUSTOMER, entry.customer_id or None): bool(entry.customer_id),
        (FirmRole.Kind.COMPETITOR, None): entry.competitor,
    }
    firm.roles.all().delete()
    FirmRole.objects.bulk_create(
        FirmRole(firm=firm, kind=kind, row_code=row_code) for (kind, row_code), held in wanted.items() if held
    )
    return firm


@transaction.atomic
def remove_fact(fact: Fact, *, by: User) -> None:
    """Take a statement out of the quiz."""
    study, code = fact.study, fact.fact_id
    fact.delete()
    note(by, Verb.REMOVED, "fact", code, study=study)
