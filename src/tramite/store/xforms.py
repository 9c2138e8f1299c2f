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
    gone, mine = set(), set()
    lists = (each for each in document.getElementsByTagName("instance") if each.getAttribute("id") == _UNITS)
    items = [item for each in lists for item in each.getElementsByTagName("item")]
    if items and unit not in {_said(item).get("name") for item in items}:
        for name in items[0].getElementsByTagName("name"):
            _write(document, name, unit)
        label = label or unit
    for item in items:
        said = _said(item)
        if said.get("name") == unit:
            mine.add(said.get("itextId", ""))
        else:
            gone.add(said.get("itextId", ""))
            _remove(item)
    for words in list(document.getElementsByTagName("text")):
        if words.getAttribute("id") in gone:
            _remove(words)
        elif label is not None and words.getAttribute("id") in mine:
            for value in words.getElementsByTagName("value"):
                _write(document, value, label)


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
