"""All that a study keeps of its case, with the keys of the rows: two states of it are the same or not."""

from __future__ import annotations

from typing import Any

from tramite.web.bridge.tables import ROW_MODELS
from tramite.web.models import Answer, RespondentName, Study


def rows_kept(study: Study) -> dict[str, list[Any]]:
    """Return every row, by table."""
    rows = {name: list(model._default_manager.filter(study=study).values()) for name, model in ROW_MODELS.items()}
    answers = Answer.objects.filter(version__interview__study=study).order_by("pk")
    names = RespondentName.objects.filter(study=study).order_by("pk")
    files = study.files.values("pk", "path", "content")
    more = {"answers": answers.values(), "names": names.values(), "files": files, "forms": study.forms.values()}
    return rows | {name: list(found) for name, found in more.items()}
