"""What is done every day without being asked: destroy what is due, forget sessions and old work."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from tramite.store.work_folder import sweep
from tramite.web.actions.privacy.destroying import destroy_due
from tramite.web.models import Draft, Study

_DAY: Final = timedelta(days=1)
_WORK_KEPT: Final = 1  # days that what is known of background work stays: there is a piece for every few forms
_FAILED_KEPT: Final = 30  # days, where it failed: its troubles may repeat data
_DRAFTS_KEPT: Final = timedelta(days=30)


def look_after_data(today: date) -> int:
    """Destroy what is due in every study, and end what is over; returns how many waves and recordings it was.

    What fails in one study stops no other (:func:`~tramite.web.actions.privacy.destroying.destroy_due`).
    """
    count = sum(destroy_due(study, today) for study in Study.objects.all())
    sweep(Path(settings.FILE_UPLOAD_TEMP_DIR))
    Draft.objects.filter(saved_at__lt=timezone.now() - _DRAFTS_KEPT).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    backend = task_backends["default"]
    if isinstance(backend, DatabaseBackend):
        call_command(
            "prune_db_task_results", backend=backend, queue_name="*", min_age_days=_WORK_KEPT,
            failed_min_age_days=_FAILED_KEPT, verbosity=0,
        )  # fmt: skip
    return count


@task()
def every_day() -> None:
    """Put the next day on the list of work, then do what is due today."""
    every_day.using(run_after=timezone.now() + _DAY).enqueue()
    look_after_data(timezone.localdate())


def schedule() -> None:
    """See that the daily work is on the list, once. A worker runs it as it starts."""
    waiting = DBTaskResult.objects.filter(task_path=every_day.module_path, status="READY")
    if not waiting.exists():
        every_day.enqueue()
