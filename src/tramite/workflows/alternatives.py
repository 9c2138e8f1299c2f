"""The alternatives of a case: read from ``alternatives/*.toml``, checked against its channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from tramite.decisions.alternatives import TODAY, Alternative, changed_twice
from tramite.decisions.levers.lever import Lever
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.case_folder import CaseFolder
from tramite.store.definition import settings_faults


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
    yield from lever_faults(alternative.levers, file, "levers", definition)


def lever_faults(levers: Sequence[Lever], file: str, place: str, definition: CaseDefinition) -> Iterator[Fault]:
    """Tell what is wrong with levers that are pulled together, besides their fields.

    Args:
        place: of the levers in the file, as ``levers``.
    """
    existing = {channel.id for channel in definition.channels}
    for number, lever in enumerate(levers):
        allowed = lever.may_be(definition)
        for field, channel in lever.channels().items():
            if channel not in allowed[field]:
                hint = ", ".join(allowed[field]) or "–"
                yield Fault(file, "not_allowed", column=f"{place}.{number}.{field}", value=channel, hint=hint)
        if lever.new_channel in existing:
            yield Fault(file, "channel_exists", column=f"{place}.{number}.channel", value=lever.new_channel or "")
    for number in changed_twice(levers):
        yield Fault(file, "changed_twice", column=f"{place}.{number}.channel", value=levers[number].channel)
