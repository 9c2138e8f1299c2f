"""The dossier as one HTML page that stands by itself: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from tramite.kernel.wording import Language
from tramite.reports.dossier import Dossier
from tramite.reports.rendering import KINDS, css_string, drawing, environment
from tramite.reports.scribe import Scribe
from tramite.reports.sections import Parts, write_parts


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


def _running(scribe: Scribe) -> str:
    definition = scribe.dossier.definition
    running = scribe.say("running", vendor=definition.vendor, case=definition.name.say(scribe.language))
    return " · ".join(filter(None, (running, scribe.badge("books", "voices"))))
