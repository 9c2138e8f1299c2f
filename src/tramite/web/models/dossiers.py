"""Dossiers made in the background, and their files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tramite.web.models.studies import Study
from tramite.web.models.work import BackgroundWork


class Dossier(BackgroundWork):
    """One making of a dossier; ``stage`` is a name of ``workflows.dossier_stages.STAGES``."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="dossiers")

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
