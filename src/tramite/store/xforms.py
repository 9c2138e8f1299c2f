"""Read and prepare compiled forms (XForm): which form and version it is, and what stands in it already."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from xml.dom.minidom import Document, Element

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.xml_reading import read_document
from tramite.voices.asking.form_names import UNIT

_CONTROLS: Final = ("input", "select1", "select")
_UNITS: Final = "units"  # the list of who may be interviewed


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """Which form it is."""

    form_id: str
    version: str


def form_identity(xform: bytes, *, file: str) -> FormIdentity:
    """Tell which form and version a compiled form is.

    Raises:
        InputRefused: it is no form. UnsafeInput: it has what only an attack needs.
    """
    data = _primary(read_document(xform, file=file), file)
    return FormIdentity(data.getAttribute("id"), data.getAttribute("version"))


def prepared(
    xform: bytes, values: Mapping[str, str], *, file: str, label: str | None = None, unasked: Collection[str] = ()
) -> bytes:
    """Return a form with some questions answered, which lists nobody but the one who is interviewed.

    Args:
        values: answers by name of question; those that the form does not ask are left out. With ``unit_id`` among
            them, all other units are taken out of the form, with their names.
        label: what that unit is called in the form, in place of its code and name; its code, if it was not yet
            drawn when the form was made.
        unasked: names of questions that are not shown; what stands in them stays.

    Raises:
        InputRefused: it is no form. UnsafeInput: it has what only an attack needs.
    """
    document = read_document(xform, file=file)
    data = _primary(document, file)
    for name, value in values.items():
        for element in data.getElementsByTagName(name):
            _write(document, element, value)
    if UNIT in values:
        _leave_one(document, values[UNIT], label)
    for control in (each for tag in _CONTROLS for each in document.getElementsByTagName(tag)):
        if control.getAttribute("ref").rpartition("/")[2] in unasked:
            _remove(control)
    return document.toxml("utf-8")


def answered_anew(filled: bytes, values: Mapping[str, str], *, file: str) -> bytes:
    """Return a filled form with other answers to some questions, by name; those that it has not are left out.

    Raises:
        InputRefused: it is no form. UnsafeInput: it has what only an attack needs.
    """
    document = read_document(filled, file=file)
    for name, value in values.items():
        for element in document.getElementsByTagNameNS("*", name):
            _write(document, element, value)
    return document.toxml("utf-8")


def without_names(xform: bytes, units: Collection[str], *, file: str) -> bytes:
    """Return a form in which some units are listed by their code alone; the very bytes, if it lists none of them.

    Raises:
        InputRefused: it is no form. UnsafeInput: it has what only an attack needs.
    """
    document = read_document(xform, file=file)
    items = [_said(item) for item in _listed(document)]
    code_of = {item.get("itextId", ""): item["name"] for item in items if item.get("name") in units}
    if not code_of:
        return xform
    for words in document.getElementsByTagName("text"):
        code = code_of.get(words.getAttribute("id"))
        for value in words.getElementsByTagName("value") if code is not None else ():
            _write(document, value, code or "")
    return document.toxml("utf-8")


def listing(xform: bytes, units: Collection[str], *, file: str) -> bytes:
    """Return a form that lists only some of those who may be interviewed; the others are not in it, nor named.

    Args:
        units: codes; of one that was drawn after the form was made it says nothing.

    Raises:
        InputRefused: it is no form. UnsafeInput: it has what only an attack needs.
    """
    document = read_document(xform, file=file)
    _primary(document, file)
    _take_out(document, [item for item in _listed(document) if _said(item).get("name") not in units])
    return document.toxml("utf-8")


def _primary(document: Document, file: str) -> Element:
    """Return the instance that is filled: the first of the model."""
    for instance in document.getElementsByTagName("instance"):
        for data in instance.childNodes:
            if isinstance(data, Element) and data.getAttribute("id"):
                return data
    root = document.documentElement
    raise InputRefused([Fault(file, "form_not_one", value=None if root is None else root.tagName)])


def _leave_one(document: Document, unit: str, label: str | None) -> None:
    """Take all others out; somebody drawn after the form was made takes the place of the first of them."""
    items = _listed(document)
    if items and unit not in {_said(item).get("name") for item in items}:
        for name in items[0].getElementsByTagName("name"):
            _write(document, name, unit)
        label = label or unit
    mine = {_said(item).get("itextId", "") for item in items if _said(item).get("name") == unit}
    _take_out(document, [item for item in items if _said(item).get("name") != unit])
    for words in document.getElementsByTagName("text"):
        if label is not None and words.getAttribute("id") in mine:
            for value in words.getElementsByTagName("value"):
                _write(document, value, label)


def _listed(document: Document) -> list[Element]:
    """Return the entries of the list of who may be interviewed."""
    lists = (each for each in document.getElementsByTagName("instance") if each.getAttribute("id") == _UNITS)
    return [item for each in lists for item in each.getElementsByTagName("item")]


def _take_out(document: Document, items: Collection[Element]) -> None:
    """Take entries out of the list, with their names in every language."""
    gone = {_said(item).get("itextId", "") for item in items}
    for words in list(document.getElementsByTagName("text")):
        if words.getAttribute("id") in gone:
            _remove(words)
    for item in items:
        _remove(item)


def _said(item: Element) -> dict[str, str]:
    return {child.tagName: _text(child) for child in item.childNodes if isinstance(child, Element)}


def _text(element: Element) -> str:
    return "".join(node.data for node in element.childNodes if node.nodeType == node.TEXT_NODE)


def _write(document: Document, element: Element, text: str) -> None:
    while element.firstChild is not None:
        element.removeChild(element.firstChild)
    element.appendChild(document.createTextNode(text))


def _remove(element: Element) -> None:
    if element.parentNode is not None:
        element.parentNode.removeChild(element)
