"""A small case that is in the field: words of the project, and a short questionnaire of resellers, published."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import SubElement, tostring

from django.utils import timezone

from tests.web.small_case import CODE, write_small_case
from tramite.store.outputs import save_bytes
from tramite.store.xforms import form_identity
from tramite.store.xml_reading import read_xml
from tramite.voices.asking.bank import load_bank
from tramite.web.actions.studies import import_study
from tramite.web.models import Channel, FormVersion, PublishedForm, Study, User
from tramite.workflows.questionnaire import write_questionnaires

ASKED = ("PC01", "PC02", "PE01", "PI04", "PP01", "PW03", "PX01", "PX05", "PX08", "PZ01")
PROJECT = """category = { en = "bicycles", it = "biciclette" }
"""
FACTS = (
    "fact_id,text_en,text_it,true,source",
    *(f"F{n},Statement {n},Affermazione {n},{'true' if n % 2 else 'false'},site" for n in range(1, 6)),
)


@cache
def _published() -> dict[str, bytes]:
    """Return the files of the questionnaires: written once, since a form takes seconds."""
    with TemporaryDirectory() as folder:
        case = write_unpublished_case(Path(folder) / CODE)
        write_questionnaires(case, role="reseller", channel="shops")
        files = (file for file in (case / "voices").rglob("*") if file.suffix in (".xml", ".json"))
        return {str(file.relative_to(case)): file.read_bytes() for file in files}


def write_unpublished_case(folder: Path) -> Path:
    """Write the case with the words of a project and a short bank; returns its folder."""
    write_small_case(folder)
    save_bytes(folder / "voices/project.toml", PROJECT.encode())
    retired = (item.id for item in load_bank().items_for("reseller", core=True) if item.id not in ASKED)
    lines = (f'[[retire]]\nid = "{item}"\nwhy = "short"\n' for item in retired)
    save_bytes(folder / "voices/items.toml", "\n".join(lines).encode())
    save_bytes(folder / "voices/facts.csv", ("\n".join(FACTS) + "\n").encode())
    return folder


def write_field_case(folder: Path) -> Path:
    """Write the case with what is published; returns its folder."""
    write_unpublished_case(folder)
    for name, content in _published().items():
        save_bytes(folder / name, content)
    return folder


def new_talk_study(folder: Path, *, by: User) -> Study:
    """Make a study of the case, with its questionnaires published."""
    study = import_study(CODE, write_field_case(folder), by=by)
    for file in study.files.filter(path__startswith="voices/questionnaires/"):
        content = bytes(file.content)
        found = form_identity(content, file=file.path)
        PublishedForm.objects.create(
            study=study, form_id=found.form_id, version=found.version, role="reseller", path=file.path,
            minutes=20.0, kind="sheet" if file.path.endswith("-sheet.xml") else "interview", title="Intervista",
            channel=Channel.objects.get(study=study, code="shops"), published_at=timezone.now(),
            md5=hashlib.md5(content).hexdigest(),  # noqa: S324
        )  # fmt: skip
    return study


def filled(study: Study, instance: str, *, kind: str = "interview", replaces: str = "", **answers: str) -> bytes:
    """Return a filled form of P001 (answers are invented).

    Args:
        replaces: id of the form that it corrects. answers: by name of question.
    """
    form = FormVersion.objects.get(study=study, form_id=f"tramite-{kind}-reseller-shops")
    data = read_xml(bytes(form.content), file=form.form_id).find(".//{*}instance/{*}interview")
    assert data is not None
    head = {"unit_id": "P001", "mode": "phone" if kind == "interview" else "sheet", "consent": "yes",
            "day": "2024-12-01", "role": "reseller", "channel_id": "shops", "interviewer": "ida"}  # fmt: skip
    version = next(file.path for file in study.files.filter(path__startswith="voices/instruments/"))
    said = head | {"instrument": Path(version).stem, "instanceID": f"uuid:{instance}"} | answers
    for element in data.iter():
        name = element.tag.rpartition("}")[2]
        element.text = said.get(name) if not len(element) else None
    if replaces:
        meta = data.find("{*}meta")
        assert meta is not None
        SubElement(meta, "deprecatedID").text = f"uuid:{replaces}"
    return tostring(data)
