"""A page for one reader and one purpose, beside the dossier: one HTML file, nothing loaded from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.kernel.wording import Language
from tramite.reports.hand import Hand
from tramite.reports.rendering import KINDS, css_string, drawing, environment
from tramite.reports.section import Section


@dataclass(frozen=True, slots=True)
class Writer(Hand):
    """Writes a page of a case, in a language."""

    case: CaseDefinition
    language: Language

    @property
    def definition(self) -> CaseDefinition:
        """The content of ``case.toml``."""
        return self.case

    @property
    def method(self) -> Method:
        """Settings of the method."""
        return self.case.method


@dataclass(frozen=True, slots=True)
class Leaf:
    """What such a page holds: its head, and sections in reading order. ``banner`` stands above all of it."""

    kind: str
    title: str
    vendor: str
    facts: str
    sections: tuple[Section, ...]
    banner: str = ""


def render_leaf(hand: Hand, leaf: Leaf) -> str:
    """Write a page in the language of a hand."""
    return environment().get_template("leaf.html.j2").render(
        leaf=leaf, say=hand.say, draw=drawing(hand.language), kinds=KINDS, language=hand.language,
        running=css_string(f"{leaf.vendor} · {leaf.title}"), page_word=css_string(hand.say("page_of")),
    )  # fmt: skip
