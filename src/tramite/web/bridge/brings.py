"""What the channels of a study bring in a year, as its books say: read once, kept until the books change."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from tramite.web.bridge.content import definition_of
from tramite.web.models import Channel, Study
from tramite.workflows.sample import ChannelBrings

# Of ``case.toml``: what only people read. All else may change what a channel brings.
_WORDS: Final[Any] = {
    "name": True, "vendor": True, "language": True, "origin": True, "goals": True, "notes": True,
    "ledger_note": True, **{part: {"__all__": {"name"}} for part in ("channels", "segments", "lines")},
}  # fmt: skip


def books_seal(study: Study) -> str:
    """Return what changes when the books of a study change, or the rules by which they are read."""
    files = study.files.filter(path__startswith="books/").order_by("path")
    held = list(files.values_list("path", "pk"))  # a file that is replaced has another key
    rules = definition_of(study).model_dump_json(exclude=_WORDS)
    return hashlib.sha256(repr((rules, held)).encode()).hexdigest()


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
