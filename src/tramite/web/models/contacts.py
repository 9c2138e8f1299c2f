"""Firms and the people in them. A firm may be partner, customer and competitor; a person may be in several firms.

Contacts belong to the field work and not to the case: a case folder that is sent on names nobody.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.kernel.wording import LANGUAGES
from tramite.web.models.fields import code, optional_code
from tramite.web.models.studies import Study
from tramite.web.models.words import worded


class Firm(models.Model):
    """A firm, whatever it is to us."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="firms")
    code = code()
    name = models.CharField(max_length=300)
    vat_number = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "code"], name="tramite_one_firm_of_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class FirmRole(models.Model):
    """One thing that a firm is to us: partner, customer or competitor.

    Attributes:
        row_code: its ``partner_id`` or ``customer_id``; a competitor has none.
    """

    class Kind(models.TextChoices):
        """What a firm is to us."""

        PARTNER = "partner", _("partner")
        CUSTOMER = "customer", _("customer")
        COMPETITOR = "competitor", _("competitor")

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=10, choices=Kind)
    row_code = optional_code()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["row_code"], name="tramite_firmrole_row")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["firm", "kind", "row_code"], name="tramite_one_role_of_a_firm"),
            models.CheckConstraint(
                condition=models.Q(kind="competitor", row_code__isnull=True)
                | models.Q(kind__in=["partner", "customer"], row_code__isnull=False),
                name="tramite_firm_role_names_its_row",
            ),
            models.UniqueConstraint(
                fields=["firm"], condition=models.Q(kind="competitor"), name="tramite_competitor_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.kind}"


class Contact(models.Model):
    """A person to speak with, known here by a code alone."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="contacts")
    code = code()
    language = models.CharField(max_length=2, choices=worded(LANGUAGES), default="it")
    firms: models.ManyToManyField[Firm, Position] = models.ManyToManyField(
        Firm, through="Position", related_name="contacts"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "code"], name="tramite_one_contact_of_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class Position(models.Model):
    """What a person does in a firm."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="positions")
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="positions")
    job = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact", "firm"], name="tramite_one_position_in_a_firm")
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.firm}"
