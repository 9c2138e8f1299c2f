"""Keys of interviewers' devices: made, shown once, taken back."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tramite.web.actions.audit import Verb, note
from tramite.web.actions.bearer import digest, new_secret
from tramite.web.models import DeviceKey, Study, User

_HOUR: Final = timedelta(hours=1)


@transaction.atomic
def make_key(study: Study, user: User, name: str, *, by: User) -> tuple[DeviceKey, str]:
    """Make a key for a device of an interviewer; returns it with its secret, which is kept nowhere."""
    secret = new_secret()
    key = DeviceKey.objects.create(study=study, user=user, name=name, sha256=digest(secret))
    note(by, Verb.MADE, "device key", f"{user.email} {key.pk}", study=study)
    return key, secret


@transaction.atomic
def revoke(key: DeviceKey, *, by: User) -> None:
    """Take a key back: its device lists and sends nothing more."""
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        note(by, Verb.REMOVED, "device key", f"{key.user.email} {key.pk}", study=key.study)


def key_of(secret: str) -> DeviceKey | None:
    """Return the key whose secret this is, unless it was taken back, and note that it was used."""
    keys = DeviceKey.objects.select_related("user", "study")
    key = keys.filter(sha256=digest(secret), revoked_at=None).first()
    now = timezone.now()
    if key is not None and (key.used_at is None or key.used_at < now - _HOUR):
        DeviceKey.objects.filter(pk=key.pk).update(used_at=now)
    return key


def collect_settings(address: str, project: str) -> str:
    """Return the settings of ODK Collect as its QR code holds them: JSON, zlib, base64.

    Args:
        address: of the server, with the secret in it. project: name that the device shows.
    """
    content = {
        "general": {"server_url": address, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
        "admin": {},
        "project": {"name": project},
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()
