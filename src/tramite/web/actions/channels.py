"""Change a channel: its row and the text of ``case.toml`` together."""

from __future__ import annotations

from django.db import transaction

from tramite.store.channel_text import ChannelChange
from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.content import save_channels
from tramite.web.models import Channel, Study, User
from tramite.workflows.transfer import change_channel


@transaction.atomic
def save_channel(channel: Channel, change: ChannelChange, *, fields: list[str], by: User) -> None:
    """Change a channel of a study.

    Raises:
        InputRefused: the definition would no longer hold together; nothing is changed.
    """
    study = Study.objects.select_for_update().get(pk=channel.study_id)
    study.definition, definition = change_channel(study.definition, channel.code, change)
    study.save()
    save_channels(study, definition)
    note(by, Verb.CHANGED, "channel", channel.code, study=study, fields=fields)
