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
    """Return the folder of PostgreSQL's programs: Debian keeps them out of the path; ``None`` without any."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "pg_ctl").exists()), None)


@contextmanager
def postgresql(place: Path) -> Iterator[str]:
    """Start a server with the programs of a folder; yields the URL of its database."""
    # PostgreSQL does not run as root.
    user = USER if os.geteuid() == 0 else None
    folder = Path(mkdtemp(prefix="tramite-pg-"))
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(*words: str | Path) -> None:
        subprocess.run(
            words, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, env={"PATH": os.defpath}
        )

    data = folder / "data"
    run(place / "initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run(place / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", settings, "start")
    try:
        yield f"postgres://{USER}@{quote(str(folder), safe='')}/postgres"
    finally:
        run(place / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)
