"""A file with rows of a register: what it would add and change. Rows that it lacks stay, and so do columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Max, Q

from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import CONTRACTS
from tramite.store.case_content import zero_characters
from tramite.store.checking import CheckedTable, check_table
from tramite.store.outputs import save_bytes
from tramite.store.reading import read_table
from tramite.store.work_folder import work_folder
from tramite.web.bridge.content import definition_of
from tramite.web.bridge.frames import table_frame
from tramite.web.bridge.rows import BATCH, check_lengths, row_fields
from tramite.web.bridge.tables import ROW_MODELS
from tramite.web.models import Channel, HeldTable, Study


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is in the register and that the file says otherwise.

    Attributes:
        code: its key. fields: new value by column. before: what stands there.
    """

    code: str
    fields: Mapping[str, Any]
    before: Mapping[str, Any]

    @property
    def told(self) -> list[tuple[str, Any, Any]]:
        """Column, what stands there, and what will."""
        return [(column, self.before[column], value) for column, value in self.fields.items()]


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What a file would do to a register.

    Attributes:
        added: whole rows, in the order of the file. changed: in the same order.
        same: how many rows say nothing new.
    """

    table: str
    added: tuple[Mapping[str, Any], ...]
    changed: tuple[RowChange, ...]
    same: int

    @property
    def codes(self) -> list[str]:
        """Keys of the rows that are added."""
        [key] = CONTRACTS[self.table].key
        return [row[key] for row in self.added]


def read_register_file(study: Study, table: str, name: str, content: bytes) -> RegisterFile:
    """Read a file of a register, and compare it with what the study has.

    Args:
        table: whose key is one column. name: of the file; ``.csv`` or ``.xlsx``.

    Raises:
        InputRefused, UnsafeInput: all that is wrong with it; a register takes no half of a file.
    """
    checked, columns = _checked(study, table, name, content)
    [key] = CONTRACTS[table].key
    codes = checked.frame[key].to_list()
    known = dict[str, dict[str, Any]]()
    for first in range(0, len(codes), BATCH):
        held = table_frame(study, table, where=Q(**{f"{key}__in": codes[first : first + BATCH]}))
        known |= {row[key]: row for row in held.iter_rows(named=True)}
    added, changed = list[Mapping[str, Any]](), list[RowChange]()
    for row in checked.frame.iter_rows(named=True):
        before = known.get(row[key])
        if before is None:
            added.append(row)
        elif fields := {column: row[column] for column in columns if row[column] != before[column]}:
            changed.append(RowChange(row[key], fields, before))
    return RegisterFile(table, tuple(added), tuple(changed), len(codes) - len(added) - len(changed))


def _checked(study: Study, table: str, name: str, content: bytes) -> tuple[CheckedTable, list[str]]:
    """Return the rows, and the columns that the file has."""
    with work_folder() as folder:
        path = folder / f"rows{Path(name).suffix.lower()}"
        save_bytes(path, content)
        raw = read_table(path, CONTRACTS[table], file=name)
        checked = check_table(raw, definition=definition_of(study))
    faults = [*checked.faults, *zero_characters(checked.frame, name)]
    if faults:
        raise InputRefused(faults)
    check_lengths({table: checked.frame})
    return checked, raw.frame.columns


def save_register_file(study: Study, found: RegisterFile) -> None:
    """Write what a file adds and changes; run it in a transaction."""
    model = ROW_MODELS[found.table]
    rows = model._default_manager.filter(study=study)
    channels = dict(Channel.objects.filter(study=study).values_list("code", "pk"))
    [key] = CONTRACTS[found.table].key
    last = rows.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    HeldTable.objects.get_or_create(study=study, name=found.table)
    model._default_manager.bulk_create(
        [
            model(study=study, position=first + place, **row_fields(row, channels))
            for place, row in enumerate(found.added)
        ],
        batch_size=BATCH,
    )
    for change in found.changed:
        rows.filter(**{key: change.code}).update(**row_fields(change.fields, channels))
