"""Cases that are taken in in the background."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tramite.web.models.work import BackgroundWork


class CaseImport(BackgroundWork):
    """One taking in of a case; its archive lies in the home folder until it is done.

    Attributes:
        study_code: short name of the study. again: it is there, and the case takes the place of what it holds.
        archive: name of the file that was sent. stored: name under which it lies in the home folder.
    """

    STAGES: ClassVar[tuple[str, ...]] = ("read", "write")

    study_code = models.CharField(max_length=60)
    again = models.BooleanField(default=False)
    archive = models.CharField(max_length=200)
    stored = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.study_code} {self.pk}"
