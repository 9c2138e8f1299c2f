"""Where a number comes from: rows of a table, interviews, a setting, an assumption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tramite.kernel.wording import Language, Sayable, say, spoken

SourceKind = Literal["table", "interviews", "setting", "assumption"]


@dataclass(frozen=True, slots=True)
class Source:
    """One ground of a number.

    Attributes:
        kind: ``table`` (rows of the books), ``interviews`` (answers), ``setting`` (a threshold of the method),
            ``assumption`` (said by a person, not measured).
        name: table, item ids, setting, or parameter of an alternative.
        detail: which rows, which formula, who assumes it.
        ids: interviews, by id; empty where naming them would disclose who said what.
        simulated: true when these data were made by a program.
    """

    kind: SourceKind
    name: str
    detail: str | Sayable = ""
    ids: tuple[str, ...] = ()
    simulated: bool = False

    def say(self, language: Language = "en") -> str:
        """Write the ground in a line."""
        text = say(f"sources.{self.kind}", language, name=self.name)
        if self.detail:
            text += f" ({spoken(self.detail, language)})"
        if self.ids:
            text += say("sources.ids", language, ids=", ".join(self.ids))
        return text + (say("sources.simulated", language) if self.simulated else "")
