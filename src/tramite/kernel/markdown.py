"""A line of a table in Markdown: for the pages of the documentation that are made from the code."""

from __future__ import annotations

from collections.abc import Iterable


def table_row(cells: Iterable[str]) -> str:
    """Write one row; a bar inside a cell would end it, so that a sign like it stands there."""
    return f"| {' | '.join(cell.replace('|', '∣') for cell in cells)} |"
