"""Change what ``case.toml`` says of a channel, or add one, and leave the rest as a person wrote it."""

from __future__ import annotations

from dataclasses import dataclass

import tomlkit

from tramite.kernel.errors import CaseNotFound


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
    for name in ("kind", "reach", "medium", "end_customer"):
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
    name = tomlkit.inline_table()
    name.update({"en": channel.name_en, "it": channel.name_it})
    entry = tomlkit.table()
    entry.update({
        "id": channel_id, "name": name, "kind": channel.kind, "reach": channel.reach, "medium": channel.medium,
        "end_customer": channel.end_customer, "sells_to": list(channel.sells_to),
    })  # fmt: skip
    channels = document["channels"]
    if not isinstance(channels, tomlkit.items.AoT):
        raise TypeError
    channels.append(entry)
    return tomlkit.dumps(document)
