"""Change what ``case.toml`` says of a channel, or add one, and leave the rest as a person wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import tomlkit

from tramite.kernel.errors import CaseNotFound
from tramite.store.toml_entries import add_entry

_CODES: Final = ("kind", "reach", "medium", "end_customer")


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """What a channel is to be from now on."""

    name_en: str
    name_it: str
    kind: str
    reach: str
    medium: str
    end_customer: str
    sells_to: tuple[str, ...]


def changed_text(text: str, channel_id: str, change: ChannelChange) -> str:
    """Return the text of ``case.toml`` with one channel changed; values that stay the same are not rewritten.

    Raises:
        CaseNotFound: there is no such channel.
    """
    document = tomlkit.parse(text)
    channels = {channel["id"]: channel for channel in document["channels"]}
    if channel_id not in channels:
        raise CaseNotFound("channel_not_found", channel=channel_id, known=", ".join(channels))
    channel = channels[channel_id]
    for name in _CODES:
        if channel[name] != getattr(change, name):
            channel[name] = getattr(change, name)
    for language, name in (("en", change.name_en), ("it", change.name_it)):
        if channel["name"][language] != name:
            channel["name"][language] = name
    if tuple(channel.get("sells_to", ("end-customer",))) != change.sells_to:
        channel["sells_to"] = list(change.sells_to)
    return tomlkit.dumps(document)


def added_text(text: str, channel_id: str, channel: ChannelChange) -> str:
    """Return the text of ``case.toml`` with one channel more, after the last."""
    document = tomlkit.parse(text)
    values = {name: getattr(channel, name) for name in _CODES} | {"sells_to": list(channel.sells_to)}
    add_entry(document, "channels", channel_id, {"en": channel.name_en, "it": channel.name_it}, values)
    return tomlkit.dumps(document)
