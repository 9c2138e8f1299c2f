"""The one message catalogue, Italian and English: every sentence that a person reads comes from here."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["en", "it"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Read all sentences of a language.

    Returns: key ``<file>.<name>`` to sentence, placeholders in braces.
    Source: ``kernel/catalogue/<language>/*.toml``; the two languages hold the same keys (a test says so).
    """
    sentences: dict[str, str] = {}
    for entry in (files("tramite.kernel") / "catalogue" / language).iterdir():
        if entry.name.endswith(".toml"):
            section = entry.name.removesuffix(".toml")
            for name, sentence in tomllib.loads(entry.read_text(encoding="utf-8")).items():
                sentences[f"{section}.{name}"] = sentence
    return sentences


def say(key: str, language: Language = "en", **params: object) -> str:
    """Write one sentence of the catalogue in a language, its placeholders filled."""
    return catalogue(language)[key].format(**params)
