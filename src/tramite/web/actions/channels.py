"""Change a channel, or add one: its row and the text of ``case.toml`` together."""

from __future__ import annotations

from django.db import transaction

from tramite.store.channel_text import ChannelChange
from tramite.web.actions.audit import Verb, note
from tramite.web.bridge.content import save_channels
from tramite.web.models import Channel, Study, User
from tramite.workflows.transfer import add_channel, change_channel


@transaction.atomic
def save_channel(channel: Channel, change: ChannelChange, *, fields: list[str], by: User) -> None:
    """Change a channel of a study, or add one that is not kept yet.

    Raises:
        InputRefused: the definition would no longer hold together; nothing is changed.
    """
    study = Study.objects.select_for_update().get(pk=channel.study_id)
    is_new = channel.pk is None
    write = add_channel if is_new else change_channel
    study.definition, definition = write(study.definition, channel.code, change)
    study.save()
    save_channels(study, definition)
    note(by, Verb.MADE if is_new else Verb.CHANGED, "channel", channel.code, study=study, fields=fields)
