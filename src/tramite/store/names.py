"""Compare names as people write them: case, accents, spaces and punctuation do not count."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence


def plain(name: str) -> str:
    """Strip a name to its letters and digits: «Cod. Cliente», «COD_CLIENTE» and «cod cliente» are one."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def hits(names: Sequence[str | None], known: Collection[str]) -> int:
    """Count the different names that are known; ``known`` holds plain names."""
    return len({plain(name) for name in names if name is not None} & set(known))
