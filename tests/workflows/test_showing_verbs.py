"""Verbs that show what was said note it in the case, the first time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tramite.store.showings import LOG, read_showings
from tramite.workflows.actions import refresh_actions
from tramite.workflows.allocation import allocate
from tramite.workflows.case import open_case
from tramite.workflows.comparison import compare
from tramite.workflows.next_wave import ask_next
from tramite.workflows.parameters import write_parameters
from tramite.workflows.partner import partner_page

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"
WHEN = datetime(2013, 12, 10, 15, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example as if its voices had been heard: what a program made up is never noted."""
    folder = tmp_path_factory.mktemp("case") / "heard"
    folder.mkdir()
    for part in ("books", "voices", "alternatives"):
        shutil.copytree(EXAMPLE / part, folder / part)
    shutil.copy(EXAMPLE / "allocation.toml", folder)
    text = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("voices = true", "voices = false")
    (folder / "case.toml").write_text(text.replace("[method]", "[method]\ndraws = 200"), encoding="utf-8")
    return folder


VERBS: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "compare": (lambda path: compare(open_case(path), "close-warehouse", when=WHEN), ["partner", "customer"]),
    "parameters": (
        lambda path: write_parameters(path, output=path / "p.nc", when=WHEN), ["partner", "customer"],
    ),
    "partner": (lambda path: partner_page(path, "640", when=WHEN), ["partner"]),
    "actions": (lambda path: refresh_actions(path, when=WHEN), ["partner", "customer"]),
    "ask": (lambda path: ask_next(path, when=WHEN), ["partner", "customer"]),
    "allocate": (lambda path: allocate(open_case(path), when=WHEN), ["partner", "customer"]),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_shown_is_noted(case: Path, verb: str) -> None:
    (case / LOG).unlink(missing_ok=True)
    show, sides = VERBS[verb]
    show(case)
    noted = read_showings(case).entries
    assert [(one.side, one.verb, one.at) for one in noted] == [(side, verb, WHEN) for side in sides]
    # guesses were given before: none of them is late
    assert open_case(case).sealed[1] == ()
