"""The same tests on PostgreSQL, where it is installed: a server of its own, on a socket, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.postgresql_server import postgresql, programs

ROOT = Path(__file__).parents[2]
# Tests of what depends on the database; words, and numbers of a dossier, do not.
DEPENDING = (
    "models", "talks", "sheets", "transfer", "registers", "serving", "receiving",
    "taking_in", "openrosa", "privacy", "whose", "imports", "central", "plan",
)  # fmt: skip


def test_all_of_this_holds_on_postgresql() -> None:
    found = programs()
    if found is None:
        pytest.skip(
            "PostgreSQL is not installed: run «make system» as root, or install Debian's package postgresql"
        )
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    words += [f"tests/web/test_{name}.py" for name in DEPENDING]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    with postgresql(found) as database:
        done = subprocess.run(
            words, cwd=ROOT, env=environment | {"TRAMITE_TEST_DATABASE": database}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout
