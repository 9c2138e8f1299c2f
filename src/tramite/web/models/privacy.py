"""Personal data of a study: what holds back their destruction, and what the record of processing must tell."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.web.models.hearing import DIGEST_LENGTH
from tramite.web.models.people import User
from tramite.web.models.studies import Study


class Hold(models.Model):
    """Why something that is due is not destroyed yet; nothing is held for ever.

    Attributes:
        until: last day of the hold. lifted_at: when somebody ended it before that.
    """

    class Kind(models.TextChoices):
        """What is held."""

        NAMES = "names", _("names, and all that says who gave an answer")
        AUDIO = "audio", _("recordings")

    study = models.ForeignKey(Study, models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind)
    until = models.DateField()
    reason = models.TextField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="tramite_hold_has_a_reason"),
            models.CheckConstraint(condition=models.Q(kind__in=["names", "audio"]), name="tramite_hold_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.study} {self.kind} {self.until}"


class ErasedForm(models.Model):
    """A filled form that was erased: a device that sends it again is told that it has arrived, and it is not kept.

    Attributes:
        digest: of its id, keyed with the secret of the installation: it tells nothing to whoever has not the id.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="erased_forms")
    digest = models.CharField(max_length=DIGEST_LENGTH)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "digest"], name="tramite_one_digest_of_an_erased_form")
        ]

    def __str__(self) -> str:
        return self.digest


class ProcessingNotes(models.Model):
    """What only people know of the processing of a study, for its record (art. 30 GDPR)."""

    study = models.OneToOneField(Study, models.CASCADE, primary_key=True, related_name="processing_notes")
    controller = models.TextField(blank=True)
    dpo = models.TextField(blank=True)
    processors = models.TextField(blank=True)
    transfers = models.TextField(blank=True)
    measures = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.study)
