"""Take in a large case in the background."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from tramite.kernel.errors import TramiteError
from tramite.kernel.wording import Language
from tramite.store.outputs import remove, save_pieces
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.failing import went_wrong
from tramite.web.actions.studies import StudyExists, import_again, import_study
from tramite.web.actions.work_list import LONG
from tramite.web.models import CaseImport, Right, Study, User

State = CaseImport.State
LARGE: Final = 8 << 20  # bytes of an archive; a smaller one is taken in while its page is awaited
_log = logging.getLogger(__name__)


class ImportNotAllowed(TramiteError):
    """Whoever asked for an import may no longer have it."""

    http_status = 403


class Archive(Protocol):
    """A file that somebody sent."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """Yield its bytes."""


def ask_for_import(
    code: str, archive: Archive, *, study: Study | None = None, language: Language, by: User
) -> CaseImport:
    """Keep an archive, and put its taking in on the list of work.

    Args:
        code: short name of the study. study: that is there, and whose content the case takes the place of.

    Raises:
        StudyExists: a new study of a name that is taken.
    """
    if study is None and Study.objects.filter(code=code).exists():
        raise StudyExists("study_exists", code=code)
    stored = f"{secrets.token_hex(16)}.zip"
    save_pieces(_place(stored), archive.chunks())
    with transaction.atomic():
        asked = CaseImport.objects.create(
            study_code=code, again=study is not None, archive=(archive.name or "")[-200:], stored=stored,
            language=language, asked_by=by,
        )  # fmt: skip
        note(by, Verb.MADE, "import", str(asked.pk), study=study)
        transaction.on_commit(lambda: run_import.enqueue(asked.pk))
    return asked


@task(queue_name=LONG)
def run_import(import_id: int) -> None:
    """Take in a case, and tell how far it has come; what stops it is told to whoever asked."""
    asked = CaseImport.objects.select_related("asked_by").get(pk=import_id)
    language: Language = "it" if asked.language == "it" else "en"
    asked.move(state=State.RUNNING)
    try:
        _take_in(asked)
        asked.move(state=State.DONE, ended_at=timezone.now())
    except TramiteError as error:
        asked.move(state=State.FAILED, trouble=error.say(language), ended_at=timezone.now())
    except Exception:
        _log.exception("import %s", import_id)
        asked.move(state=State.FAILED, trouble=went_wrong(language), ended_at=timezone.now())
    finally:
        remove(_place(asked.stored))


def _take_in(asked: CaseImport) -> None:
    """Take a case in, if whoever asked for it still may: between asking and doing, a right may be taken away."""

    def tell(stage: str) -> None:
        asked.move(stage=stage)

    with _place(asked.stored).open("rb") as archive:
        study = Study.objects.get(code=asked.study_code) if asked.again else None
        by = asked.asked_by
        may = by.is_owner if study is None else Right.TRANSFER_STUDY in study.rights_of(by)
        if not (may and by.is_active):
            raise ImportNotAllowed("import_not_allowed")
        if study is not None:
            import_again(study, archive, file=asked.archive, by=asked.asked_by, progress=tell)
        else:
            import_study(asked.study_code, archive, file=asked.archive, by=asked.asked_by, progress=tell)


def _place(stored: str) -> Path:
    return Path(settings.HOME) / "imports" / stored


def abandon_imports() -> int:
    """Mark imports whose taking in ended with their worker; returns how many. A worker runs it as it starts."""
    left = list(CaseImport.objects.filter(state=State.RUNNING))
    for asked in left:
        with override(asked.language):
            words = _("The server stopped while this case was being taken in. Send it again.")
        asked.move(state=State.FAILED, trouble=words, ended_at=timezone.now())
        remove(_place(asked.stored))
    return len(left)
