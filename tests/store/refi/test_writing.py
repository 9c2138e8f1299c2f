"""What is written meets the schemas of the standard."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

from lxml import etree  # type: ignore[import-untyped]

from tests.store.refi.conftest import INTERVIEWS, answers_of, codings_of_rows
from tramite.store.refi.guids import PROJECT
from tramite.store.refi.outgoing import codes_of, project_of
from tramite.store.refi.writing import codebook_bytes, project_bytes
from tramite.voices.coding.book import starter_codebook

DATA = Path(__file__).parent / "data"
BOOK = starter_codebook()


def check(content: bytes, schema: str) -> etree._Element:
    root = etree.fromstring(content)
    etree.XMLSchema(etree.parse(DATA / schema)).assertValid(root)
    return root


def test_codebook_meets_the_schema_and_nests_its_codes() -> None:
    root = check(codebook_bytes(codes_of(BOOK, language="it")), "Codebook.xsd")
    codes = {element.get("name"): element for element in root.iter("{*}Code")}
    assert len(codes) == len(BOOK.codes)
    assert codes["E-ORD Ordini e preventivi"].getparent() is codes["E Facile"]
    assert codes["E Facile"].get("isCodable") == "false"
    assert codes["E-ORD Ordini e preventivi"].get("color") == "#2A7F9E"


def project(text: str, *rows: tuple[str, int, int, str, str]) -> ZipFile:
    made = project_of(
        answers_of(text), codings=codings_of_rows(*rows), interviews=INTERVIEWS, book=BOOK, name="A\x01 & B",
        language="en",
    )  # fmt: skip
    return ZipFile(io.BytesIO(project_bytes(made)))


def test_project_meets_the_schema_and_holds_its_texts() -> None:
    text = "Ritardi 😀\r\n«e» <altro>\x0b"
    archive = project(text, ("i-1", 0, 9, "E-LOG", "Anna"), ("i-1", 0, 9, "E-ORD", "Bruno \x0b"))
    root = check(archive.read("project.qde"), "Project.xsd")
    assert root.get("name") == "A & B"
    (source,) = root.iter(f"{{{PROJECT}}}TextSource")
    assert source.get("name") == "i-1 PZ01"
    name = source.get("plainTextPath").removeprefix("internal://")
    assert archive.read(f"sources/{name}") == text.encode()
    (selection,) = source.iter("{*}PlainTextSelection")
    assert (selection.get("startPosition"), selection.get("endPosition")) == ("0", "9")
    assert selection.get("name") == "Ritardi 😀"
    assert len(selection.findall("{*}Coding")) == 2
    values = [(value.find("{*}TextValue").text) for value in source.iter("{*}VariableValue")]
    assert values == ["shops", "PZ01", "reseller"]


def test_project_without_codings_meets_the_schema() -> None:
    root = check(project("Niente").read("project.qde"), "Project.xsd")
    assert root.find("{*}Users") is None
