"""Draw the map of channels: from the vendor, through who feeds whom, to end customers."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tramite.web.models import Channel

_WIDTH, _HEIGHT, _ACROSS, _DOWN, _MARGIN = 190, 58, 280, 84, 12
_LINE = 18
_LETTERS = 24  # of a line in a box
END = "end-customer"


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the map, in units of the drawing; whole numbers, which are written alike in every language.

    Attributes:
        lines: words, with the place of their middle.
    """

    x: int
    y: int
    lines: tuple[tuple[str, int, int], ...]
    kind: str

    @classmethod
    def holding(cls, words: str, *, x: int, y: int, kind: str) -> Box:
        """Return a box with words in its middle, on as many lines as they take, two at most."""
        lines = textwrap.wrap(words, _LETTERS, max_lines=2, placeholder="…")
        first = y + _HEIGHT // 2 + 5 - (len(lines) - 1) * _LINE // 2
        return cls(
            x, y, tuple((line, x + _WIDTH // 2, first + place * _LINE) for place, line in enumerate(lines)), kind
        )


def draw_map(channels: Sequence[Channel], language: str, *, title: str) -> SafeString:
    """Return the map as SVG, with words for who cannot see it."""
    columns = _columns(channels)
    tallest = max(len(column) for column in columns)
    boxes: dict[str, Box] = {}
    names = {channel.code: channel.name(language) for channel in channels}
    names |= {"vendor": _("Vendor"), END: _("End customers")}
    reach = {channel.code: channel.reach for channel in channels} | {"vendor": "end", END: "end"}
    for across, column in enumerate(columns):
        for down, code in enumerate(column):
            y = _MARGIN + (2 * down + tallest - len(column)) * _DOWN // 2
            boxes[code] = Box.holding(names[code], x=_MARGIN + across * _ACROSS, y=y, kind=reach[code])
    fed = {target for channel in channels for target in channel.sells_to}
    links = [("vendor", channel.code) for channel in channels if channel.code not in fed]
    links += [(channel.code, target) for channel in channels for target in channel.sells_to]
    said = [f"{names[one]} → {names[other]}" for one, other in links]
    width = 2 * _MARGIN + (len(columns) - 1) * _ACROSS + _WIDTH
    context = {
        "boxes": boxes.values(), "arrows": [_arrow(boxes[one], boxes[other]) for one, other in links],
        "width": width, "height": 2 * _MARGIN + (tallest - 1) * _DOWN + _HEIGHT, "box_width": _WIDTH,
        "box_height": _HEIGHT, "title": title, "said": said,
    }  # fmt: skip
    return render_to_string("tramite/channel_map.html", context)


def _columns(channels: Sequence[Channel]) -> list[list[str]]:
    """Put the channels into columns: one that is fed stands to the right, one that feeds none last."""
    depth = {channel.code: 1 for channel in channels}
    for _round in channels:
        for channel in channels:
            for target in channel.sells_to:
                if target in depth and depth[channel.code] < len(channels):
                    depth[target] = max(depth[target], depth[channel.code] + 1)
    deepest = max(depth.values(), default=0)
    ids = set(depth)
    depth |= {channel.code: deepest for channel in channels if not ids & set(channel.sells_to)}
    middle = [[c.code for c in channels if depth[c.code] == place] for place in range(1, deepest + 1)]
    return [["vendor"], *middle, [END]]


def _arrow(one: Box, other: Box) -> str:
    """Return a line from one box to another, as an SVG path: it bends in the first gap, then goes straight on."""
    x1, y1, x2, y2 = one.x + _WIDTH, one.y + _HEIGHT // 2, other.x - 7, other.y + _HEIGHT // 2
    gap = _ACROSS - _WIDTH - 7
    bend = gap // 2
    return f"M{x1} {y1} C{x1 + bend} {y1} {x1 + gap - bend} {y2} {x1 + gap} {y2} L{x2} {y2}"
