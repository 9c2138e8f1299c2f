"""What cannot be so in a plan that people edited: told all at once, before anything is read from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from tramite.decisions.actions.entry import ACTIONS_FILE, ActionEntry, ActionFile
from tramite.decisions.alternatives import TODAY
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault


def check_plan(plan: ActionFile, *, definition: CaseDefinition, alternatives: Collection[str]) -> Iterator[Fault]:
    """Walk through what is wrong: ids twice, unknown channels and alternatives, dates, reasons that are missing.

    Args:
        alternatives: names of the alternatives of the case.
    """
    known = [TODAY, *alternatives]
    if plan.alternative is not None and plan.alternative not in known:
        hint = ", ".join(known)
        yield Fault(ACTIONS_FILE, "not_allowed", column="alternative", value=plan.alternative, hint=hint)
    twice = [name for name, count in Counter(entry.id for entry in plan.actions).items() if count > 1]
    for name in twice:
        yield Fault(ACTIONS_FILE, "duplicate_id", column="actions.id", value=name)
    channels = [channel.id for channel in definition.channels]
    for number, entry in enumerate(plan.actions):
        yield from _check(entry, f"actions.{number}", channels)


def _check(entry: ActionEntry, place: str, channels: list[str]) -> Iterator[Fault]:
    if entry.channel is not None and entry.channel not in channels:
        hint = ", ".join(channels)
        yield Fault(ACTIONS_FILE, "not_allowed", column=f"{place}.channel", value=entry.channel, hint=hint)
    if entry.start is not None and entry.end is not None and entry.end < entry.start:
        hint = f"{entry.start:%Y-%m-%d}"
        yield Fault(ACTIONS_FILE, "action_ends_first", column=f"{place}.end", value=str(entry.end), hint=hint)
    if entry.status == "dropped" and not entry.reason:
        yield Fault(ACTIONS_FILE, "action_reason", column=f"{place}.reason", hint=entry.id)
    if entry.status == "done" and (entry.start is None or entry.end is None):
        yield Fault(ACTIONS_FILE, "action_dates", column=f"{place}.end", hint=entry.id)
