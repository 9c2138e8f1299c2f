"""``tramite serve`` as a newcomer starts it, on either database."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: where, and the one-time password that it printed."""

    address: str
    email: str
    password: str


@contextmanager
def serving(home: Path, example: Path, *, database: str) -> Iterator[Served]:
    """Start a server with an example study; stop it as Ctrl+C does.

    Args:
        database: its URL; empty: SQLite in the home.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words: list[str | Path] = [Path(sys.executable).parent / "tramite", "serve", "--home", home]
    words += ["--port", str(port), "--example", example, *(["--database", database] if database else [])]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TRAMITE_", "DJANGO_"))}
    environment |= {"LC_ALL": "en_GB.UTF-8"}
    server = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, text=True)
    assert server.stdout is not None
    try:
        told = ""
        while "It is shown only now" not in told:
            line = server.stdout.readline()
            assert line, f"The server ended: {told}"
            told += line
        email, password = re.findall(r"(?:as|password) {2,}(\S+)", told)
        _await(port, server)
        yield Served(f"http://127.0.0.1:{port}", email, password)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)
        server.stdout.close()


def _await(port: int, server: subprocess.Popen[str]) -> None:
    for _attempt in range(600):
        with socket.socket() as knock:
            knock.settimeout(0.2)
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None
        time.sleep(0.2)
    pytest.fail("The server did not answer.")
