"""What comes in from the field: filled forms, their attachments, and the keys of the devices that send them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tramite.web.models.interviews import Interview
from tramite.web.models.people import User
from tramite.web.models.studies import Study

DIGEST_LENGTH = 64  # SHA-256, hexadecimal


class Submission(models.Model):
    """A filled form as it was received, byte for byte.

    Attributes:
        instance_id: of the form; one that comes again is the same form. sha256: of ``body``: the same id with
            other bytes is refused.
        complete: no more attachments are to come.
        replaces: the submission that this one corrects.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="submissions")
    instance_id = models.CharField(max_length=200)
    form_id = models.CharField(max_length=200)
    form_version = models.CharField(max_length=200, blank=True)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=DIGEST_LENGTH)
    complete = models.BooleanField(default=True)
    received_at = models.DateTimeField(auto_now_add=True)
    received_from = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, related_name="submissions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "instance_id"], name="tramite_one_submission_of_an_id")
        ]

    def __str__(self) -> str:
        return self.instance_id


class Attachment(models.Model):
    """A file that belongs to a submission.

    Attributes:
        destroy_on: day on which it must be destroyed; audio has one.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=DIGEST_LENGTH)
    destroy_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "name"], name="tramite_one_attachment_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class DeviceKey(models.Model):
    """What lets the device of an interviewer list forms and send them filled; only its digest is kept."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="device_keys")
    user = models.ForeignKey(User, models.CASCADE, related_name="device_keys")
    sha256 = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} {self.study}"
