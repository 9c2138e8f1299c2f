"""What field tools are told, as OpenRosa has it: lists of forms, of their files, and messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse
from django.utils.http import http_date
from django.utils.timezone import now

ACCEPTED: Final = 10_000_000  # bytes that one post should have at most: clients send the rest in another
_LIST: Final = "http://openrosa.org/xforms/xformsList"
_MANIFEST: Final = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE: Final = "http://openrosa.org/http/response"


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form on offer; a client refuses a whole list in which one lacks anything."""

    form_id: str
    name: str
    version: str
    md5: str
    address: str
    manifest: str


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that a form needs."""

    name: str
    md5: str
    address: str


def form_list(forms: Iterable[ListedForm]) -> HttpResponse:
    """Answer with the forms on offer."""
    root = Element("xforms", xmlns=_LIST)
    for form in forms:
        parts = {
            "formID": form.form_id, "name": form.name, "version": form.version, "hash": f"md5:{form.md5}",
            "downloadUrl": form.address, "manifestUrl": form.manifest,
        }  # fmt: skip
        _fill(SubElement(root, "xform"), parts)
    return _answer(root, 200)


def manifest(files: Iterable[ListedFile]) -> HttpResponse:
    """Answer with the files that a form needs."""
    root = Element("manifest", xmlns=_MANIFEST)
    for file in files:
        parts = {"filename": file.name, "hash": f"md5:{file.md5}", "downloadUrl": file.address}
        _fill(SubElement(root, "mediaFile"), parts)
    return _answer(root, 200)


def message(words: str, status: int) -> HttpResponse:
    """Answer with a sentence for whoever holds the device."""
    root = Element("OpenRosaResponse", xmlns=_RESPONSE)
    SubElement(root, "message").text = words
    return _answer(root, status)


def with_headers(response: HttpResponse) -> HttpResponse:
    """Add what every answer to a field tool says."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED)
    response["Date"] = http_date(now().timestamp())
    response["Cache-Control"] = "no-store"
    return response


def _fill(element: Element, parts: dict[str, str]) -> None:
    for name, text in parts.items():
        SubElement(element, name).text = text


def _answer(root: Element, status: int) -> HttpResponse:
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    return with_headers(HttpResponse(content, status=status, content_type="text/xml; charset=utf-8"))
