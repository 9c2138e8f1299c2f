"""Verbs that show what was said note it in the case, the first time."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tramite.store.showings import read_showings
from tramite.workflows.parameters import write_parameters

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"
WHEN = datetime(2013, 12, 10, 15, 0, tzinfo=timezone(timedelta(hours=1)))


def test_drawn_parameters_are_results_shown(tmp_path: Path) -> None:
    """The example as if its voices had been heard: what a program made up is never noted."""
    for part in ("books", "voices"):
        shutil.copytree(EXAMPLE / part, tmp_path / part)
    text = (EXAMPLE / "case.toml").read_text(encoding="utf-8").replace("voices = true", "voices = false")
    (tmp_path / "case.toml").write_text(text.replace("[method]", "[method]\ndraws = 200"), encoding="utf-8")
    write_parameters(tmp_path, output=tmp_path / "parameters.nc", when=WHEN)
    noted = [(one.side, one.verb, one.at) for one in read_showings(tmp_path).entries]
    assert noted == [("partner", "parameters", WHEN), ("customer", "parameters", WHEN)]
