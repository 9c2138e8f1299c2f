"""What was left out of an exported case: said in a file of it, so that nobody takes it for the whole."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from typing import Final

import tomlkit

from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.wording import LANGUAGES, say

FILE: Final = "export.toml"
NAMES: Final = "names"
ANTITRUST: Final = "antitrust"
_KNOWN: Final = (NAMES, ANTITRUST)


def mark_of(left_out: Collection[str]) -> bytes:
    """Write the mark of an export; ``left_out``: ``NAMES``, ``ANTITRUST`` or both."""
    document = tomlkit.document()
    for language in LANGUAGES:
        document.add(tomlkit.comment(say("web.export_mark", language)))
    document["left_out"] = [part for part in _KNOWN if part in left_out]
    return tomlkit.dumps(document).encode()


def read_mark(data: bytes) -> frozenset[str]:
    """Read what a mark says was left out.

    Raises:
        InputRefused: it is no mark.
    """
    try:
        left_out = tomllib.loads(data.decode())["left_out"]
        return frozenset({_KNOWN[_KNOWN.index(part)] for part in left_out})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise InputRefused([Fault(FILE, "not_an_export_mark", hint=", ".join(_KNOWN))]) from error
