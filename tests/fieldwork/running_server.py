"""A real server with a study in the field, that can be killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
_START = 300.0  # seconds, on a machine that does much else


@dataclass(slots=True)
class RunningServer:
    """``tramite serve`` and its worker, in processes that end together.

    Attributes:
        home: its folder. database: its URL; empty: SQLite in the home. made: what was prepared in it.
    """

    home: Path
    database: str = ""
    port: int = 0
    made: Any = None
    _process: subprocess.Popen[bytes] | None = None

    def ask(self, command: str, number: float) -> Any:
        """Have the home made or counted (:mod:`tests.fieldwork.field_home`)."""
        words = [sys.executable, "-m", "tests.fieldwork.field_home", command, str(number)]
        done = subprocess.run(words, cwd=ROOT, env=self._environment(), check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    def start(self) -> None:
        """Start, and wait until it answers; always at the same port."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        words = [sys.executable, "-m", "tramite.web", "serve", "--port", str(self.port)]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                words, cwd=ROOT, env=self._environment(), start_new_session=True, stdout=log, stderr=log
            )
        until = time.monotonic() + _START
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                self.kill()
                raise RuntimeError((self.home / "log").read_text(encoding="utf-8")[-2000:])
            time.sleep(0.1)

    def kill(self) -> None:
        """End all of its processes at once, without a word."""
        if self._process is not None:
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def __enter__(self) -> RunningServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TRAMITE_", "DJANGO_", "PYTEST_"))}
        return kept | {"TRAMITE_HOME": str(self.home), "TRAMITE_DATABASE": self.database}
