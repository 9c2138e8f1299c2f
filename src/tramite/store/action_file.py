"""Read and write ``actions.toml``: people's comments, order and words stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError
from tomlkit.items import AoT, Array, Item, Table

from tramite.decisions.actions.entry import ACTIONS_FILE, EDITABLE, ActionFile
from tramite.decisions.actions.merging import MergedAction
from tramite.kernel.errors import InputRefused
from tramite.kernel.wording import Language, say
from tramite.store.definition import settings_faults
from tramite.store.outputs import save_bytes
from tramite.store.toml_reading import read_toml


def read_actions(path: Path) -> ActionFile:
    """Read the plan of a case folder; without one it is empty.

    Raises:
        InputRefused: all its faults at once.
    """
    if not (path / ACTIONS_FILE).is_file():
        return ActionFile()
    try:
        return ActionFile.model_validate(read_toml(path / ACTIONS_FILE, file=ACTIONS_FILE))
    except ValidationError as error:
        raise InputRefused(settings_faults(error, ACTIONS_FILE, ActionFile)) from error


def commented_fields(path: Path) -> dict[str, frozenset[str]]:
    """Return the lists with a comment inside, by action: written anew they would lose it."""
    return {
        str(table["id"]): frozenset(name for name in EDITABLE if name in table and _commented(table.item(name)))
        for table in _tables(_document(path))
    }


def write_actions(path: Path, merged: Sequence[MergedAction], *, language: Language) -> bool:
    """Write what a refresh changes, and nothing else.

    Args:
        path: of the case. language: of the words at the head of a new file.

    Returns: whether the file changed.
    Raises:
        TramiteError: it cannot be written; what was there stays.
    """
    file = path / ACTIONS_FILE
    before = file.read_bytes() if file.is_file() else b""
    document = _document(path)
    if not before:
        for line in say("actions.file_head", language).splitlines():
            document.add(tomlkit.comment(line))
        document.add(tomlkit.nl())
    tables = {str(table["id"]): table for table in _tables(document)}
    for one in merged:
        if one.id in tables:
            _update(tables[one.id], one)
        else:
            _append(document, _new_table(one))
    after = tomlkit.dumps(document).encode()
    if after == before or not merged:
        return False
    save_bytes(file, after)
    return True


def _document(path: Path) -> tomlkit.TOMLDocument:
    file = path / ACTIONS_FILE
    return tomlkit.parse(file.read_text(encoding="utf-8-sig")) if file.is_file() else tomlkit.document()


def _tables(document: tomlkit.TOMLDocument) -> Sequence[Table]:
    found = document.get("actions")
    return list(found) if found is not None else []


def _append(document: tomlkit.TOMLDocument, table: Table) -> None:
    if "actions" not in document:
        document.append("actions", AoT([]))
    document["actions"].append(table)


def _new_table(one: MergedAction) -> Table:
    table = tomlkit.table()
    table.add("id", one.id)
    table.add("status", "proposed")
    for name in EDITABLE:
        if one.set.get(name) is not None:
            table.add(name, _item(one.set[name]))
    for name, part in (("found", one.found or {}), ("written", one.written)):
        inside = tomlkit.table()
        for key, value in part.items():
            inside.add(key, _item(value))
        inside.add(tomlkit.nl())
        table.add(name, inside)
    return table


def _update(table: Table, one: MergedAction) -> None:
    for name, value in one.set.items():
        _put(table, name, value)
    if one.found is not None:
        _rewrite(table, "found", one.found, whole=True)
    if one.written:
        _rewrite(table, "written", one.written, whole=False)


def _rewrite(table: Table, name: str, content: Mapping[str, Any], *, whole: bool) -> None:
    if name not in table:
        table.add(name, tomlkit.table())
    inside: Any = table[name]
    for key in [key for key in inside if whole and key not in content]:
        inside.remove(key)
    for key, value in content.items():
        _put(inside, key, value)


def _put(table: Table, name: str, value: object) -> None:
    """Set a key where it differs; its comment and its place stay."""
    if value is None:
        if name in table:
            table.remove(name)
    elif name not in table:
        table.add(name, _item(value))
    elif table[name] != value:
        table[name] = _item(value)


def _item(value: object) -> Item:
    if isinstance(value, (list, tuple)):
        array = tomlkit.array()
        array.extend(str(part) for part in value)
        return array.multiline(bool(value))
    if isinstance(value, float) and value.is_integer():
        return tomlkit.item(int(value))
    if isinstance(value, date):
        return tomlkit.date(value.isoformat())
    return tomlkit.item(value)


def _commented(item: object) -> bool:
    if not isinstance(item, Array):
        return False
    return item.as_string().count("#") > sum(str(part).count("#") for part in item)
