"""The page of a sample: one HTML file that stands by itself, to read and to print."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tramite.kernel.case import CaseDefinition
from tramite.kernel.wording import Language, say
from tramite.reports.charts.theme import to_svg
from tramite.reports.grid import Grid
from tramite.reports.rendering import css_string
from tramite.reports.sample_sections import SampleScribe, write_sample_sections
from tramite.reports.section import Heading, Picture, Words
from tramite.voices.sampling.summary import SampleSummary

_KINDS = {Grid: "grid", Heading: "heading", Picture: "picture", Words: "words"}


def render_sample(summary: SampleSummary, *, definition: CaseDefinition, language: Language) -> str:
    """Write a sample as one self-contained HTML page in a language: styles and drawings inside, no script."""

    def draw(picture: Picture) -> Markup:
        label = f"{picture.title}. {picture.about}"
        svg = to_svg(picture.chart, language=language, picture_id=picture.id, label=label)
        return Markup(svg)  # noqa: S704 - drawn by vl-convert, which escapes every text

    environment = Environment(
        loader=PackageLoader("tramite.reports", "html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    scribe = SampleScribe(summary, definition, language)
    simulated = definition.simulated
    note = simulated.note.say(language) if simulated.voices and simulated.note is not None else ""
    title = f"{definition.vendor} · {scribe.say('title')}"
    return environment.get_template("sample.html.j2").render(
        sections=write_sample_sections(scribe), title=scribe.say("title"), name=definition.name.say(language),
        vendor=definition.vendor, note=note, language=language, kinds=_KINDS, draw=draw,
        say=lambda key: say(f"dossier.{key}", language),
        running=css_string(title), page_word=css_string(say("dossier.page_of", language)),
    )  # fmt: skip
