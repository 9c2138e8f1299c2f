"""A PostgreSQL server of one's own, on a socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

USER = "postgres"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: Debian keeps them out of the path."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "pg_ctl").exists()), None)


@contextmanager
def postgresql(folder_of_programs: Path, *, safe: bool = False) -> Iterator[str]:
    """Start a server; yields the URL of its database.

    Args:
        safe: what is committed is on the disk, as on a server that people use.
    """
    # PostgreSQL does not run as root.
    user = USER if os.geteuid() == 0 else None
    folder = Path(mkdtemp(prefix="tramite-pg-"))
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(*words: str | Path) -> None:
        subprocess.run(
            words, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, env={"PATH": os.defpath}
        )

    data, control = folder / "data", folder_of_programs / "pg_ctl"
    initdb = folder_of_programs / "initdb"
    run(initdb, "-D", data, "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync={'on' if safe else 'off'}"
    run(control, "-D", data, "-l", folder / "log", "-w", "-o", settings, "start")
    try:
        yield f"postgres://{USER}@{quote(str(folder), safe='')}/postgres"
    finally:
        run(control, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)
