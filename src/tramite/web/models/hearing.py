"""What comes in from the field: filled forms, their attachments, and the keys of the devices that send them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.kernel.tables import ROLES
from tramite.web.models.channels import Channel
from tramite.web.models.fields import choice
from tramite.web.models.interviews import Interview
from tramite.web.models.people import User
from tramite.web.models.studies import Study

DIGEST_LENGTH = 64  # SHA-256, hexadecimal
ID_LENGTH = 200
HASH_LENGTH = 32  # MD5, hexadecimal: by it field tools know a form that they have


class PublishedForm(models.Model):
    """A form that interviewers fill; a new version takes the place of the one before.

    Attributes:
        kind: the interview, or the sheet that goes ahead of it. path: of its XForm among the files of the study.
        minutes: that it takes. current: the last publishing wrote it; filled forms of one that is no longer
            current still come in.
    """

    class Kind(models.TextChoices):
        """What is filled."""

        INTERVIEW = "interview", _("interview")
        SHEET = "sheet", _("sheet sent ahead")

    study = models.ForeignKey(Study, models.CASCADE, related_name="forms")
    form_id = models.CharField(max_length=ID_LENGTH)
    kind = models.CharField(max_length=10, choices=Kind)
    role = choice(ROLES)
    channel = models.ForeignKey(Channel, models.RESTRICT, related_name="forms")
    title = models.CharField(max_length=300)
    version = models.CharField(max_length=ID_LENGTH)
    path = models.CharField(max_length=300)
    md5 = models.CharField(max_length=HASH_LENGTH)
    minutes = models.FloatField()
    current = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["role", "channel__position", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "form_id"], name="tramite_one_form_of_an_id")
        ]

    def __str__(self) -> str:
        return self.form_id


class Submission(models.Model):
    """A filled form as it was received, byte for byte.

    Attributes:
        instance_id: of the form; one that comes again is the same form. sha256: of ``body``: the same id with
            other bytes is refused.
        complete: no more attachments are to come.
        replaces: the submission that this one corrects.
        reason: why it corrects another, where whoever sent it said so.
        state: whether its answers are in the tables. ``held``: not until who runs the field work accepts it, since
            its respondent is not assigned to who sent it.
        faults: why it, or some of its answers, were kept out: what a :class:`~tramite.kernel.errors.Fault` holds,
            and the ``item``.
    """

    class State(models.TextChoices):
        """Whether its answers are in the tables."""

        WAITING = "waiting", _("waiting")
        HELD = "held", _("to be accepted")
        TAKEN = "taken", _("taken in")
        REPLACED = "replaced", _("corrected by another")
        REFUSED = "refused", _("kept out")

    study = models.ForeignKey(Study, models.CASCADE, related_name="submissions")
    instance_id = models.CharField(max_length=ID_LENGTH)
    form_id = models.CharField(max_length=ID_LENGTH)
    form_version = models.CharField(max_length=ID_LENGTH, blank=True)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=DIGEST_LENGTH)
    complete = models.BooleanField(default=True)
    received_at = models.DateTimeField(auto_now_add=True)
    received_from = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, related_name="replaced_by")
    reason = models.TextField(blank=True)
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, related_name="submissions")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    faults = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["-received_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["study", "state"], name="tramite_submission_state"),
            models.Index(fields=["study", "received_at", "id"], name="tramite_submission_received"),
        ]
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
    """What lets the device of an interviewer list forms and send them filled; only its digest is kept.

    Attributes:
        name: which device, in its owner's words. used_at: when it last asked for something, to the hour.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="device_keys")
    user = models.ForeignKey(User, models.CASCADE, related_name="device_keys")
    name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.study}"
