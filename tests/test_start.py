"""Whoever asks little waits little: a part of the program loads only what it needs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import tramite
from tramite.cli.app import COMMANDS, app
from tramite.cli.speaking import TERMINAL
from tramite.kernel.wording import LANGUAGES, Language, say

SLOW = {
    "altair", "babel", "django", "duckdb", "fastexcel", "jinja2", "narwhals", "numba", "numpy", "pandas", "polars",
    "pyarrow", "pydantic", "scipy", "splink", "tomlkit", "vl_convert", "weasyprint", "xarray", "xlsxwriter",
}  # fmt: skip
UNASKED = {"altair", "jinja2", "pandas", "scipy.optimize", "scipy.stats", "vl_convert", "xarray"}


def loaded(code: str, language: str = "C.UTF-8") -> tuple[str, set[str]]:
    """Run code in a new process; return what it printed, and the modules that it loaded."""
    told = f"import atexit, sys\natexit.register(lambda: print('\\n@', *sys.modules))\n{code}"
    environment = os.environ | {"LANG": language, "LC_ALL": language, "COLUMNS": "200"}
    command = [sys.executable, "-c", told]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    printed, _, modules = done.stdout.rpartition("@")
    return printed, set(modules.split())


def test_importing_the_package_loads_no_library_of_analysis() -> None:
    _, modules = loaded("import tramite, tramite.kernel.periods; dir(tramite)")
    assert "tramite.kernel.periods" in modules
    assert modules & SLOW == set()


def test_every_name_of_the_front_door_is_found() -> None:
    assert [name for name in dir(tramite) if getattr(tramite, name, None) is None] == []
    with pytest.raises(AttributeError):
        tramite.nothing  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_every_command_and_loads_none(language: Language) -> None:
    code = "sys.argv[1:] = ['--help']\nimport tramite.cli; tramite.cli.main()"
    printed, modules = loaded(code, {"en": "C.UTF-8", "it": "it_IT.UTF-8"}[language])
    for command, (_, words) in COMMANDS.items():
        (line,) = (line for line in printed.splitlines() if line.split()[:1] == [command])
        assert say(words, language).startswith(line.split(maxsplit=1)[1].rstrip("."))
    assert modules & SLOW == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_found_when_it_is_called(command: str) -> None:
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0, done.output
    assert say(COMMANDS[command][1], TERMINAL) in " ".join(done.output.split())


@pytest.mark.parametrize("module", ["checking", "statements", "ingesting", "serving"])
def test_commands_that_read_the_books_load_no_charts_and_no_search(module: str) -> None:
    _, modules = loaded(f"import tramite.cli.{module}")
    assert modules & UNASKED == set()


def test_pages_of_the_web_load_no_charts_and_no_simulation() -> None:
    _, modules = loaded("import django\ndjango.setup()\nimport tramite.web.urls, tramite.web.serving")
    assert "tramite.web.faces.field.desk" in modules
    unasked = UNASKED - {"jinja2"} | {"numba", "tramite.decisions.comparison", "tramite.reports.sections"}
    assert modules & unasked == set()
