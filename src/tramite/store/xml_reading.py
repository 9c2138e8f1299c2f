"""Read XML from outside: no document types, no entities, nothing fetched."""

from __future__ import annotations

from xml.dom.minidom import Document
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import ExpatError

from tramite.kernel.errors import Fault, InputRefused, UnsafeInput


def read_xml(content: bytes, *, file: str) -> Element:
    """Return the root of a document.

    Raises:
        UnsafeInput: it has what only an attack needs. InputRefused: it is no XML.
    """
    # Only who reads filled forms or exchanges codings pays for the import.
    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnsafeInput([Fault(file, "xml_unsafe")], key="unsafe_input") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputRefused([Fault(file, "xml_syntax", value=str(error))]) from error
    return root


def read_document(content: bytes, *, file: str) -> Document:
    """Return a document as a tree that is written again with its prefixes; raises as :func:`read_xml`."""
    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.minidom import parseString  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        document: Document = parseString(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnsafeInput([Fault(file, "xml_unsafe")], key="unsafe_input") from error
    except (ExpatError, ValueError, LookupError) as error:
        raise InputRefused([Fault(file, "xml_syntax", value=str(error))]) from error
    return document


def tag_of(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
