"""Names, apart from answers: a table of their own, with a right of its own, that can be emptied by itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tramite.web.models.contacts import Contact
from tramite.web.models.fields import code
from tramite.web.models.studies import Study


class RespondentName(models.Model):
    """The name of who could be, or was, asked: column ``name`` of ``frame`` and of ``sample``."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="respondent_names")
    table = models.CharField(max_length=10, choices=[("frame", "frame"), ("sample", "sample")])
    unit_id = code()
    name = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "table", "unit_id"], name="tramite_one_name_of_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.unit_id}"


class PersonalData(models.Model):
    """Name and addresses of a contact; once this row is gone, a code remains that means nobody."""

    contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="personal")
    name = models.CharField(max_length=300)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.contact)
