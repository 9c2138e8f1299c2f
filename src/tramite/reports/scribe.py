"""The hand that writes one dossier in one language."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.kernel.wording import Language
from tramite.reports.dossier import Dossier
from tramite.reports.hand import Hand


@dataclass(frozen=True, slots=True)
class Scribe(Hand):
    """Writes what a dossier holds, in a language."""

    dossier: Dossier
    language: Language

    @property
    def definition(self) -> CaseDefinition:
        """The content of ``case.toml``."""
        return self.dossier.definition

    @property
    def method(self) -> Method:
        """Settings of the method."""
        return self.dossier.method

    @property
    def heard_indeed(self) -> int:
        """Interviews with people, in a case whose voices are simulated."""
        return self.dossier.heard_indeed

    def channel(self, channel_id: str | None) -> str:
        """Name a channel, of the case or opened by an alternative, the company, or all channels."""
        comparison = self.dossier.comparison
        opened = {} if comparison is None or comparison.market is None else comparison.market.opened
        name = opened.get(channel_id or "")
        return Hand.channel(self, channel_id) if name is None else name.say(self.language)
