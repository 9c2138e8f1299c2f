"""Bring new proposals into a plan that people have edited: three ways, and nothing of theirs is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tramite.decisions.actions.entry import (
    EDITABLE,
    ActionEntry,
    ActionFile,
    Plain,
    fields_of,
    found_of,
    mark,
    plain_of,
)
from tramite.decisions.actions.proposal import Proposal
from tramite.kernel.method import Method
from tramite.kernel.wording import Language

Change = Literal["new", "updated", "kept", "gone", "back", "same"]
_DATES = ("start", "end", "review")  # of what is under way they are people's: proposals begin when they are made


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that people keep otherwise than it is proposed now."""

    field: str
    mine: Plain
    proposed: Plain


@dataclass(frozen=True, slots=True)
class MergedAction:
    """What a refresh does to one action.

    Attributes:
        change: ``new``; ``updated`` where untouched fields changed; ``kept`` where people's differ from what is
            proposed; ``gone``, its ground disappeared just now; ``back``, it is there again.
        set: fields to write, ``None`` to take away. found: what was found, written whole; ``None`` leaves it.
        written: marks to write.
        updated: untouched fields that change. differences: fields that people keep otherwise.
    """

    id: str
    change: Change
    set: Mapping[str, Plain] = field(default_factory=dict)
    found: Mapping[str, bool | str | list[str]] | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    updated: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def merge_plan(
    kept: ActionFile,
    proposals: Sequence[Proposal],
    *,
    language: Language,
    method: Method,
    currency: str,
    as_of: date,
    locked: Mapping[str, frozenset[str]] | None = None,
) -> tuple[MergedAction, ...]:
    """Merge proposals into the plan that people keep.

    A field is people's if it is not as the program last wrote it (``written``). Fields that nobody touched take
    the new proposal while an action is only proposed; once people accept, run, finish or drop it, it is theirs
    whole. What is theirs stays, and the new proposal stands beside it as a difference. An action whose ground
    disappeared is marked with the day, never taken away; actions that people wrote themselves are left alone.

    Args:
        language: of the file. as_of: day of the case. locked: fields of an action that cannot be written without
            losing something (a comment inside a list): they count as people's.

    Returns: first those of the file, in its order, then the new ones.
    """
    fresh = {proposal.id: proposal for proposal in proposals}
    merged = []
    for entry in kept.actions:
        proposal = fresh.pop(entry.id, None)
        if proposal is None:
            merged.append(_without_ground(entry, as_of))
            continue
        theirs = (locked or {}).get(entry.id, frozenset())
        fields = fields_of(proposal, language)
        one = _open(entry, fields, theirs) if entry.status == "proposed" else _decided(entry, fields)
        start, end = (one.set.get(name, getattr(entry, name)) for name in ("start", "end"))
        dates = tuple(day if isinstance(day, date) else None for day in (start, end))
        found = found_of(proposal, language, method=method, currency=currency, dates=(dates[0], dates[1]))
        merged.append(_with_found(one, entry, found))
    for proposal in fresh.values():
        fields = fields_of(proposal, language)
        found = found_of(proposal, language, method=method, currency=currency)
        written = {name: mark(value) for name, value in fields.items()}
        merged.append(MergedAction(proposal.id, "new", fields, found, written))
    return tuple(merged)


def _open(entry: ActionEntry, fields: Mapping[str, Plain], locked: frozenset[str]) -> MergedAction:
    mine = plain_of(entry)
    change: dict[str, Plain] = {}
    written, differences = dict(entry.written), []
    for name in EDITABLE:
        untouched = mark(mine[name]) == entry.written.get(name, mark(None)) and name not in locked
        same = mark(mine[name]) == mark(fields[name])
        if untouched and not same:
            change[name] = fields[name]
        elif not same:
            differences.append(Difference(name, mine[name], fields[name]))
        if untouched:
            written[name] = mark(fields[name])
    marks = {name: value for name, value in written.items() if entry.written.get(name) != value}
    return MergedAction(
        entry.id, "updated" if change else "kept" if differences else "same", change, None, marks, tuple(change),
        tuple(differences),
    )  # fmt: skip


def _decided(entry: ActionEntry, fields: Mapping[str, Plain]) -> MergedAction:
    mine = plain_of(entry)
    differences = tuple(
        Difference(name, mine[name], fields[name])
        for name in EDITABLE
        if name not in _DATES and mark(mine[name]) != mark(fields[name])
    )
    return MergedAction(entry.id, "kept" if differences else "same", differences=differences)


def _with_found(
    one: MergedAction, entry: ActionEntry, found: Mapping[str, bool | str | list[str]]
) -> MergedAction:
    back = entry.ground_gone is not None
    change: dict[str, Plain] = {**one.set, **({"ground_gone": None} if back else {})}
    return MergedAction(
        one.id, "back" if back else one.change, change, found, one.written, one.updated, one.differences
    )


def _without_ground(entry: ActionEntry, as_of: date) -> MergedAction:
    settled = not entry.proposed_by_program or entry.status in ("done", "dropped")
    if settled or entry.ground_gone is not None:
        return MergedAction(entry.id, "same")
    return MergedAction(entry.id, "gone", {"ground_gone": as_of})
