"""Work that goes on in the background: who asked for it, how far it has come, what stopped it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.kernel.wording import LANGUAGES
from tramite.web.models.people import User
from tramite.web.models.words import worded


class BackgroundWork(models.Model):
    """One piece of work.

    Attributes:
        language: in which whoever asked is told of it. stage: what is under way.
        trouble: what stopped it, in words for whoever asked.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    language = models.CharField(max_length=2, choices=worded(LANGUAGES))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=20, blank=True)
    trouble = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    @property
    def under_way(self) -> bool:
        """Whether it is still to come."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def move(self, **fields: object) -> None:
        """Note how far it has come, at once: whoever waits for it looks."""
        type(self)._default_manager.filter(pk=self.pk).update(**fields)
