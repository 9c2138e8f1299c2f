"""Write a form as an XLSForm workbook, and compile it to the XForm that field tools read."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from tramite.kernel.errors import TramiteError
from tramite.voices.asking.form_sheet import Form, Row, columns

ROOT = "interview"  # the root node may not be called «data»: a question of that name would break the form


def workbook_of(form: Form) -> bytes:
    """Return a form as an XLSForm: sheets ``survey``, ``choices``, ``settings``, ``tramite`` (what is asked).

    Cells are written as text: a label that begins with = stays a label.
    """
    import xlsxwriter  # noqa: PLC0415 - only who writes a workbook pays for it

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E5EEF5", "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in sheets_of(form).items():
        sheet = book.add_worksheet(name)
        titles = columns(rows)
        sheet.freeze_panes(1, 0)
        for place, title in enumerate(titles):
            wide = "::" in title or title in ("calculation", "constraint")
            sheet.set_column(place, place, 48 if wide else 22)
            sheet.write_string(0, place, title, head)
        for number, row in enumerate(rows, start=1):
            for place, title in enumerate(titles):
                if row.get(title):
                    sheet.write_string(number, place, row[title], body)
    book.close()
    return buffer.getvalue()


def sheets_of(form: Form) -> dict[str, Sequence[Row]]:
    """Return the sheets of a form by name."""
    return {"survey": form.survey, "choices": form.choices, "settings": (form.settings,), "tramite": form.tramite}


def compiled(workbook: bytes) -> str:
    """Compile an XLSForm to XForm XML.

    Raises:
        TramiteError: it does not compile, or not without a warning: the form must not go to the field.
    """
    from pyxform.xls2xform import convert  # type: ignore[import-untyped]  # noqa: PLC0415 - half a second

    warnings: list[str] = []
    try:
        result = convert(workbook, warnings=warnings, form_name=ROOT, file_type=".xlsx", pretty_print=True)
    except Exception as error:  # pyxform raises many kinds for the same thing: a form that is wrong
        raise TramiteError("form_not_compiled", why=str(error)) from error
    if warnings:
        raise TramiteError("form_not_compiled", why=" ".join(warnings))
    return str(result.xform)
