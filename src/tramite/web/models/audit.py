"""The log of who saw and changed what. Lines are added, never changed; they name things by code.

People stand in them by their account. They refer to no other row: what they tell of may be erased, and they stay.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditLine(models.Model):
    """Somebody saw or changed something.

    Attributes:
        kind, code: what: the name of its table and its code.
        fields: names of what was changed; never values, which might be personal.
    """

    class Verb(models.TextChoices):
        """What was done."""

        SAW = "saw", _("saw")
        MADE = "made", _("made")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        EXPORTED = "exported", _("exported")
        FAILED = "failed", _("tried in vain")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=254)
    study = models.CharField(max_length=60, blank=True, db_index=True)
    verb = models.CharField(max_length=10, choices=Verb)
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=200, blank=True)
    fields = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.who} {self.verb} {self.kind} {self.code}"

    def save(self, **options: Any) -> None:
        """Add the line; one that is there already cannot be changed (a trigger of the database says so too)."""
        super().save(**{**options, "force_insert": True})
