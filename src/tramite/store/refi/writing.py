"""Write codebooks (.qdc) and projects (.qdpx) by the REFI-QDA standard, version 1.5."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tramite.kernel.version import VERSION
from tramite.store.refi.guids import CODEBOOK, PROJECT, guid, xml_text
from tramite.store.refi.model import RefiCode, RefiProject, RefiText

_ORIGIN: Final = f"Tramite {VERSION}"
_VARIABLE: Final = "variable"


def codebook_bytes(codes: tuple[RefiCode, ...]) -> bytes:
    """Write a codebook as XML: codes within the codes above them."""
    root = ET.Element("CodeBook", {"xmlns": CODEBOOK, "origin": _ORIGIN})
    _add_codes(ET.SubElement(root, "Codes"), codes)
    return _xml(root)


def project_bytes(project: RefiProject) -> bytes:
    """Write a project: ``project.qde`` and one plain text file, UTF-8, for each text.

    Texts are written to the byte as they are, line ends included: positions are Unicode code points of that file.
    The same project gives the same bytes.
    """
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        _add(archive, "project.qde", _xml(_project(project)))
        for text in project.texts:
            content = text.text.encode()
            mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""  # readers take one mark away
            _add(archive, f"sources/{text.guid}.txt", mark + content)
    return buffer.getvalue()


def _project(project: RefiProject) -> ET.Element:
    root = ET.Element("Project", {"xmlns": PROJECT, "name": xml_text(project.name), "origin": _ORIGIN})
    if project.users:
        users = ET.SubElement(root, "Users")
        for user, name in project.users.items():
            ET.SubElement(users, "User", {"guid": user, "name": xml_text(name)})
    if project.codes:
        _add_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), project.codes)
    names = sorted({name for values in project.groups.values() for name in values})
    if names:
        variables = ET.SubElement(root, "Variables")
        for name in names:
            attributes = {"guid": guid(_VARIABLE, name), "name": xml_text(name), "typeOfVariable": "Text"}
            ET.SubElement(variables, "Variable", attributes)
    if project.texts:
        sources = ET.SubElement(root, "Sources")
        for text in project.texts:
            _add_text(sources, text, project.groups.get(text.guid, {}))
    return root


def _add_codes(parent: ET.Element, codes: tuple[RefiCode, ...], above: str | None = None) -> None:
    for code in codes:
        if code.parent == above:
            attributes = {"guid": code.guid, "name": xml_text(code.name), "isCodable": str(code.codable).lower()}
            element = ET.SubElement(parent, "Code", attributes | ({"color": code.colour} if code.colour else {}))
            if code.description:
                ET.SubElement(element, "Description").text = xml_text(code.description)
            _add_codes(element, codes, code.guid)


def _add_text(sources: ET.Element, text: RefiText, values: Mapping[str, str]) -> None:
    attributes = {"guid": text.guid, "name": xml_text(text.name), "plainTextPath": f"internal://{text.guid}.txt"}
    element = ET.SubElement(sources, "TextSource", attributes)
    for chosen in text.selections:
        place = (text.guid, chosen.start, chosen.end)
        selection = ET.SubElement(
            element,
            "PlainTextSelection",
            {
                "guid": guid("selection", *place),
                "name": xml_text(chosen.quote),
                "startPosition": str(chosen.start),
                "endPosition": str(chosen.end),
            },
        )
        for code, user in chosen.codings:
            coding = {"guid": guid("coding", *place, code, user), "creatingUser": user}
            ET.SubElement(ET.SubElement(selection, "Coding", coding), "CodeRef", {"targetGUID": code})
    for name, value in sorted(values.items()):
        given = ET.SubElement(element, "VariableValue")
        ET.SubElement(given, "VariableRef", {"targetGUID": guid(_VARIABLE, name)})
        ET.SubElement(given, "TextValue").text = xml_text(value)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name)  # its date is always that of 1980: the same project is the same bytes
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)
