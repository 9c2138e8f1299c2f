"""What a case changes in the item bank: items of its own, items left out, other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tramite.kernel.case import Identifier, Name, Named, Strict
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.method import nearest
from tramite.voices.asking.bank import Choice, Item, ItemBank
from tramite.voices.asking.bank_check import check_items
from tramite.voices.asking.item_shape import FOLLOWS

ITEMS_FILE = "voices/items.toml"
_OWN = "Y"  # ids of the bank never begin so: an item of a case cannot take one that was retired, or comes later


class Added(Strict):
    """An item of the case's own; its fields are those of the bank; ``topic`` is what it is about."""

    id: str
    topic: str
    section: str
    respondents: tuple[str, ...]
    scale: str
    text: Name
    choices: str = ""
    mirrors: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    seconds: Annotated[int, Field(ge=1)]
    core: bool = True
    reverse: bool = False
    sensitive: str = ""
    mode: str = "interview"
    source: str = "Own"


class Retired(Strict):
    """An item that this case does not ask, and why."""

    id: str
    why: str


class Reworded(Strict):
    """An item asked in other words, in one language or both."""

    id: str
    en: str | None = None
    it: str | None = None
    why: str = ""


class BankChanges(Strict):
    """The content of ``voices/items.toml``: what is added, retired, reworded; ``lists`` of answers of its own."""

    add: tuple[Added, ...] = ()
    retire: tuple[Retired, ...] = ()
    reword: tuple[Reworded, ...] = ()
    lists: dict[Identifier, tuple[Named, ...]] = Field(default_factory=dict)


def answered_bank(bank: ItemBank, changes: BankChanges) -> ItemBank:
    """Return the bank by which answers are read: what is retired is asked no more, and its answers still count.

    Raises:
        InputRefused: as :func:`changed_bank`.
    """
    return changed_bank(bank, changes.model_copy(update={"retire": ()}))


def changed_bank(bank: ItemBank, changes: BankChanges) -> ItemBank:
    """Return the bank of a case: reworded, without what is retired, with what is added at the end of its section.

    Raises:
        InputRefused: all faults of the changes, and of the bank that they make (METHOD §2).
    """
    faults = [*_unknown(bank, changes), *_own_ids(bank, changes), *_orphans(bank, changes)]
    if faults:
        raise InputRefused(faults)
    retired = {item.id for item in changes.retire}
    words = {item.id: item for item in changes.reword}
    kept = [
        replace(_reworded(item, words.get(item.id)), mirrors=tuple(m for m in item.mirrors if m not in retired))
        for item in bank.items
        if item.id not in retired
    ]
    added = [_item(each) for each in changes.add]
    items = _looking_back([*kept, *added], added)
    made = ItemBank(tuple(items), (*bank.choices, *_choices(changes)))
    wrong = [_in_file(fault, made) for fault in check_items(made)]
    if wrong:
        raise InputRefused(wrong)
    return made


def _unknown(bank: ItemBank, changes: BankChanges) -> Iterator[Fault]:
    known = dict.fromkeys(bank.ids)
    named = {"retire": [each.id for each in changes.retire], "reword": [each.id for each in changes.reword]}
    for verb, ids in named.items():
        for row, item_id in enumerate(ids):
            if item_id not in bank:
                near = ", ".join(nearest(item_id, known)) or "–"
                yield Fault(ITEMS_FILE, "unknown_item", column=f"{verb}.{row}.id", value=item_id, hint=near)
        for item_id in (item_id for item_id, count in Counter(ids).items() if count > 1):
            yield Fault(ITEMS_FILE, "duplicate_id", column=f"{verb}.id", value=item_id)
    retired = {entry.id for entry in changes.retire}
    for row, entry in enumerate(changes.reword):
        if entry.id in retired:
            yield Fault(ITEMS_FILE, "bank_reword_retired", column=f"reword.{row}.id", value=entry.id)
        if not (entry.en or entry.it):
            yield Fault(ITEMS_FILE, "bank_reword_nothing", column=f"reword.{row}", value=entry.id)


def _own_ids(bank: ItemBank, changes: BankChanges) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, entry in enumerate(changes.add):
        column = f"add.{row}.id"
        own = entry.id.startswith(_OWN) and entry.id.isalnum() and entry.id.isascii() and entry.id.isupper()
        if not own or len(entry.id) > 8:
            yield Fault(ITEMS_FILE, "bank_own_id", column=column, value=entry.id)
        elif entry.id in bank or entry.id in seen:
            yield Fault(ITEMS_FILE, "bank_duplicate_id", column=column, value=entry.id)
        seen.add(entry.id)
    for name in changes.lists:
        if bank.choices_of(name):
            yield Fault(ITEMS_FILE, "duplicate_id", column=f"lists.{name}", value=name)


def _orphans(bank: ItemBank, changes: BankChanges) -> Iterator[Fault]:
    retired = {entry.id: row for row, entry in enumerate(changes.retire)}
    for follower, (first, _) in FOLLOWS.items():
        if first in retired and follower in bank and follower not in retired:
            yield Fault(
                ITEMS_FILE, "bank_follows", column=f"retire.{retired[first]}.id", value=first, hint=follower
            )


def _reworded(item: Item, words: Reworded | None) -> Item:
    if words is None:
        return item
    return replace(item, text_en=words.en or item.text_en, text_it=words.it or item.text_it)


def _looking_back(items: list[Item], added: list[Item]) -> Iterator[Item]:
    """Let the items of the bank name the added ones that mirror them."""
    for item in items:
        new = tuple(each.id for each in added if item.id in each.mirrors and each.id not in item.mirrors)
        yield replace(item, mirrors=(*item.mirrors, *new))


def _item(added: Added) -> Item:
    return Item(
        id=added.id, construct=added.topic, section=added.section, roles=added.respondents, scale=added.scale,
        choices=added.choices, mirrors=added.mirrors, text_en=added.text.en, text_it=added.text.it,
        source=added.source, feeds=added.feeds, core=added.core, reverse=added.reverse, seconds=added.seconds,
        sensitive=added.sensitive, mode=added.mode,
    )  # fmt: skip


def _choices(changes: BankChanges) -> Iterator[Choice]:
    for name, answers in changes.lists.items():
        for order, answer in enumerate(answers, start=1):
            yield Choice(name, order, answer.id, answer.name.en, answer.name.it, "")


def _in_file(fault: Fault, bank: ItemBank) -> Fault:
    """Name the item instead of a row that the file of the case does not have."""
    item = "" if fault.row is None else f"{bank.items[fault.row - 2].id}."
    return replace(fault, file=ITEMS_FILE, row=None, column=f"{item}{fault.column}")
