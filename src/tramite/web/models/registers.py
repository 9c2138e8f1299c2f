"""Partners and end customers, as the vendor's own books know them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tramite.kernel.tables import CUSTOMERS, PARTNERS, ROLES
from tramite.web.models.case_rows import CaseRow, row_rules
from tramite.web.models.channels import Channel
from tramite.web.models.fields import MoneyField, code, optional_choice, optional_code, words


class Partner(CaseRow):
    """Who sells with us or thru us."""

    contract = PARTNERS

    partner_id = code()
    name = words()
    channel = models.ForeignKey(Channel, models.RESTRICT, related_name="partners")
    role = optional_choice(ROLES)
    segment_id = optional_code()
    area = words()
    country = words()
    vat_number = words()
    since = models.DateField(null=True, blank=True)
    active = models.BooleanField(null=True, blank=True)
    category_sales = MoneyField(null=True, blank=True)

    class Meta(CaseRow.Meta):
        constraints: ClassVar = row_rules(PARTNERS)

    def __str__(self) -> str:
        return self.partner_id


class Customer(CaseRow):
    """An end customer that the vendor knows."""

    contract = CUSTOMERS

    customer_id = code()
    name = words()
    kind = optional_choice(("business", "consumer"))
    segment_id = optional_code()
    area = words()
    country = words()
    vat_number = words()
    email_domain = words()
    address = words()
    postcode = words()
    city = words()
    since = models.DateField(null=True, blank=True)

    class Meta(CaseRow.Meta):
        constraints: ClassVar = row_rules(CUSTOMERS)

    def __str__(self) -> str:
        return self.customer_id
