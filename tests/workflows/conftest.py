"""A copy of the example case that a test may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"


def copy_example(folder: Path) -> Path:
    """Copy the example case, with fewer draws, to be quick; returns its folder."""
    case = folder / "case"
    for part in ("books", "voices", "alternatives"):
        shutil.copytree(EXAMPLE / part, case / part)
    settings = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("[method]", "[method]\ndraws = 400")
    (case / "case.toml").write_text(settings, encoding="utf-8")
    return case


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the example case with fewer draws."""
    return copy_example(tmp_path)
