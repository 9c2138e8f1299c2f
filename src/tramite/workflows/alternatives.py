"""The alternatives of a case: read from ``alternatives/*.toml``, checked against its channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from tramite.decisions.alternatives import TODAY, Alternative
from tramite.decisions.levers.lever import Lever
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.case_folder import CaseFolder
from tramite.store.definition import settings_faults

_ONCE = ("change-price", "change-commission")


def read_alternatives(folder: CaseFolder) -> Mapping[str, Alternative]:
    """Read the alternatives of a case, by name.

    Raises:
        InputRefused: all faults of all files at once: fields, values, channels that the case does not have.
    """
    read: dict[str, Alternative] = {}
    faults: list[Fault] = []
    for name, content in folder.alternatives.items():
        file = f"alternatives/{name}.toml"
        try:
            alternative = Alternative.model_validate({"id": name, **content})
        except ValidationError as error:
            faults += settings_faults(error, file)
            continue
        faults += _faults(alternative, file, folder.definition)
        read[name] = alternative
    if faults:
        raise InputRefused(faults)
    return read


def _faults(alternative: Alternative, file: str, definition: CaseDefinition) -> Iterator[Fault]:
    if alternative.id == TODAY:
        yield Fault(file, "reserved_name", value=TODAY)
    existing = {channel.id for channel in definition.channels}
    for number, lever in enumerate(alternative.levers):
        allowed = lever.may_be(definition)
        for field, channel in lever.channels().items():
            if channel not in allowed[field]:
                hint = ", ".join(allowed[field]) or "–"
                yield Fault(file, "not_allowed", column=f"levers.{number}.{field}", value=channel, hint=hint)
        if lever.new_channel in existing:
            yield Fault(file, "channel_exists", column=f"levers.{number}.channel", value=lever.new_channel or "")
    for number, again in _changed_twice(alternative):
        yield Fault(file, "changed_twice", column=f"levers.{number}.channel", value=again.channel)


def _changed_twice(alternative: Alternative) -> Iterator[tuple[int, Lever]]:
    """Walk through levers that change again what one before them changes: people were asked about one change."""
    for number, lever in enumerate(alternative.levers):
        if lever.kind in _ONCE and any(_meet(lever, before) for before in alternative.levers[:number]):
            yield number, lever


def _meet(one: Lever, other: Lever) -> bool:
    aims = ((one.segments, other.segments), (one.product_lines, other.product_lines))
    same = (one.kind, one.channel) == (other.kind, other.channel)
    return same and all(not mine or not theirs or set(mine) & set(theirs) for mine, theirs in aims)
