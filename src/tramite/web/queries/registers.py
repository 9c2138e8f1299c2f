"""Search the registers of a study."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet

from tramite.web.models import Contact, Customer, Firm, Partner, Study

_Row = TypeVar("_Row", bound=Model)


def partners_found(study: Study, words: str, channel: str, *, names: bool) -> QuerySet[Partner]:
    """Return the partners whose code, area, VAT number or name holds the words, of one channel or of all.

    Args:
        names: whoever searches may read names; otherwise nothing is searched by name.
    """
    found = Partner.objects.filter(study=study).select_related("channel").order_by("position")
    if channel:
        found = found.filter(channel__code=channel)
    return _holding(found, words, "partner_id", "area", *(("name", "vat_number") if names else ()))


def customers_found(study: Study, words: str, *, names: bool) -> QuerySet[Customer]:
    """Return the customers whose code, city or name holds the words; ``names`` as in :func:`partners_found`."""
    found = Customer.objects.filter(study=study).order_by("position")
    return _holding(found, words, "customer_id", "city", *(("name", "vat_number") if names else ()))


def contacts_found(study: Study, words: str) -> QuerySet[Contact]:
    """Return the contacts whose code, name or firm holds the words."""
    found = Contact.objects.filter(study=study).select_related("personal")
    found = found.prefetch_related("positions__firm__roles")
    return _holding(found, words, "code", "personal__name", "firms__name", "firms__code").distinct()


def firms_found(study: Study, words: str) -> QuerySet[Firm]:
    """Return the firms whose code, name or VAT number holds the words, with how many contacts work in each."""
    found = Firm.objects.filter(study=study).prefetch_related("roles").annotate(people=Count("positions"))
    found = found.order_by("code")
    return _holding(found, words, "code", "name", "vat_number")


def _holding(found: QuerySet[_Row], words: str, *fields: str) -> QuerySet[_Row]:
    for word in words.split():
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        found = found.filter(anywhere)
    return found
