"""Take rows of a register from a file, also while the field work is on: added or changed, never removed."""

from __future__ import annotations

from django.db import transaction

from tramite.kernel.errors import TramiteError
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.working import check_turn, turn
from tramite.web.bridge.ingested import ingested_files
from tramite.web.bridge.register_file import RegisterFile, read_register_file, save_register_file
from tramite.web.bridge.tables import ROW_MODELS
from tramite.web.models import Study, User


class RegisterIngested(TramiteError):
    """The rows of the register stand in ingested files."""

    http_status = 409


def preview_register_file(study: Study, table: str, name: str, content: bytes) -> RegisterFile:
    """Tell what a file would add and change.

    Raises:
        RegisterIngested: the register is in files, not in rows. InputRefused, UnsafeInput: all that is wrong.
    """
    if ingested_files(study, table):
        raise RegisterIngested("register_ingested", table=table)
    return read_register_file(study, table, name, content)


def take_register_file(study: Study, table: str, name: str, content: bytes, *, by: User) -> RegisterFile:
    """Add and change rows of a register, all that a file says or nothing.

    Raises:
        StudyBusy: somebody else's work goes on for long. Others as :func:`preview_register_file`.
    """
    kind = ROW_MODELS[table]._meta.model_name or ""
    with turn(study) as mine, transaction.atomic():
        check_turn(study, mine)
        found = preview_register_file(study, table, name, content)
        save_register_file(study, found)
        for code in found.codes:
            note(by, Verb.MADE, kind, code, study=study)
        for change in found.changed:
            note(by, Verb.CHANGED, kind, change.code, study=study, fields=change.fields)
    return found
