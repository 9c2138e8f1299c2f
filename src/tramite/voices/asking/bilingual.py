"""What is read out to a person, in both languages side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tramite.kernel.wording import Language, say


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in English and in Italian."""

    en: str
    it: str

    def say(self, language: Language = "en") -> str:
        """Return the words in a language."""
        return self.it if language == "it" else self.en

    def filled(self, words: Mapping[str, Bilingual]) -> Bilingual:
        """Fill the placeholders in braces; one that is not given stays as it is."""
        return Bilingual(_filled(self.en, "en", words), _filled(self.it, "it", words))


def both(key: str, **params: object) -> Bilingual:
    """Return a sentence of the catalogue in both languages; bilingual parameters are spoken in each."""
    return Bilingual(_said(key, "en", params), _said(key, "it", params))


def _said(key: str, language: Language, params: Mapping[str, object]) -> str:
    spoken = {
        name: value.say(language) if isinstance(value, Bilingual) else value for name, value in params.items()
    }
    return say(key, language, **spoken)


def _filled(text: str, language: Language, words: Mapping[str, Bilingual]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value.say(language))
    return text
