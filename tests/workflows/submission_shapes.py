"""The same filled forms as field tools hand them over: XML, the ZIP of ODK Central, the CSV of KoboToolbox."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree  # type: ignore[import-untyped]

Row = dict[str, str]


def write_xml(folder: Path, forms: Sequence[etree._Element]) -> Path:
    """Write each form into a folder of its own, as ODK Collect keeps them."""
    for number, form in enumerate(forms):
        place = folder / f"instance-{number}"
        place.mkdir(parents=True)
        (place / f"instance-{number}.xml").write_bytes(
            etree.tostring(form, xml_declaration=True, encoding="UTF-8")
        )
    return folder


def central_rows(forms: Sequence[etree._Element], *, group_paths: bool = True) -> list[Row]:
    """Return rows as ODK Central exports them: groups before the name, with hyphens."""
    rows = []
    for form in forms:
        named = {"-".join(path) if group_paths else path[-1]: value for path, value in leaves(form)}
        instance = named["meta-instanceID" if group_paths else "instanceID"]
        rows.append({
            "SubmissionDate": "2026-03-02T09:40:00.000Z", **named, "KEY": instance, "SubmitterID": "7",
            "SubmitterName": "Anna Bianchi", "AttachmentsPresent": "0", "AttachmentsExpected": "0", "Status": "",
            "ReviewState": "", "DeviceID": "collect:abc", "Edits": "0", "FormVersion": form.get("version") or "",
        })  # fmt: skip
    return rows


def write_central(path: Path, forms: Sequence[etree._Element], *, audit: str = "") -> Path:
    """Write the ZIP of one form, with a photograph and, if given, the audit log."""
    form_id = forms[0].get("id")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{form_id}.csv", as_csv(central_rows(forms), ","))
        archive.writestr("media/1772440000000.jpg", b"\xff\xd8 not an answer")
        if audit:
            archive.writestr(f"{form_id} - audit.csv", audit)
    return path


def kobo_rows(forms: Sequence[etree._Element], several: dict[str, list[str]]) -> list[Row]:
    """Return rows as KoboToolbox exports them with XML values: groups with slashes, several answers apart."""
    rows = []
    for number, form in enumerate(forms, start=1):
        row: Row = {}
        for path, value in leaves(form):
            name = "/".join(path)
            if path[0] != "meta":
                row[name] = value
            for code in several.get(path[-1], ()):
                row[f"{name}/{code}"] = ("1" if code in value.split() else "0") if value else ""
        uuid = (form.findtext("meta/instanceID") or "").removeprefix("uuid:")
        rows.append({
            **row, "_id": str(number), "_uuid": uuid, "_submission_time": "2026-03-02T08:41:00",
            "_validation_status": "", "_notes": "", "_status": "submitted_via_web", "_submitted_by": "anna",
            "__version__": "vXy", "_tags": "", "_index": str(number),
        })  # fmt: skip
    return rows


def as_csv(rows: Sequence[Row], separator: str) -> str:
    """Write rows as CSV: all columns that any of them has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = StringIO()
    writer = csv.DictWriter(text, names, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def leaves(form: etree._Element) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each question with its path and value."""
    for node in form.iter():
        if not len(node) and node is not form:
            above = [each.tag for each in node.iterancestors()][:-1]
            yield (*reversed(above), node.tag), node.text or ""
