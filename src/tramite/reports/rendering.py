"""What every HTML page of a case is made with: templates, drawings, texts for its style."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tramite.kernel.wording import Language
from tramite.reports.grid import Grid
from tramite.reports.section import Fold, Heading, Picture, Words

KINDS = {Fold: "fold", Grid: "grid", Heading: "heading", Picture: "picture", Words: "words"}


def drawing(language: Language) -> Callable[[Picture], Markup]:
    """Return what draws a picture of a page in a language."""

    def draw(picture: Picture) -> Markup:
        from tramite.reports.charts.theme import to_svg  # noqa: PLC0415 - most small pages have no picture

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


def css_string(text: str) -> str:
    """Write a text as a CSS string that cannot end early: every character but letters and digits as its code."""
    safe = (char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in text)
    return Markup(f'"{"".join(safe)}"')  # noqa: S704 - letters, digits and codes only
