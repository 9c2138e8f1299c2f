"""The one message catalogue, Italian and English: every sentence that a person reads comes from here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, Protocol, get_args

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


class Sayable(Protocol):
    """Words that are chosen when they are shown, in the language of who reads."""

    def say(self, language: Language = "en") -> str:
        """Write them in a language."""
        ...


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the catalogue, not spoken yet: results carry it, and whoever shows them chooses the language.

    A parameter may be a phrase itself, or anything else that says itself in a language.
    """

    key: str
    params: tuple[tuple[str, object], ...] = ()

    def say(self, language: Language = "en") -> str:
        """Write the sentence in a language, its placeholders filled."""
        return say(self.key, language, **{name: _filling(part, language) for name, part in self.params})

    def __str__(self) -> str:
        return self.say()


def _filling(part: object, language: Language) -> object:
    # Asked for by name: isinstance of a protocol takes ten times as long, and a dossier asks 100,000 times.
    says = getattr(part, "say", None)
    return part if says is None else says(language)


def phrase(key: str, **params: object) -> Phrase:
    """Return a sentence to be spoken later."""
    return Phrase(key, tuple(params.items()))


def spoken(words: str | Sayable, language: Language = "en") -> str:
    """Write words in a language; what a person wrote themselves stays as it is."""
    return words if isinstance(words, str) else words.say(language)
