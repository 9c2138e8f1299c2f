"""Secrets that open something to whoever holds them: shown once, and kept as a digest alone."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

_BYTES: Final = 32


def new_secret() -> str:
    """Return a new secret, as text that may stand in an address."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """Return what is kept of a secret (SHA-256, hexadecimal)."""
    return hashlib.sha256(secret.encode()).hexdigest()
