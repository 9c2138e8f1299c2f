"""Have a dossier made in the background."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from tramite.kernel.errors import TramiteError
from tramite.kernel.wording import LANGUAGES, Language
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.failing import went_wrong
from tramite.web.actions.work_list import LONG
from tramite.web.bridge.content import save_files, study_content
from tramite.web.models import Dossier, DossierFile, Study, User

if TYPE_CHECKING:
    from tramite.workflows.content_dossier import MadeDossier

State = Dossier.State
_log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_dossier(study: Study, language: Language, *, by: User) -> Dossier:
    """Put a dossier on the list of work; one that is under way in the same language is returned instead."""
    under_way = study.dossiers.filter(language=language, state__in=(State.WAITING, State.RUNNING)).first()
    if under_way is not None:
        return under_way
    dossier = Dossier.objects.create(study=study, language=language, asked_by=by)
    note(by, Verb.MADE, "dossier", str(dossier.pk), study=study)
    transaction.on_commit(lambda: make_dossier.enqueue(dossier.pk))
    return dossier


@task(queue_name=LONG)
def make_dossier(dossier_id: int) -> None:
    """Make a dossier, and tell how far it has come; what stops it is told to whoever asked."""
    from tramite.workflows.content_dossier import dossier_of  # noqa: PLC0415 - all analyses, for the worker alone

    dossier = Dossier.objects.select_related("study").get(pk=dossier_id)
    language: Language = "it" if dossier.language == "it" else "en"
    dossier.move(state=State.RUNNING)
    try:
        made = dossier_of(
            study_content(dossier.study), language=language, progress=lambda stage: dossier.move(stage=stage)
        )
        _keep(dossier, made)
    except TramiteError as error:
        dossier.move(state=State.FAILED, trouble=error.say(language), ended_at=timezone.now())
    except Exception:
        _log.exception("dossier %s", dossier_id)
        trouble = went_wrong(language)
        dossier.move(state=State.FAILED, trouble=trouble, ended_at=timezone.now())


@transaction.atomic
def _keep(dossier: Dossier, made: MadeDossier) -> None:
    DossierFile.objects.bulk_create(
        DossierFile(dossier=dossier, name=name, content=content) for name, content in made.files.items()
    )
    save_files(dossier.study, made.logs)
    dossier.move(state=State.DONE, ended_at=timezone.now())


def abandon_unfinished() -> int:
    """Mark dossiers whose making ended with their worker; returns how many. A worker runs it as it starts."""
    count = 0
    for language in LANGUAGES:
        with override(language):
            words = _("The server stopped while this dossier was being made. Ask for it again.")
        left = Dossier.objects.filter(state=State.RUNNING, language=language)
        count += left.update(state=State.FAILED, trouble=words, ended_at=timezone.now())
    return count
