"""``python -m tramite.web``: what ``tramite serve`` starts, and what whoever runs the server may need."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django

from tramite.kernel.errors import TramiteError
from tramite.kernel.wording import LANGUAGES, Language, say

_LOCAL = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; returns the exit code."""
    asked = _parser().parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tramite.web.settings"
    language: Language = asked.language
    try:
        django.setup()
        return _run(asked, language)
    except TramiteError as error:
        sys.stderr.write(f"{error.say(language)}\n")
        return error.exit_code


def _run(asked: argparse.Namespace, language: Language) -> int:
    # Django must be set up before anything of the web is imported.
    from tramite.web import serving  # noqa: PLC0415

    if asked.command == "work":
        serving.work(long=asked.long)
    elif asked.command == "privacy":
        sys.stdout.write(serving.privacy(dry_run=asked.dry_run, language=language) + "\n")
    elif asked.command == "person":
        file, left_out = serving.export_person(asked.study, asked.code, asked.file, theirs=asked.theirs)
        sys.stdout.write(f"{file}\n")
        if left_out:
            sys.stdout.write(say("web.not_known_whose", language, marks=" ".join(left_out)) + "\n")
    elif asked.command == "export":
        sys.stdout.write(f"{serving.export_whole(asked.study, asked.file)}\n")
    elif asked.command == "password":
        sys.stdout.write(say("web.new_password", language, password=serving.new_password(asked.email)) + "\n")
    else:
        prepared = serving.prepare(example=asked.example)
        address = f"http://{asked.host}:{asked.port}"
        sys.stdout.write(serving.told(prepared, address, language) + "\n")
        sys.stdout.flush()
        serving.serve(host=asked.host, port=asked.port, workers=asked.workers)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tramite.web")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve")
    serve.add_argument("--host", default=_LOCAL)
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1)
    serve.add_argument("--example", type=Path)
    commands.add_parser("work").add_argument("--long", action="store_true")
    export = commands.add_parser("export")
    export.add_argument("study")
    export.add_argument("file", type=Path)
    privacy = commands.add_parser("privacy")
    privacy.add_argument("--dry-run", action="store_true")
    person = commands.add_parser("person")
    person.add_argument("study")
    person.add_argument("code")
    person.add_argument("file", type=Path)
    person.add_argument("--theirs", nargs="*", metavar="MARK", help="what is theirs, as interview:i-1")
    password = commands.add_parser("password")
    password.add_argument("email")
    return parser


if __name__ == "__main__":
    sys.exit(main())
