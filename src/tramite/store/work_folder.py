"""Folders to work in: whole cases stand there for a while, and none stays behind a process that was killed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_PLACE: Final = "TRAMITE_WORK"  # passed on to processes that are started from here
_PREFIX: Final = "tramite-"
_DAY: Final = 24 * 3600  # seconds: nothing works on one folder for as long


def work_in(place: Path) -> Path:
    """Have folders to work in made in one place, for its owner alone; returns it."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.chmod(0o700)
    os.environ[_PLACE] = str(place)
    return place


@contextmanager
def work_folder() -> Iterator[Path]:
    """Yield a folder for its owner alone, gone after the block; without a server, where the system has them."""
    place = os.environ.get(_PLACE) or None
    with TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=place) as folder:
        yield Path(folder)


def sweep(place: Path) -> int:
    """Remove what processes that are gone left behind, and anything older than a day; returns how many."""
    left = [entry for entry in place.iterdir() if _is_left(entry)]
    for entry in left:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.unlink()
    return len(left)


def _is_left(entry: Path) -> bool:
    process = entry.name.removeprefix(_PREFIX).partition("-")[0]
    if entry.name.startswith(_PREFIX) and process.isdigit() and not _is_alive(int(process)):
        return True
    with suppress(FileNotFoundError):  # whoever worked in it is done
        return time.time() - entry.lstat().st_mtime > _DAY
    return False


def _is_alive(process: int) -> bool:
    if os.name == "posix":  # elsewhere, asking would end it
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (PermissionError, OverflowError):
            return True
    return True
