"""Do to a study what the command line does to a case folder: one at a time, all of it or nothing."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.web.bridge.changes import save_changes
from tramite.web.bridge.content import field_content, study_content
from tramite.web.bridge.tables import TABLES
from tramite.web.models import Study, User
from tramite.workflows.transfer import worked_on

Result = TypeVar("Result")
PATIENCE: Final = 30.0  # seconds that somebody waits for their turn
_LEASE: Final = timedelta(minutes=5)  # after which a process that holds the turn is taken for dead
_PAUSE: Final = 0.1
_HOST: Final = socket.gethostname()[:100]


class StudyBusy(TramiteError):
    """Somebody else's work on the study goes on for long."""

    http_status = 503


def work_on(
    study: Study, verb: Callable[[Path], Result], *, by: User | None, reason: str = "", books: bool = False
) -> Result:
    """Do a verb of the program to the field work of a study, and keep what it changes.

    The database is free while the verb works; only then what differs is written, in one transaction
    (:func:`~tramite.web.bridge.changes.save_changes`).

    Args:
        verb: is given the folder of the case; the folder is gone afterwards. books: with the books' own files,
            which takes longer. by: who does it. reason: of new versions of interviews.

    Raises:
        StudyBusy: another verb is at work for longer than one waits. TramiteError: what the verb raises; nothing
            is changed.
    """
    with _turn(study):
        before = study_content(study) if books else field_content(study)
        result, after = worked_on(before, verb, tables=TABLES)
        with transaction.atomic():
            save_changes(study, before, after, by=by, reason=reason)
    return result


def try_on(study: Study, verb: Callable[[Path], Result]) -> Result:
    """Do a verb to the whole case of a study and keep nothing of it: to see what it would do.

    Raises:
        TramiteError: what the verb raises.
    """
    return worked_on(study_content(study), verb, tables=TABLES)[0]


@contextmanager
def _turn(study: Study) -> Iterator[None]:
    mine = Study.objects.filter(pk=study.pk)
    give_up = time.monotonic() + PATIENCE
    while True:
        now = timezone.now()
        until = now + _LEASE
        free = Q(busy_until=None) | Q(busy_until__lt=now)
        if mine.filter(free).update(busy_until=until, busy_by=f"{_HOST} {os.getpid()}"):
            break
        holder = mine.values_list("busy_by", flat=True).get()
        if _is_dead(holder):
            mine.filter(busy_by=holder).update(busy_until=None, busy_by="")
            continue
        if time.monotonic() > give_up:
            raise StudyBusy("study_busy", code=study.code)
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        mine.filter(busy_until=until).update(busy_until=None, busy_by="")


def _is_dead(holder: str) -> bool:
    """Tell whether a process of this machine is gone; of another machine nobody knows before the lease ends."""
    host, _, process = holder.rpartition(" ")
    if host != _HOST or os.name != "posix":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
