"""Add, change and remove those who could be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from tramite.web.actions.audit import Verb, note
from tramite.web.actions.registers import save_register_row
from tramite.web.models import FrameUnit, RespondentName, User
from tramite.web.queries.plan import is_drawn

_TO_BE_FOUND: Final = "auto"  # stratum that the draw finds
_BY_HAND: Final = "list"  # origin of a row that a person wrote


class RespondentDrawn(Exception):
    """Whoever was drawn, or comes from the books, is not taken off the list."""


@transaction.atomic
def save_respondent(row: FrameUnit, *, name: str, fields: Sequence[str], by: User) -> None:
    """Save somebody who could be asked, and their name apart; the draw finds the stratum of a new one.

    Raises:
        InputRefused: the row does not meet its contract; nothing is changed.
    """
    if row.pk is None:
        row.stratum, row.origin = _TO_BE_FOUND, _BY_HAND
    save_register_row(row, fields=fields, by=by)
    names = RespondentName.objects.filter(study=row.study, table="frame", unit_id=row.unit_id)
    if name:
        names.update_or_create(study=row.study, table="frame", unit_id=row.unit_id, defaults={"name": name})
    else:
        names.delete()


@transaction.atomic
def remove_respondent(row: FrameUnit, *, by: User) -> None:
    """Take somebody whom a person wrote off the list.

    Raises:
        RespondentDrawn: they were drawn, or come from the books, which would list them again.
    """
    if row.origin == "books" or is_drawn(row):
        raise RespondentDrawn
    study, code = row.study, row.unit_id
    RespondentName.objects.filter(study=study, table="frame", unit_id=code).delete()
    row.delete()
    note(by, Verb.REMOVED, "frameunit", code, study=study)
