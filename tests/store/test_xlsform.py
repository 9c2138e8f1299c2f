from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import fastexcel
import pytest
import pyxform  # type: ignore[import-untyped]

from tests.needed import needed
from tests.voices.asking.questionnaire_project import form_for, guide_for
from tramite.kernel.errors import TramiteError
from tramite.kernel.tables import ROLES
from tramite.kernel.wording import LANGUAGES, Language
from tramite.store.xlsform import compiled, sheets_of, workbook_of
from tramite.voices.asking.form_sheet import LANGUAGE_NAMES, Form
from tramite.voices.asking.questionnaire import Kind

VALIDATE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
KINDS: dict[str, tuple[Kind, ...]] = {
    role: ("interview",) if role in ("customer", "vendor") else ("interview", "sheet") for role in ROLES
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_forms_compile_without_a_warning_in_both_languages(role: str, language: Language) -> None:
    for kind in KINDS[role]:
        form = form_for(guide_for(role), kind, language=language)
        xform = compiled(workbook_of(form))
        found = re.findall(r'<translation lang="([^"]+)"( default="true\(\)")?', xform)
        assert {name: bool(default) for name, default in found} == {
            name: each == language for each, name in LANGUAGE_NAMES.items()
        }
        assert f'id="{form.form_id}" version="{form.settings["version"]}"' in xform


def test_forms_pass_odk_validate(tmp_path: Path) -> None:
    java = needed("java", "default-jre-headless")
    listed = {(role, kind): form_for(guide_for(role), kind) for role in ROLES for kind in KINDS[role]}
    typed = {("reseller", "typed"): form_for(guide_for("reseller"), units=())}
    files = []
    for (role, kind), form in (listed | typed).items():
        files.append(tmp_path / f"{role}-{kind}.xml")
        files[-1].write_text(compiled(workbook_of(form)), encoding="utf-8")
    done = subprocess.run([java, "-jar", VALIDATE, *files], capture_output=True, text=True, check=False)
    told = done.stdout + done.stderr
    assert (told.count("Xform is valid!"), done.returncode) == (len(files), 0), told


def test_workbook_keeps_metadata_exactly() -> None:
    form = form_for(guide_for("vendor", "web-shop"))
    reader = fastexcel.read_excel(workbook_of(form))
    assert reader.sheet_names == ["survey", "choices", "settings", "tramite"]
    for name, expected in sheets_of(form).items():
        sheet = reader.load_sheet(name, dtypes="string").to_polars().to_dicts()
        read = [{column: value for column, value in row.items() if value} for row in sheet]
        assert read == [{column: value for column, value in row.items() if value} for row in expected]


def test_compiled_carries_values_of_choices_and_harmless_words() -> None:
    xform = compiled(workbook_of(form_for(guide_for("agent"))))
    assert "<tramite_value>dk</tramite_value>" in xform
    assert "Alfa &amp; C. &lt;Pompe&gt;" in xform
    assert "Rossi &amp; Figli &lt;srl&gt;" in xform


def test_workbook_has_no_formula_where_a_label_begins_like_one() -> None:
    form = form_for(guide_for("branch"), "sheet")
    armed = tuple(
        row | {"label::Italiano (it)": "=1+1"} if row["list_name"] == "yes_no" else row for row in form.choices
    )
    sheet = fastexcel.read_excel(workbook_of(replace(form, choices=armed))).load_sheet("choices", dtypes="string")
    assert sheet.to_polars().filter(list_name="yes_no")["label::Italiano (it)"].to_list() == ["=1+1", "=1+1"]


@pytest.mark.parametrize(
    "row", [{"type": "integer", "name": "no label"}, {"type": "note", "name": "x"}, {"type": "end group"}]
)
def test_compiled_refuses_a_form_with_a_fault_or_a_warning(row: dict[str, str]) -> None:
    form: Form = form_for(guide_for("branch"), "sheet")
    with pytest.raises(TramiteError, match="not a valid form"):
        compiled(workbook_of(replace(form, survey=(*form.survey, row))))


def test_compiled_refuses_what_is_no_workbook() -> None:
    with pytest.raises(TramiteError, match="not a valid form"):
        compiled(BytesIO(b"no workbook").getvalue())
