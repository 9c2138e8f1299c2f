"""Take a case in whole, give it out whole, work on it: for whoever keeps cases elsewhere than in folders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, TypeVar

from tramite.kernel.case import CaseDefinition, Named
from tramite.store.case_archive import packed, unpacked
from tramite.store.case_content import CaseContent, read_content, write_content
from tramite.store.channel_text import ChannelChange, added_text, changed_text
from tramite.store.definition import parse_definition
from tramite.store.goal_text import changed_goals
from tramite.store.instruments import parse_bank_changes
from tramite.store.work_folder import work_folder
from tramite.voices.asking.bank import ItemBank, load_bank
from tramite.voices.asking.changes import ITEMS_FILE, BankChanges, answered_bank
from tramite.voices.estimation.answers import ANTITRUST

Result = TypeVar("Result")


def take_case(source: str | Path | BinaryIO, *, tables: Collection[str], file: str = "") -> CaseContent:
    """Read a whole case, checked, from its folder or from a ZIP of it.

    Args:
        tables: wanted as rows, by name; everything else stays in files. file: name of the ZIP, for messages.

    Raises:
        CaseNotFound, InputRefused, UnsafeInput: as :func:`~tramite.store.case_content.read_content`.
    """
    if isinstance(source, (str, Path)):
        return read_content(Path(source), taken=tables)
    with unpacked(source, file=file) as folder:
        return read_content(folder, taken=tables)


def give_case(content: CaseContent, *, name: str) -> bytes:
    """Pack a whole case as a ZIP with one folder ``name``, which every verb of the program takes as a case."""
    return packed(content, name=name)


def worked_on(
    content: CaseContent, verb: Callable[[Path], Result], *, tables: Collection[str]
) -> tuple[Result, CaseContent]:
    """Do something to a case, by way of its folder: the same verbs as the command line's.

    Args:
        content: a case, or a part of one that the verb can do with. verb: is given the folder, which is gone
            afterwards. tables: wanted as rows, as in :func:`take_case`.

    Returns: what the verb gives, and what is in the folder then.
    Raises:
        TramiteError: whatever the verb raises.
    """
    with work_folder() as folder:
        path = write_content(folder / "case", content)
        return verb(path), read_content(path, taken=tables)


def read_from(content: CaseContent, verb: Callable[[Path], Result]) -> Result:
    """Do something to a case that only reads it, by way of its folder.

    Args:
        content: a case, or a part of one that the verb can do with.

    Raises:
        TramiteError: whatever the verb raises.
    """
    with work_folder() as folder:
        return verb(write_content(folder / "case", content))


def items_apart(files: Mapping[str, bytes]) -> frozenset[str]:
    """Return the items on competition of a case's bank: their answers are for a clean team (METHOD §4.10)."""
    return frozenset(item.id for item in case_bank(files).items if item.sensitive == ANTITRUST)


def case_bank(files: Mapping[str, bytes]) -> ItemBank:
    """Return the bank of a case: that of the program, with the changes of the case."""
    changes = parse_bank_changes(files[ITEMS_FILE]) if ITEMS_FILE in files else BankChanges()
    return answered_bank(load_bank(), changes)


def change_channel(text: str, channel_id: str, change: ChannelChange) -> tuple[str, CaseDefinition]:
    """Change what ``case.toml`` says of a channel; comments and all else stay. Returns the text, and what it says.

    Raises:
        InputRefused: with the change, the definition has faults: all of them, as for a file.
    """
    changed = changed_text(text, channel_id, change)
    return changed, parse_definition(changed)


def add_channel(text: str, channel_id: str, channel: ChannelChange) -> tuple[str, CaseDefinition]:
    """Add a channel to what ``case.toml`` says; all else stays. Returns the text, and what it says.

    Raises:
        InputRefused: as :func:`change_channel`; also where there is a channel of this id.
    """
    changed = added_text(text, channel_id, channel)
    return changed, parse_definition(changed)


def change_goals(text: str, goals: Sequence[Named]) -> tuple[str, CaseDefinition]:
    """Change the goals that ``case.toml`` names; comments and all else stay. Returns the text, and what it says.

    Raises:
        InputRefused: an id or a name is not as the definition wants it.
    """
    changed = changed_goals(text, goals)
    return changed, parse_definition(changed)
