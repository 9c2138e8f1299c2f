"""Read and prepare compiled forms (XForm): which form and version it is, and what stands in it already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, register_namespace, tostring

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.xml_reading import read_xml, tag_of
from tramite.voices.asking.form_names import UNIT

_NAMESPACES: Final = {
    "": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml", "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms", "odk": "http://www.opendatakit.org/xforms",
    "ev": "http://www.w3.org/2001/xml-events", "xsd": "http://www.w3.org/2001/XMLSchema",
}  # fmt: skip
_CONTROLS: Final = ("input", "select1", "select")
_UNITS: Final = "units"  # the list of who may be interviewed
for _prefix, _address in _NAMESPACES.items():
    register_namespace(_prefix, _address)


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
    data = _primary(read_xml(xform, file=file), file)
    return FormIdentity(data.get("id", ""), data.get("version", ""))


def prepared(
    xform: bytes, values: Mapping[str, str], *, file: str, label: str | None = None, unasked: Collection[str] = ()
) -> bytes:
    """Return a form with some questions answered, which lists nobody but the one who is interviewed.

    Args:
        values: answers by name of question; those that the form does not ask are left out. With ``unit_id`` among
            them, all other units are taken out of the form, with their names.
        label: what that unit is called in the form, in place of its code and name. unasked: names of questions that
            are not shown; what stands in them stays.

    Raises:
        InputRefused: it is no form. UnsafeInput: it has what only an attack needs.
    """
    root = read_xml(xform, file=file)
    for element in _primary(root, file).iter():
        if tag_of(element) in values and not len(element):
            element.text = values[tag_of(element)]
    if UNIT in values:
        _leave_one(root, values[UNIT], label)
    _take_out(root, unasked)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _primary(root: Element, file: str) -> Element:
    """Return the instance that is filled: the first of the model."""
    for instance in _named(root, "instance"):
        for data in instance:
            if data.get("id"):
                return data
    raise InputRefused([Fault(file, "form_not_one", value=tag_of(root))])


def _leave_one(root: Element, unit: str, label: str | None) -> None:
    gone, mine = set(), set()
    lists = (each for each in _named(root, "instance") if each.get("id") == _UNITS)
    for listed in (inner for each in lists for inner in _named(each, "root")):
        for item in list(listed):
            said = {tag_of(child): child.text or "" for child in item}
            if said.get("name") == unit:
                mine.add(said.get("itextId", ""))
            else:
                gone.add(said.get("itextId", ""))
                listed.remove(item)
    for translation in _named(root, "translation"):
        for text in list(translation):
            if text.get("id") in gone:
                translation.remove(text)
            elif label is not None and text.get("id") in mine:
                for value in text:
                    value.text = label


def _take_out(root: Element, unasked: Collection[str]) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if tag_of(child) in _CONTROLS and child.get("ref", "").rpartition("/")[2] in unasked:
                parent.remove(child)


def _named(root: Element, tag: str) -> Iterator[Element]:
    return (element for element in root.iter() if tag_of(element) == tag)
