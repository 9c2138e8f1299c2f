"""Programs that tests need. Where one is missing its tests fail: a test that is skipped is soon a test of nothing.

``make test`` installs them as root (``make system``); anybody else is told what to install.
"""

from __future__ import annotations

import shutil
from typing import NoReturn

import pytest


def needed(program: str, package: str) -> str:
    """Return where a program is; without it the test fails and names Debian's package."""
    return shutil.which(program) or lacking(program, package)


def lacking(program: str, package: str) -> NoReturn:
    """Fail the test for want of a program."""
    pytest.fail(f"{program} is not installed: run «make system» as root, or install Debian's package {package}.")
