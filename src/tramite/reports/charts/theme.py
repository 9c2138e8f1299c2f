"""Look of the charts, and the way from Altair to an SVG that stands in a page by itself.

Charts name the class of every channel, ``text=alt.Text("text:N")``: for a bare string Altair goes through all its
classes, for each channel of each chart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, cast

import altair as alt
import polars as pl
import vl_convert
from altair.utils.schemapi import debug_mode

from tramite.kernel.wording import Language

# after Okabe & Ito (2008): told apart with any colour vision; orange and green darkened for contrast on white
BLUE, ORANGE, GREEN, INK = "#0072B2", "#B84A00", "#00785A", "#1F2937"
LOCALES: dict[Language, Literal["it-IT", "en-US"]] = {"it": "it-IT", "en": "en-US"}
FONT = "Helvetica Neue, Helvetica, Arial, sans-serif"
SIZE = 12
MARGIN = {"left": 24, "right": 24, "top": 5, "bottom": 5}  # a browser's letters may be wider than those measured
MILLION, THOUSAND = 1e6, 1e3
CHECKED = False
"""Whether charts are checked against the schema of Vega-Lite: tests do, since it takes longer than to draw."""

_CONFIG: dict[str, object] = {
    "aria": False,  # the picture is named as a whole, and the table beside it holds every number
    "background": "transparent",
    "padding": {"left": 24, "right": 5, "top": 5, "bottom": 5},  # a reader's font may be wider than ours
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "labelFontSize": SIZE, "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "gridColor": "#E5E7EB", "domainColor": "#9CA3AF", "tickColor": "#9CA3AF", "labelLimit": 330,
    },
    "legend": {"labelFontSize": SIZE, "titleFontSize": SIZE, "labelColor": INK, "titleColor": INK,
    "labelLimit": 400},
    "header": {"labelFontSize": SIZE + 1, "labelColor": INK, "labelFontWeight": "bold", "labelLimit": 330},
    "text": {"fontSize": SIZE, "color": INK},
}  # fmt: skip


def checks() -> AbstractContextManager[None]:
    """Let charts that are built inside be checked only where :data:`CHECKED` says so."""
    return debug_mode(CHECKED)


def to_svg(chart: alt.TopLevelMixin, *, language: Language, picture_id: str, label: str) -> str:
    """Draw a chart as SVG.

    Args:
        chart: an Altair chart with its data inside.
        picture_id: unique in the page; ids inside the drawing begin with it.
        label: what the picture shows, for those who cannot see it; escaped here.
    """
    svg = vl_convert.vegalite_to_svg(
        cast(Any, chart).to_dict(validate=CHECKED), config=_CONFIG, allowed_base_urls=[],
        format_locale=LOCALES[language], time_format_locale=LOCALES[language],
    )  # fmt: skip
    # The program that draws numbers ids through all its drawings: counted here, the same picture has the same ids.
    found = dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))
    ids = {name: f"{picture_id}-{place}" for place, name in enumerate(found, 1)}
    svg = re.sub(r'\bid="([^"]+)"', lambda match: f'id="{ids[match[1]]}"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", lambda match: f"url(#{ids[match[1]]})", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{_attribute(label)}" ', 1)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def frame(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Return the rows that a chart draws as a frame; what a row leaves out is null."""
    return pl.DataFrame(rows, infer_schema_length=None)


def scale_of(amounts: list[float]) -> float:
    """Return the power of ten in which amounts read best: millions, thousands, or one."""
    largest = max((abs(amount) for amount in amounts), default=0.0)
    return MILLION if largest >= MILLION else THOUSAND if largest >= 10 * THOUSAND else 1.0


def padded(values: list[float], share: float = 0.28) -> list[float]:
    """Return the ends of an axis that holds zero, the values and, beyond them, their labels."""
    low, high = min(0.0, *values), max(0.0, *values)
    room = share * ((high - low) or 1.0)
    return [low - room if low < 0 else low, high + room if high > 0 else high]
