"""The built pages of the interview: made from the sources beside them, licences with them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import tramite.web

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "web-client"
BUILT = Path(tramite.web.__file__).parent / "static" / "tramite" / "interview"
MADE = json.loads((BUILT / "made.json").read_text(encoding="utf-8"))


def _digests(folder: Path, names: list[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names)}


def test_what_is_built_is_of_the_sources_as_they_are() -> None:
    loose = [path.name for path in SOURCES.iterdir() if path.is_file()]
    sources = loose + [f"src/{path.name}" for path in (SOURCES / "src").iterdir()]
    assert MADE["sources"] == _digests(SOURCES, sources), "run «make interview»"
    built = [path.name for path in BUILT.iterdir() if path.name != "made.json"]
    assert MADE["built"] == _digests(BUILT, built), "run «make interview»"


def test_the_form_engine_is_pinned_and_what_it_contains_is_credited() -> None:
    assert json.loads((SOURCES / "package.json").read_text())["dependencies"]["@getodk/web-forms"] == "0.22.0"
    credits = (BUILT / "licences.txt").read_text(encoding="utf-8")
    for name in ("@getodk/web-forms 0.22.0", "Vue", "PrimeVue", "Solid", "web-tree-sitter", "SortableJS"):
        assert name in credits


def test_nothing_is_fetched_from_elsewhere() -> None:
    script, style = ((BUILT / f"interview.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    assert "tile.openstreetmap" not in script
    assert "@font-face" not in style
    assert "url(http" not in style
