"""What cannot be computed, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.kernel.wording import Language, Sayable, catalogue, say, spoken


@dataclass(frozen=True, slots=True)
class Missing:
    """What a simulation lacks: the key of its name in the catalogue, the channel, and what else fills the name."""

    key: str
    channel_id: str | None = None
    params: tuple[tuple[str, str | Sayable], ...] = ()

    def named(self, language: Language, channel: str, *, told: bool = False) -> str:
        """Name it in a language.

        Args:
            channel: how its channel is called; it stands in brackets where the name does not hold it.
            told: the sentence around it names the channel already.
        """
        filled = {name: spoken(part, language) for name, part in self.params}
        words = say(self.key, language, channel=channel, **filled)
        holds = told or self.channel_id is None or "{channel}" in catalogue(language)[self.key]
        return words if holds else f"{words} ({channel})"


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the income statement, to be named in the language of who reads."""

    codes: tuple[str, ...]

    def say(self, language: Language = "en") -> str:
        """Name them."""
        return ", ".join(say(f"lines.{code}", language) for code in self.codes)
