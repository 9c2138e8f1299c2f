"""Interviews in the browser: every version of a form that went out, and what is filled and not yet sent."""

from __future__ import annotations

from typing import ClassVar, Final
from uuid import uuid4

from django.db import models

from tramite.kernel.tables import CONTRACTS
from tramite.web.models.fields import code, optional_choice
from tramite.web.models.hearing import ID_LENGTH, Submission
from tramite.web.models.people import User
from tramite.web.models.studies import Study

WRITER_LENGTH: Final = 64
DEVICE_LENGTH: Final = 100


class FormVersion(models.Model):
    """A form as it was published once: what was filled in it can be opened in it again."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="form_versions")
    form_id = models.CharField(max_length=ID_LENGTH)
    version = models.CharField(max_length=ID_LENGTH)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "form_id", "version"], name="tramite_one_form_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"


class Draft(models.Model):
    """An interview that is begun and not yet sent; only who holds it sees it, and it goes when it is sent.

    Attributes:
        instance_id: of the form to come, without ``uuid:``. unit_id: who is interviewed.
        replaces, reason: the form that it corrects, and why; ``None`` for a new interview.
        body: XML of the form as far as it is filled; empty: not begun.
        beside: what the page keeps beside the answers: log of times, milliseconds so far.
        revision: how often it was saved: who saves tells which one they go on from.
        writer, turn: which page saved it last, and how often that page had changed it: the same save that comes
            again is the same save. Empty: it was changed here. device: what that page calls its device.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    instance_id = models.UUIDField(default=uuid4, unique=True)
    form = models.ForeignKey(FormVersion, models.RESTRICT, related_name="drafts")
    unit_id = code()
    mode = optional_choice(CONTRACTS["interviews"].by_name["mode"].allowed)
    replaces = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="drafts")
    reason = models.TextField(blank=True)
    body = models.TextField(blank=True)
    beside = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=WRITER_LENGTH, blank=True)
    turn = models.PositiveIntegerField(default=0)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.unit_id


class DraftVersion(models.Model):
    """What was filled in on one device, when another version took its place: it can be opened again.

    Attributes:
        body, beside, device: as of :class:`Draft`. saved_at: when it had been saved last, or came here.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    body = models.TextField()
    beside = models.JSONField(default=dict)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.draft} {self.saved_at.isoformat()}"
