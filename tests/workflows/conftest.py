"""A copy of the example case that a test may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the example case with fewer draws, to be quick."""
    case = tmp_path / "case"
    for part in ("books", "voices", "alternatives"):
        shutil.copytree(EXAMPLE / part, case / part)
    settings = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("[method]", "[method]\ndraws = 400")
    (case / "case.toml").write_text(settings, encoding="utf-8")
    return case
