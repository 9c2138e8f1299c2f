"""The workbook holds numbers and texts, and nothing that runs."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import fastexcel
import pytest

from tramite.beliefs.held import Beliefs
from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.dossier import Dossier
from tramite.reports.workbook import render_workbook

from .conftest import BOOKS_MISSING, SECRET, make_dossier


def parts(book: bytes) -> dict[str, str]:
    """Return the XML parts of a workbook."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_has_no_formula_and_no_link(language: Language) -> None:
    book = parts(render_workbook(make_dossier(vendor="https://example.com", web="=1+1"), language))
    sheets = {name: xml for name, xml in book.items() if "worksheets/" in name}
    assert len(sheets) > 10
    assert [name for name, xml in sheets.items() if re.search(r"<f[ >]|<hyperlink", xml)] == []
    assert "<t>=1+1</t>" in book["xl/sharedStrings.xml"]
    assert [name for name in book if "external" in name.lower() or name.endswith(".bin")] == []


def test_workbook_holds_real_numbers(dossier: Dossier) -> None:
    sheet = fastexcel.read_excel(render_workbook(dossier, "en")).load_sheet("Income statement", header_row=None)
    rows = [row for row in sheet.to_polars().rows() if row[0] == "5. Net sales"]
    assert [float(x) for x in rows[0][1:]] == [5_970_000, 8_980_000, 10_030_000, 24_980_000]


def test_workbook_writes_missing_as_text(dossier: Dossier) -> None:
    sheet = fastexcel.read_excel(render_workbook(dossier, "it")).load_sheet("Conto economico", header_row=None)
    rows = [row for row in sheet.to_polars().rows() if row[0] == "13. Costo del credito"]
    assert rows[0][1:] == ("n.d.", "n.d.", "n.d.", "n.d.")


def test_workbook_begins_with_origin(dossier: Dossier) -> None:
    book = fastexcel.read_excel(render_workbook(dossier, "it"))
    assert book.sheet_names[0] == "Leggimi"
    text = " ".join(str(x) for row in book.load_sheet(0, header_row=None).to_polars().rows() for x in row)
    assert "Le interviste sono simulate" in text
    assert "un'azienda inventata" in text


def test_workbook_does_not_tell_hidden_numbers(dossier: Dossier) -> None:
    for name, xml in parts(render_workbook(dossier, "en")).items():
        assert re.findall(rf"{SECRET:.1f}\d*|0\.3737\d*", xml) == [], name


def test_workbook_is_same_for_same_dossier(dossier: Dossier) -> None:
    assert render_workbook(dossier, "en") == render_workbook(dossier, "en")


def test_workbook_without_parts(dossier: Dossier) -> None:
    bare = replace(
        dossier,
        beliefs=Beliefs(),
        comparison=None,
        next_wave=None,
        allocation=None,
        reconciliation=None,
        statement_previous=None,
        kpis=(),
        imbalance=(),
        plan=None,
        verdicts=(),
        **BOOKS_MISSING,
    )
    names = fastexcel.read_excel(render_workbook(bare, "en")).sheet_names
    assert names == ["Read me", "Income statement", "Shares", "Method", "Data", "Missing", "Sources"]


BOOKS_ONLY = {
    "Income statement", "Shares", "Year before", "Reconciliation", "Key figures", "Method",
    "By product line", "Growth", "Stock", "Shared customers", "Reach", "Cannibalisation",
}  # fmt: skip


def test_every_sheet_of_voices_says_that_they_are_simulated(dossier: Dossier) -> None:
    book = fastexcel.read_excel(render_workbook(dossier, "en"))
    silent = set()
    for name in book.sheet_names:
        rows = book.load_sheet(name, header_row=None).to_polars().rows()
        if not any("simulated" in str(text).lower() for row in rows for text in row if text):
            silent.add(name)
    assert silent == BOOKS_ONLY
