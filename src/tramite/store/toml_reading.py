"""Read a TOML file of a case."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.store.limits import check_size

_PLACE = re.compile(r"at line (\d+), column (\d+)")


def read_toml(path: Path, *, file: str) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        file: name of the file, as a person knows it.

    Raises:
        InputRefused: too large, not UTF-8, or not TOML: the fault names row and column.
    """
    try:
        check_size(path, file=file)
        data = path.read_bytes()
    except OSError as error:
        raise TramiteError("cannot_read", path=path) from error
    return parse_toml(data, file=file)


def parse_toml(data: bytes, *, file: str) -> dict[str, Any]:
    """Read the bytes of a TOML file; args and faults as :func:`read_toml`."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise InputRefused([Fault(file, "wrong_encoding", row, value=f"0x{data[error.start]:02X}")]) from error
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        row, column = (int(place[1]), place[2]) if place else (data.count(b"\n") + 1, None)
        raise InputRefused([Fault(file, "toml_syntax", row, column)]) from error
    except RecursionError as error:
        raise InputRefused([Fault(file, "toml_syntax")]) from error
