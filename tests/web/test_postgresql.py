"""The same tests on PostgreSQL: a server of its own, on a socket, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needed import lacking
from tests.web.postgresql_server import postgresql, programs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# All tests of the web but those that ask the database nothing of its own: words, shapes, files, rights, headers.
INDEPENDENT = {
    "postgresql", "words", "interview_client", "interview_modules", "dossiers", "places", "access", "security",
}  # fmt: skip
IN_THE_FIELD = "tests/e2e/test_talk_in_browser.py::test_an_interview_survives_a_cut_connection_and_is_sent_once"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Start a server; returns the URL of its database."""
    with postgresql(programs() or lacking("PostgreSQL", "postgresql")) as url:
        yield url


def passed_on(database: str, *tests: str) -> int:
    """Run tests on a database, in a process of their own; returns how many pass, all of them."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    done = subprocess.run(
        words, cwd=ROOT, env=environment | {"TRAMITE_TEST_DATABASE": database}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    return int(done.stdout.rpartition(" passed")[0].rpartition("\n")[2].split()[-1])


def test_all_of_this_holds_on_postgresql(database: str) -> None:
    modules = sorted(HERE.glob("test_*.py"))
    depending = [str(each) for each in modules if each.stem.removeprefix("test_") not in INDEPENDENT]
    assert len(depending) == len(modules) - len(INDEPENDENT)
    assert passed_on(database, *depending) > len(depending)


def test_an_interview_in_the_browser_holds_on_postgresql(database: str) -> None:
    # The browser's loop leaves a connection open, so the database is not dropped: it goes with its server.
    assert passed_on(database, IN_THE_FIELD, "--reuse-db") == 1
