"""Entries of a TOML text, written as a person has written those before them."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT


def add_entry(
    document: TOMLDocument, listed: str, entry_id: str, names: Mapping[str, str], values: Mapping[str, object]
) -> None:
    """Add a named entry to a list: as a table of its own, or in the line where those that are there stand so.

    Args:
        listed: the list; it is begun if there is none. names: by language. values: what else is said of it.
    """
    held = document.get(listed)
    if held is None:
        held = tomlkit.aot()
        document.append(listed, held)
    entry = tomlkit.table() if isinstance(held, AoT) else tomlkit.inline_table()
    name = tomlkit.inline_table()
    name.update(names)
    entry.update({"id": entry_id, "name": name, **values})
    held.append(entry)
