from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import tramite as tr

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "adventure-works"
NAMES = dir(tr)


def test_front_door_is_small() -> None:
    assert len(NAMES) <= 22
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "CONTRACTS"])
def test_every_name_says_what_it_is(name: str) -> None:
    text = getattr(tr, name).__doc__ or ""
    assert text[:1].isupper()
    assert len(text.split()) >= 5


@pytest.mark.parametrize(
    "name", ["income_statement", "key_figures", "px", "diversion", "beliefs", "reconciliation", "table"]
)
def test_every_question_to_a_case_says_what_it_answers(name: str) -> None:
    assert (getattr(tr.Case, name).__doc__ or "").strip()


def test_the_readmes_notebook_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    example = shutil.copytree(EXAMPLE, tmp_path / "case", ignore=shutil.ignore_patterns("source", "dossier"))
    settings = (example / "case.toml").read_text(encoding="utf-8")
    (example / "case.toml").write_text(settings.replace("[method]", "[method]\ndraws = 1000"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    runnable = code.replace('"examples/adventure-works"', repr(str(example))).replace(
        ", language", ', output="out", language'
    )
    names: dict[str, Any] = {}
    exec(runnable, names)  # noqa: S102
    assert 0 <= names["comparison"].result("close-warehouse").p_better <= 1
    assert (tmp_path / "out" / "dossier.html").exists()
