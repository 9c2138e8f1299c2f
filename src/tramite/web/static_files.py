"""Styles and scripts of the pages as they are served: named by their content, and compressed."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from tramite.store.outputs import save_bytes


def gather_static() -> bool:
    """Gather the files where they are served from, unless they are there already: compressing takes seconds.

    Returns: whether they had to be gathered.
    """
    stamp, found = settings.STATIC_ROOT / ".gathered", _fingerprint()
    if stamp.exists() and stamp.read_bytes() == found:
        return False
    # Cleared first: what is there is else kept where it is younger, and what a program brings may be of any age.
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    save_bytes(stamp, found)
    return True


def _fingerprint() -> bytes:
    """Return what tells the files of all apps, by path and content, from any others."""
    whole = hashlib.sha256()
    files = (each for finder in get_finders() for each in finder.list(None))
    for path, storage in sorted(files, key=lambda each: each[0]):
        with storage.open(path) as file:
            whole.update(f"{path}\0".encode() + hashlib.sha256(file.read()).digest())
    return whole.hexdigest().encode()
