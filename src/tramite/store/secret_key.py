"""The secret of an installation: made once, kept in a file that only its owner reads."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tramite.kernel.errors import TramiteError


def secret_key(path: Path) -> str:
    """Return the secret of an installation; the first call makes it, 50 random bytes, in a file of mode 600.

    Raises:
        TramiteError: the file can be neither read nor written, or others may read it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            if path.stat().st_mode & 0o077:
                raise TramiteError("secret_open_to_others", path=path) from None
            return path.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise TramiteError("cannot_write", path=path) from error
