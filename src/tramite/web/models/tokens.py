"""What lets a program of somebody's read what they may read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tramite.web.models.hearing import DIGEST_LENGTH
from tramite.web.models.people import User


class ApiToken(models.Model):
    """A token of an account; only its digest is kept.

    Attributes:
        name: what it is for, in its owner's words; of one that a log-in gave, empty.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.name}"
