"""Dossiers made in the background, and their files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.kernel.wording import LANGUAGES
from tramite.web.models.people import User
from tramite.web.models.studies import Study
from tramite.web.models.words import worded


class Dossier(models.Model):
    """One making of a dossier.

    Attributes:
        stage: the part of the work that is under way, a name of ``workflows.dossier.STAGES``.
        trouble: what stopped it, in words for whoever asked.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("in the making")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    study = models.ForeignKey(Study, models.CASCADE, related_name="dossiers")
    language = models.CharField(max_length=2, choices=worded(LANGUAGES))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=20, blank=True)
    trouble = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.study} {self.pk}"


class DossierFile(models.Model):
    """The page or the workbook of a dossier."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="files")
    name = models.CharField(max_length=40, choices=[("dossier.html", "page"), ("dossier.xlsx", "workbook")])
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "name"], name="tramite_one_dossier_file_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name
