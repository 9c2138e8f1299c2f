"""Cases that are taken in in the background."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.kernel.wording import LANGUAGES
from tramite.web.models.people import User
from tramite.web.models.words import worded


class CaseImport(models.Model):
    """One taking in of a case; its archive lies in the home folder until it is done.

    Attributes:
        study_code: short name of the study. again: it is there, and the case takes the place of what it holds.
        archive: name of the file that was sent. stored: name under which it lies in the home folder.
        stage: what is under way. trouble: what stopped it, in words for whoever asked.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being taken in")
        DONE = "done", _("taken in")
        FAILED = "failed", _("failed")

    STAGES: ClassVar[tuple[str, ...]] = ("read", "write")

    study_code = models.CharField(max_length=60)
    again = models.BooleanField(default=False)
    archive = models.CharField(max_length=200)
    stored = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=worded(LANGUAGES))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=10, blank=True)
    trouble = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.study_code} {self.pk}"
