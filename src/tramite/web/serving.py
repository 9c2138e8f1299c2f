"""Start everything with one command: the database as it must be, a first owner, the server, the worker."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from tramite.kernel.errors import CaseNotFound
from tramite.kernel.wording import Language, say
from tramite.store.outputs import save_bytes
from tramite.store.work_folder import sweep
from tramite.voices.asking.project_words import PROJECT_FILE
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.dossiers import abandon_unfinished
from tramite.web.actions.imports import abandon_imports
from tramite.web.actions.people import hand_over_password, make_account
from tramite.web.actions.privacy.daily import look_after_data, schedule
from tramite.web.actions.privacy.destroying import NAMES, RECORDING
from tramite.web.actions.privacy.due import audio_due, names_due
from tramite.web.actions.publishing import abandon_publishing, ask_to_publish
from tramite.web.actions.quality import resume_checks
from tramite.web.actions.studies import import_study
from tramite.web.actions.taking_in import resume_taking_in
from tramite.web.actions.work_list import LONG
from tramite.web.bridge.about import held_about
from tramite.web.bridge.content import study_content, study_words
from tramite.web.models import AuditLine, Hold, SampledUnit, Study, User
from tramite.web.queries.subjects import find_subject
from tramite.web.static_files import gather_static
from tramite.workflows.transfer import give_case

FIRST_OWNER = "owner@localhost"
_THREADS = 4  # of a process: pages wait for the database more than they compute
_PATIENCE = 10  # seconds that a process has to end what it does
_WATCH = 2.0  # seconds between two looks at whether the server still lives


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a start made.

    Attributes:
        password: one-time password of the first owner, where there was nobody yet.
    """

    password: str | None


def prepare(*, example: Path | None = None) -> Prepared:
    """Bring the database up to date, make the first owner if nobody is there, take in the example if asked."""
    sweep(Path(settings.FILE_UPLOAD_TEMP_DIR))
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    gather_static()
    password = None
    if not User.objects.exists():
        _, password = make_account(FIRST_OWNER, "Owner", is_owner=True, by=None)
    if example is not None and not Study.objects.filter(code=example.name).exists():
        owner = User.objects.filter(is_owner=True).first()
        study = import_study(example.name, example, by=owner)
        if owner is not None and _can_be_asked(study):  # whoever opens it can interview at once
            ask_to_publish(study, by=owner)
    return Prepared(password)


