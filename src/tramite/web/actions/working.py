"""Do to a study what the command line does to a case folder: one at a time, all of it or nothing."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.web.bridge.changes import save_changes
from tramite.web.bridge.content import field_content, study_content
from tramite.web.bridge.forms_part import StudyPart
from tramite.web.bridge.tables import TABLES
from tramite.web.models import Study, User
from tramite.workflows.transfer import read_from, worked_on

Result = TypeVar("Result")
PATIENCE: Final = 30.0  # seconds that somebody waits for their turn
LEASE: Final = timedelta(minutes=5)  # after which a process that no longer renews its turn is taken for dead
_BEATS: Final = 5  # in a lease
_PAUSE: Final = 0.1
_HOST: Final = socket.gethostname()[:90]
_log = logging.getLogger(__name__)


class StudyBusy(TramiteError):
    """Somebody else's work on the study goes on for long."""

    http_status = 503


def work_on(
    study: Study, verb: Callable[[Path], Result], *, by: User | None, reason: str = "", books: bool = False,
    part: StudyPart | None = None, still: Callable[[], None] = lambda: None,
    then: Callable[[Result], None] = lambda result: None,
) -> Result:  # fmt: skip
    """Do a verb of the program to the field work of a study, and keep what it changes.

    The database is free while the verb works; only then what differs is written, in one transaction
    (:func:`~tramite.web.bridge.changes.save_changes`).

    Args:
        verb: is given the folder of the case; the folder is gone afterwards. books: with the books' own files,
            which takes longer. part: only what some filled forms touch. by: who does it. reason: of new versions
            of interviews. still: raises where what the verb rests on no longer holds, once it has worked. then:
            is given what the verb gives, and writes what else belongs to it, in the same transaction.

    Raises:
        StudyBusy: another verb is at work for longer than one waits. TramiteError: what the verb raises; nothing
            is changed.
    """
    with turn(study) as mine:
        before = part.content() if part is not None else study_content(study) if books else field_content(study)
        result, after = worked_on(before, verb, tables=TABLES)
        with transaction.atomic():
            check_turn(study, mine)
            still()
            is_part = part is not None and not part.whole
            save_changes(study, before, after, by=by, reason=reason, part=is_part)
            then(result)
    return result


def try_on(study: Study, verb: Callable[[Path], Result]) -> Result:
    """Do a verb to the whole case of a study and keep nothing of it: to see what it would do.

    Raises:
        TramiteError: what the verb raises.
    """
    return read_from(study_content(study), verb)


def check_turn(study: Study, mine: QuerySet[Study]) -> None:
    """Hold the study until the transaction ends, if the turn is still one's own; call it before one writes.

    Args:
        mine: as :func:`turn` gave it.

    Raises:
        StudyBusy: somebody took this process for dead.
    """
    if not mine.select_for_update().exists():
        raise StudyBusy("study_busy", code=study.code)


@contextmanager
def turn(study: Study) -> Iterator[QuerySet[Study]]:
    """Wait for one's turn, and keep it as long as one works; yields the study as long as it is one's own.

    Raises:
        StudyBusy: another is at work for longer than one waits.
    """
    here = Study.objects.filter(pk=study.pk)
    holder = f"{_HOST} {os.getpid()}/{secrets.token_hex(4)}"
    give_up = time.monotonic() + PATIENCE
    while True:
        now = timezone.now()
        free = Q(busy_until=None) | Q(busy_until__lt=now)
        if here.filter(free).update(busy_until=now + LEASE, busy_by=holder):
            break
        other = here.values_list("busy_by", flat=True).get()
        if _is_dead(other):
            here.filter(busy_by=other).update(busy_until=None, busy_by="")
            continue
        if time.monotonic() > give_up:
            raise StudyBusy("study_busy", code=study.code)
        time.sleep(_PAUSE)
    mine, done = here.filter(busy_by=holder), threading.Event()
    beat = threading.Thread(target=_keep, args=(mine, done), daemon=True)
    beat.start()
    try:
        yield mine
    finally:
        done.set()
        beat.join()
        mine.update(busy_until=None, busy_by="")


def _keep(mine: QuerySet[Study], done: threading.Event) -> None:
    """Renew the lease of a turn until it is over, on a connection of this thread's own."""
    try:
        while not done.wait(LEASE.total_seconds() / _BEATS):
            try:
                if not mine.update(busy_until=timezone.now() + LEASE):
                    return
            except OperationalError:  # the database is busy: there are more beats than one in a lease
                _log.warning("the turn of a study was not renewed")
    finally:
        connection.close()


def _is_dead(holder: str) -> bool:
    """Tell whether a process of this machine is gone; of another machine nobody knows before the lease ends."""
    host, _, process = holder.partition("/")[0].rpartition(" ")
    if host != _HOST or os.name != "posix":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
