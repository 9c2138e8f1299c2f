"""What a dossier publishes of the voices, read back from its three forms as an outsider would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import fastexcel
import polars as pl
from lxml import html  # type: ignore[import-untyped]

from tests.voices.disclosure.attack import Group, Number

Cell = tuple[str, str, str]  # weighting, name of the channel as printed, column as printed
_PRINTED = re.compile(r"^[−+-]?\d+([.,]\d+)?\s*%?$")
_INTERVIEW = re.compile(r"\bi-\d{3,}\b")
WEIGHTINGS = ("vote", "revenue")


def page_numbers(page: Path) -> set[Cell]:
    """Return the cells of the PX tables of the page that hold a number."""
    found = set()
    tree = html.fromstring(page.read_bytes().decode())
    for weighting in WEIGHTINGS:
        table = tree.get_element_by_id(f"px-{weighting}-scores")
        columns = [str(th.text_content()) for th in table.findall("thead/tr/th")]
        for row in table.findall("tbody/tr"):
            first, *cells = row.findall("*")
            for column, cell in zip(columns[1:7], cells, strict=False):
                text = next(iter(cell.itertext()), "")
                if _PRINTED.match(text.strip()):
                    found.add((weighting, str(first.text_content()).strip(), column))
    return found


def sheet_numbers(workbook: Path, sheets: Mapping[str, str]) -> set[Cell]:
    """Return the cells of the PX sheets (weighting → name of the sheet) that hold a number."""
    reader = fastexcel.read_excel(BytesIO(workbook.read_bytes()).getvalue())
    found = set()
    for weighting, name in sheets.items():
        rows = reader.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()
        head = next(place for place, row in enumerate(rows) if row[0] and "Canale" in row[0])
        columns = list(rows[head])
        for row in rows[head + 1 :]:
            for column, cell in list(zip(columns, row, strict=True))[1:]:
                if row[0] and column and cell and _PRINTED.match(cell.strip()):
                    found.add((weighting, row[0].strip(), column))
    return found


def respondents(table: pl.DataFrame) -> dict[tuple[str, str, str], frozenset[str]]:
    """Return the interviews that each shown score of the table ``px`` says it stands on."""
    shown = table.filter(~pl.col("hidden"))
    return {
        (row["weighting"], row["measure"], row["channel_id"]): frozenset(_INTERVIEW.findall(row["sources"]))
        for row in shown.iter_rows(named=True)
    }


def families(
    table: pl.DataFrame, weights: Mapping[str, Mapping[str, float]], heard: Mapping[str, int]
) -> Iterator[tuple[list[Group], list[Number]]]:
    """Walk through the measures and weightings of ``px``: what the attack knows of each.

    Args:
        weights: weighting → channel → what the channel counts for in all.
        heard: channel → interviews: an upper bound of n where n is hidden.
    """
    for (weighting, measure), rows in table.group_by("weighting", "measure", maintain_order=True):
        low = -100.0 if measure == "nps" else 0.0
        by_channel = {row["channel_id"]: row for row in rows.iter_rows(named=True)}
        groups = [
            Group(channel, row["n"] or heard[channel], weights[str(weighting)][channel], low=low)
            for channel, row in by_channel.items()
            if channel != "all" and heard.get(channel)
        ]
        names = frozenset(group.name for group in groups)
        numbers = [
            Number(
                f"{weighting}/{measure}/{channel}", names if channel == "all" else frozenset({channel}) & names,
                row["value"], why=row["hidden_because"],
            )
            for channel, row in by_channel.items()
        ]  # fmt: skip
        yield groups, [number for number in numbers if number.groups]
