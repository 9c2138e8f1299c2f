"""Read one filled form as OpenRosa clients send it: an XML document."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from tramite.kernel.errors import Fault, InputRefused, UnsafeInput
from tramite.store.xml_reading import read_xml, tag_of
from tramite.voices.hearing.submission import Submission, bare_id

MAX_DEPTH: Final = 60  # groups within groups; a form of ours has four
_WRAPPER: Final = "submission"  # as ODK Briefcase keeps a form: <submission><data><form …>


def is_form(content: bytes, *, file: str) -> bool:
    """Tell whether an XML document is an empty form, not a filled one.

    Raises:
        UnsafeInput, InputRefused: as :func:`read_openrosa`.
    """
    return tag_of(read_xml(content, file=file)) == "html"


def read_openrosa(content: bytes, *, file: str) -> Submission:
    """Read a filled form.

    Raises:
        UnsafeInput: it declares entities or a DTD, or is nested without end. InputRefused: it is not XML, not a
            filled form, or does not say which.
    """
    root = read_xml(content, file=file)
    if tag_of(root) == _WRAPPER:
        root = next((each for each in root.iter() if each.get("id") and each is not root), root)
    values: dict[str, str] = {}
    _collect(root, values, file, 0)
    found = bare_id(values.pop("instanceID", "") or root.get("instanceID", ""))
    if tag_of(root) == "html" or not root.get("id"):
        raise InputRefused([Fault(file, "submission_not_one", value=tag_of(root))])
    if not found:
        raise InputRefused([Fault(file, "submission_no_id", column="instanceID")])
    return Submission(
        id=found,
        file=file,
        values=values,
        replaces=bare_id(values.pop("deprecatedID", "")),
        root=bare_id(values.pop("rootUuid", "")),
        form=root.get("id", ""),
        version=root.get("version", ""),
    )


def _collect(element: Element, values: dict[str, str], file: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise UnsafeInput([Fault(file, "submission_deep", hint=str(MAX_DEPTH))], key="unsafe_input")
    for child in element:
        if len(child):
            _collect(child, values, file, depth + 1)
        elif child.text and child.text.strip():
            name, number = tag_of(child), 1
            while (name if number == 1 else f"{name}[{number}]") in values:  # in a repeat
                number += 1
            values[name if number == 1 else f"{name}[{number}]"] = child.text.strip()
