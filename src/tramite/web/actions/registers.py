"""Add and change rows of the tables that people edit."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.row_check import check_row
from tramite.web.models import Customer, Fact, FrameUnit, HeldTable, Partner, User


@transaction.atomic
def save_register_row(row: Partner | Customer | Fact | FrameUnit, *, fields: Sequence[str], by: User) -> None:
    """Save a row of a table that people edit; a new one goes to the end of its table.

    Raises:
        InputRefused: the row does not meet its contract; nothing is changed.
    """
    check_row(row)
    model, is_new = type(row), row.pk is None
    if is_new:
        last = model.objects.filter(study=row.study).aggregate(last=Max("position"))["last"]
        row.position = 0 if last is None else last + 1
        HeldTable.objects.get_or_create(study=row.study, name=row.contract.name)
    row.save()
    verb = Verb.MADE if is_new else Verb.CHANGED
    note(by, verb, model._meta.model_name or "", str(row), study=row.study, fields=fields)


@transaction.atomic
def remove_fact(fact: Fact, *, by: User) -> None:
    """Take a statement out of the quiz."""
    study, code = fact.study, fact.fact_id
    fact.delete()
    note(by, Verb.REMOVED, "fact", code, study=study)
