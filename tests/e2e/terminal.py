"""The program as a user runs it, in a terminal of 200 columns."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from tramite.cli import main; main()"]


def run(*arguments: str | Path, language: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end."""
    environment = os.environ | {"LANG": language, "LC_ALL": language, "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, env=environment, timeout=120
    )
