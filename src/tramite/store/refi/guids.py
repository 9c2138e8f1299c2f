"""The names of the REFI-QDA standard: the same thing has the same GUID each time it is written."""

from __future__ import annotations

import re
import uuid
from typing import Final

PROJECT: Final = "urn:QDA-XML:project:1.0"
CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
_TRAMITE: Final = uuid.UUID("6f0b6a1e-6c3c-5f0e-9a53-2d1f7c1f8a10")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def guid(kind: str, *names: object) -> str:
    """Return the GUID of a thing by its kind and names (UUID version 5, so that it never changes)."""
    return str(uuid.uuid5(_TRAMITE, "\x1f".join([kind, *map(str, names)])))


def same_guid(text: str | None) -> str:
    """Write a GUID of another program as ours are written: lower case, without braces."""
    return (text or "").strip().strip("{}").lower()


def xml_text(text: str) -> str:
    """Leave out what XML 1.0 cannot hold: control signs, two that are no characters."""
    return _NOT_XML.sub("", text)
