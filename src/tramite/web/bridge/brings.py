"""What the channels of a study bring in a year, as its books say: read once, kept until the books change."""

from __future__ import annotations

import hashlib

from django.db.models.functions import Length

from tramite.web.models import Channel, Study
from tramite.workflows.sample import ChannelBrings


def books_seal(study: Study) -> str:
    """Return what changes when the books of a study, or what it says of itself, change."""
    files = study.files.filter(path__startswith="books/").order_by("path")
    held = list(files.annotate(size=Length("content")).values_list("path", "pk", "size"))
    return hashlib.sha256(repr((study.definition, held)).encode()).hexdigest()


def keep_brings(study: Study, brings: ChannelBrings) -> None:
    """Keep what channels bring, with the seal of the books; run it in a transaction."""
    for channel in Channel.objects.filter(study=study):
        channel.contribution = brings.contribution.get(channel.code)
        channel.net_sales = brings.net_sales.get(channel.code)
        channel.save(update_fields=["contribution", "net_sales"])
    Study.objects.filter(pk=study.pk).update(brings_seal=books_seal(study))


def known_brings(study: Study, selling: set[str]) -> ChannelBrings | None:
    """Return what the selling channels bring; ``None`` where the books have changed since it was read."""
    if study.brings_seal != books_seal(study):
        return None
    rows = Channel.objects.filter(study=study, code__in=selling).values_list("code", "contribution", "net_sales")
    return ChannelBrings({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})
