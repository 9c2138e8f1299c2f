"""The field: invitations, attempts to reach people, consent and its proof, sealed guesses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tramite.kernel.tables import LEVELS, SAMPLE
from tramite.web.models.contacts import Contact
from tramite.web.models.fields import choice, code, optional_choice
from tramite.web.models.hearing import DIGEST_LENGTH
from tramite.web.models.people import User
from tramite.web.models.studies import Study


class Invitation(models.Model):
    """One person asked to talk, and what became of it.

    Attributes:
        subject, text: what is written to them, as whoever sends it left it.
        place: where they meet, or the address of the call. changes: of the booking, its end too, which calendars
            must follow.
        sheet_sha256: digest of the link to the sheet that goes ahead: for one person, once, until a day.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("to be sent")
        SENT = "sent", _("sent")
        BOOKED = "booked", _("booked")
        REFUSED = "refused", _("refused")
        DONE = "done", _("done")

    study = models.ForeignKey(Study, models.CASCADE, related_name="invitations")
    unit_id = code()
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="invitations")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    mode = optional_choice(SAMPLE.by_name["mode"].allowed)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    booked_for = models.DateTimeField(null=True)
    place = models.CharField(max_length=300, blank=True)
    changes = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sheet_sha256 = models.CharField(max_length=DIGEST_LENGTH, null=True, unique=True)
    sheet_until = models.DateTimeField(null=True)
    sheet_used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["study", "unit_id"], name="tramite_invitation_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="booked") | models.Q(booked_for__isnull=False),
                name="tramite_booked_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(sheet_sha256__isnull=True) | models.Q(sheet_until__isnull=False),
                name="tramite_sheet_link_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"


class ContactAttempt(models.Model):
    """One attempt to reach somebody."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    way = choice(("telephone", "e-mail", "visit", "letter"))
    reached = models.BooleanField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.invitation} {self.at}"


class Consent(models.Model):
    """What a person agreed to, when and how, and its proof.

    Attributes:
        level: what was promised, as column ``level`` of ``interviews``.
        proof: words read out, or the document signed. withdrawn_at: consent may be withdrawn at any time.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="consents")
    unit_id = code()
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="consents")
    level = choice(LEVELS)
    recording = models.BooleanField(default=False)
    quotable = models.BooleanField(default=False)
    way = choice(("spoken", "signed", "form"))
    proof = models.TextField()
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(level__in=LEVELS), name="tramite_consent_level"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="tramite_consent_before_withdrawal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.level}"


class Guess(models.Model):
    """What somebody of the vendor expects partners or customers to say, as it was sealed; never changed.

    Attributes:
        interview_id: interview of the case that holds the guesses.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="guesses")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    interview_id = code()
    item_id = code()
    number = models.FloatField()
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study", "interview_id", "item_id"], name="tramite_one_guess_of_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.item_id}"

    def save(self, **options: Any) -> None:
        """Add the guess; one that is there already cannot be changed."""
        super().save(**{**options, "force_insert": True})
