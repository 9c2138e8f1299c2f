"""The same tests on PostgreSQL, where it is installed: a server of its own, on a socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parents[2]
USER = "postgres"
# Tests of what depends on the database; words, and numbers of a dossier, do not.
DEPENDING = ("models", "transfer", "access", "registers", "accounts", "serving", "plan")


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: Debian keeps them out of the path."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "pg_ctl").exists()), None)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Start a PostgreSQL server; yields the URL of its database."""
    programs = _programs()
    if programs is None:
        pytest.skip(
            "PostgreSQL is not installed: run «make system» as root, or install Debian's package postgresql"
        )
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
    run(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", settings, "start")
    yield f"postgres://{USER}@{quote(str(folder), safe='')}/postgres"
    run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


def test_all_of_this_holds_on_postgresql(database: str) -> None:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    words += [f"tests/web/test_{name}.py" for name in DEPENDING]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    done = subprocess.run(
        words, cwd=ROOT, env=environment | {"TRAMITE_TEST_DATABASE": database}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout
