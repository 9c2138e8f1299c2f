"""Drafts of interviews: keep what is filled so far, and every version that another one takes the place of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.web.models import Draft, DraftVersion

MAX_DRAFT: Final = 2 << 20


class DraftElsewhere(TramiteError):
    """A draft was saved from another device since; ``draft``: as it is now."""

    http_status = 409

    def __init__(self, draft: Draft) -> None:
        super().__init__("draft_elsewhere")
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Save:
    """What a page keeps of an interview.

    Attributes:
        body: XML of the form as far as it is filled. beside: what is kept beside it. writer, turn: which page,
            and how often it had changed it. device: what it calls its device.
    """

    body: str
    beside: Mapping[str, Any]
    writer: str
    turn: int
    device: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Which saves went into what a page has.

    Attributes:
        revision: the last one that it saw. writers: pages that it has something of, each with its last turn.
    """

    revision: int
    writers: Mapping[str, int]

    def holds(self, draft: Draft) -> bool:
        """Tell whether all of a draft went into it."""
        known = self.writers.get(draft.writer, -1) if draft.writer else -1
        return not draft.body or self.revision >= draft.revision or known >= draft.turn


def save_draft(draft: Draft, save: Save, *, revision: int, over: bool = False) -> int:
    """Keep what is filled so far; returns the number of this save. The same save that comes again is taken once.

    Args:
        revision: the save that this one goes on from. over: it takes the place of a version that somebody saw and
            did not choose, which is kept beside it.

    Raises:
        DraftElsewhere: there is a later one.
    """
    with transaction.atomic():
        held = Draft.objects.select_for_update().get(pk=draft.pk)
        if save.writer and (held.writer, held.turn) == (save.writer, save.turn):
            return held.revision
        if held.revision != revision:
            raise DraftElsewhere(held)
        if over:
            _keep_version(held)
        held.body, held.beside, held.device = save.body, dict(save.beside), save.device
        held.writer, held.turn, held.revision, held.saved_at = save.writer, save.turn, revision + 1, timezone.now()
        held.save()
    return revision + 1


def set_aside(draft: Draft, save: Save) -> None:
    """Keep what was filled on a device beside the draft, which stays as it is; the same again is kept once."""
    DraftVersion.objects.get_or_create(
        draft=draft, body=save.body, device=save.device,
        defaults={"beside": dict(save.beside), "saved_at": timezone.now()},
    )  # fmt: skip


def open_version(version: DraftVersion) -> None:
    """Put a version in the place of its draft, and what stood there beside it."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=version.draft_id)
        _keep_version(draft)
        draft.body, draft.beside, draft.device = version.body, version.beside, version.device
        draft.writer, draft.revision, draft.saved_at = "", draft.revision + 1, timezone.now()
        draft.save()
        version.delete()


def _keep_version(draft: Draft) -> None:
    if draft.body:
        DraftVersion.objects.create(
            draft=draft, body=draft.body, beside=draft.beside, device=draft.device, saved_at=draft.saved_at
        )


def state_of(draft: Draft) -> dict[str, Any]:
    """Return a draft as a page compares it with what it has itself; the moment is to be shown, never compared."""
    return {
        "body": draft.body, "beside": draft.beside, "revision": draft.revision, "writer": draft.writer,
        "turn": draft.turn, "device": draft.device, "at": int(draft.saved_at.timestamp() * 1000),
    }  # fmt: skip