def _can_be_asked(study: Study) -> bool:
    """Tell whether a study lacks nothing but its questionnaires: it has a sample, and the words of its project."""
    return study.files.filter(path=PROJECT_FILE).exists() and SampledUnit.objects.filter(study=study).exists()


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve pages, and do background work, until stopped."""
    # A forked process inherits Polars without its threads, and waits for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    with Worker(long=False), Worker(long=True):
        Server(
            "tramite.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
            blocking_threads=_THREADS, log_level=LogLevels.error, websockets=False, respawn_failed_workers=True,
            workers_kill_timeout=_PATIENCE,
        ).serve()  # fmt: skip


@dataclass(slots=True)
class Worker:
    """A process that does background work, the long or all other; one that dies is started again."""

    long: bool
    _process: subprocess.Popen[bytes] | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Worker:
        self._start()
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _start(self) -> None:
        command = [sys.executable, "-m", "tramite.web", "work", *(["--long"] if self.long else [])]
        self._process = subprocess.Popen(command)  # noqa: S603 - words of our own

    def _watch(self) -> None:
        while not self._stopping.wait(_WATCH):
            if self._process is not None and self._process.poll() is not None:
                self._start()


def work(*, long: bool) -> None:
    """Do background work, the long or all other, until stopped, or until the server that started it is gone.

    What its last process left is told to whoever asked for it if it is long, and taken up again if not.
    """
    server = os.getppid()
    sweep(Path(settings.FILE_UPLOAD_TEMP_DIR))
    if long:
        abandon_unfinished()
        abandon_publishing()
        abandon_imports()
        queues = {"queue_name": LONG}
    else:
        resume_taking_in()
        resume_checks()
        schedule()
        queues = {"queue_name": "*", "exclude_queues": LONG}

    def watch() -> None:
        pause = threading.Event()
        while os.getppid() == server:
            pause.wait(_WATCH)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    call_command("db_worker", verbosity=0, startup_delay=False, reload=False, **queues)


def export_whole(code: str, file: Path) -> Path:
    """Write all that a study holds as a ZIP of its case folder: for whoever runs the server, who can read it all.

    Raises:
        CaseNotFound: there is no such study.
    """
    study = _study(code)
    note(None, Verb.EXPORTED, "study", code, study=study)
    return save_bytes(file, give_case(study_content(study), name=code))


def privacy(*, dry_run: bool, language: Language) -> str:
    """Say what personal data are due to be destroyed today, and destroy them unless it is a dry run."""
    today = timezone.localdate()
    lines = [line for study in Study.objects.all() for line in _due_lines(study, today, language)]
    if not dry_run:
        began = timezone.now()
        look_after_data(today)
        failed = AuditLine.objects.filter(verb=Verb.FAILED, kind__in=(NAMES, RECORDING), at__gte=began)
        lines += [say("web.not_destroyed", language, study=line.study, what=line.kind) for line in failed]
    return "\n".join(lines or [say("web.nothing_due", language)])


def _due_lines(study: Study, today: date, language: Language) -> Iterator[str]:
    for due in names_due(study, today):
        if due.on <= today and due.anything:
            counts = {"names": due.names, "contacts": len(due.contacts), "forms": due.forms}
            line = say("web.names_due", language, study=study.code, day=due.on.isoformat(), **counts)
            yield line if due.held is None else f"{line} {_held(due.held, language)}"
    for audio in audio_due(study, today):
        if audio.on <= today:
            line = say("web.audio_due", language, study=study.code, day=audio.on.isoformat(), count=audio.count)
            yield line if audio.held is None else f"{line} {_held(audio.held, language)}"


def _held(hold: Hold, language: Language) -> str:
    return say("web.held", language, day=hold.until.isoformat(), reason=hold.reason)


def export_person(
    code: str, person: str, file: Path, *, theirs: Collection[str] | None = None
) -> tuple[Path, tuple[str, ...]]:
    """Write what a study holds about a person, answers on competition too, as JSON to be handed over.

    Args:
        theirs: marks of what stands under their codes and is theirs; ``None``: what is known to be theirs.

    Returns: the file, and marks of what is not in it, as it may be of somebody else.
    Raises:
        CaseNotFound: there is no such study, or nobody in it has this code.
    """
    study = _study(code)
    subject = find_subject(study, person)
    if subject is None:
        raise CaseNotFound("person_not_found", code=person, study=code)
    chosen = subject.known() if theirs is None else subject.only(theirs)
    held = held_about(chosen, words=study_words(study, "it").questions(), apart=frozenset())
    note(None, Verb.EXPORTED, "person", person, study=study)
    told = {"code": person, "left_out": 0, "held": {each.title: list(each.rows) for each in held}}
    open_marks = {piece.mark for piece in subject.pieces()} - (chosen.chosen or set())
    return save_bytes(file, json.dumps(told, ensure_ascii=False, indent=2).encode()), tuple(sorted(open_marks))


def _study(code: str) -> Study:
    study = Study.objects.filter(code=code).first()
    if study is None:
        known = ", ".join(Study.objects.values_list("code", flat=True))
        raise CaseNotFound("study_not_found", code=code, known=known or "–")
    return study


def new_password(email: str) -> str:
    """Give an account a new one-time password: for whoever runs the server, if an owner lost theirs.

    Raises:
        CaseNotFound: there is no such account.
    """
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise CaseNotFound("account_not_found", email=email)
    return hand_over_password(user, by=None)


def told(prepared: Prepared, address: str, language: Language) -> str:
    """Say where the server is, and the one-time password if there is one."""
    words = say("web.serving", language, address=address)
    if prepared.password is not None:
        words += "\n" + say("web.first_owner", language, email=FIRST_OWNER, password=prepared.password)
    return words
