"""The dossier as one HTML page that stands by itself: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tramite.kernel.wording import Language
from tramite.reports.charts.theme import to_svg
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Fold, Heading, Picture, Words
from tramite.reports.sections import Parts, write_parts

KINDS = {Fold: "fold", Grid: "grid", Heading: "heading", Picture: "picture", Words: "words"}


def render_html(dossier: Dossier, language: Language, *, parts: Parts | None = None) -> str:
    """Write a dossier as one self-contained HTML page in a language.

    Args:
        parts: its sections in this language, where they are written already.

    Returns: the whole page: styles and drawings inside; every number in a table carries its origin as
        ``title`` and links to the entry below the table that says it.
    """
    scribe = Scribe(dossier, language)
    template = environment().get_template("dossier.html.j2")
    parts = parts or write_parts(scribe)
    ids = [section.id for sections in parts.values() for section in sections]
    return template.render(
        scribe=scribe, say=scribe.say, draw=drawing(language), kinds=KINDS, parts=parts,
        numbers={section: place for place, section in enumerate(ids, 1)},
        definition=dossier.definition, banner=scribe.badge("books", "voices"), language=language,
        running=css_string(_running(scribe)), page_word=css_string(scribe.say("page_of")),
    )  # fmt: skip


def drawing(language: Language) -> Callable[[Picture], Markup]:
    """Return what draws a picture of a page in a language."""

    def draw(picture: Picture) -> Markup:
        label = f"{picture.title}. {picture.about}"
        svg = to_svg(picture.chart, language=language, picture_id=picture.id, label=label)
        return Markup(svg)  # noqa: S704 - drawn by vl-convert, which escapes every text

    return draw


@cache
def environment() -> Environment:
    """Return the templates of the pages: everything that they print is escaped."""
    return Environment(
        loader=PackageLoader("tramite.reports", "html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _running(scribe: Scribe) -> str:
    definition = scribe.dossier.definition
    running = scribe.say("running", vendor=definition.vendor, case=definition.name.say(scribe.language))
    return " · ".join(filter(None, (running, scribe.badge("books", "voices"))))


def css_string(text: str) -> str:
    """Write a text as a CSS string that cannot end early: every character but letters and digits as its code."""
    safe = (char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in text)
    return Markup(f'"{"".join(safe)}"')  # noqa: S704 - letters, digits and codes only
