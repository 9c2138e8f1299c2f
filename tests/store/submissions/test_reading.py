from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from tramite.kernel.errors import CaseNotFound, UnsafeInput
from tramite.store.limits import MAX_BYTES
from tramite.store.submissions import reading
from tramite.store.submissions.reading import read_submissions
from tramite.voices.hearing.submission import Submission

DATA = Path(__file__).parent / "data"
HEAD = "unit_id,consent,instrument"
FORM = (
    '<interview id="f" version="3"><unit_id>u-1</unit_id>'
    "<g><PE01>7</PE01><PI02_text> a &amp; b </PI02_text><n/></g>"
    "<meta><instanceID>uuid:{}</instanceID></meta></interview>"
)
BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<interview id="f"><unit_id>&b;</unit_id><meta><instanceID>uuid:1</instanceID></meta></interview>'
)
OUTSIDE = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><interview id="f"><unit_id>&x;</unit_id></interview>'
)


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def kinds(*paths: Path) -> list[tuple[str, int | None]]:
    return [(fault.kind, fault.row) for fault in read_submissions(paths).faults]


def only(*paths: Path) -> Submission:
    taken = read_submissions(paths)
    assert taken.faults == []
    (submission,) = taken.submissions
    return submission


def test_xml_gives_values_by_question_without_blanks(tmp_path: Path) -> None:
    found = only(written(tmp_path / "a.xml", FORM.format("x-1")))
    assert found == Submission(
        "x-1", "a.xml", {"unit_id": "u-1", "PE01": "7", "PI02_text": "a & b"}, form="f", version="3"
    )


def test_xml_as_other_programs_write_it(tmp_path: Path) -> None:
    namespaced = (
        '<?xml version="1.0"?><submission xmlns="http://opendatakit.org/submissions" '
        'xmlns:orx="http://openrosa.org/xforms"><data><f xmlns="" id="f" version="3" instanceID="uuid:x-2">'
        "<unit_id>u-1</unit_id><orx:meta><orx:deprecatedID>uuid:x-1</orx:deprecatedID></orx:meta></f></data>"
        "</submission>"
    )
    found = only(written(tmp_path / "a.xml", namespaced))
    assert (found.id, found.replaces, dict(found.values)) == ("x-2", "x-1", {"unit_id": "u-1"})


def test_repeated_elements_keep_all_their_values(tmp_path: Path) -> None:
    form = FORM.format("x").replace("<n/>", "<r><q>1</q></r><r><q>2</q></r>")
    values = only(written(tmp_path / "a.xml", form)).values
    assert (values["q"], values["q[2]"]) == ("1", "2")


@pytest.mark.parametrize("content", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_xml_with_entities_is_not_read(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnsafeInput) as refused:
        read_submissions([written(tmp_path / "a.xml", content)])
    assert [fault.kind for fault in refused.value.faults] == ["xml_unsafe"]


def test_xml_nested_without_end_is_not_read(tmp_path: Path) -> None:
    deep = '<interview id="f">' + "<g>" * 300 + "1" + "</g>" * 300 + "</interview>"
    with pytest.raises(UnsafeInput):
        read_submissions([written(tmp_path / "a.xml", deep)])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<interview", "xml_syntax"),
        ("<note>hello</note>", "submission_not_one"),
        ('<interview id="f"><unit_id>u</unit_id></interview>', "submission_no_id"),
        ("", "empty_file"),
    ],
)
def test_what_is_no_filled_form_is_told_and_the_rest_comes_in(tmp_path: Path, content: str, kind: str) -> None:
    written(tmp_path / "in/bad.xml", content)
    written(tmp_path / "in/good.xml", FORM.format("x"))
    taken = read_submissions([tmp_path / "in"])
    assert [fault.kind for fault in taken.faults] == [kind]
    assert [each.id for each in taken.submissions] == ["x"]


def test_archive_counts_what_is_no_answer(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("x/x.xml", FORM.format("x"))
        archive.writestr("x/audit.csv", "event,node,start,end\nquestion,/interview/g/PE01,1000,4000\n")
        archive.writestr("../../escape.xml", FORM.format("y"))
        archive.writestr("x/photo.jpg", b"\xff\xd8")
        archive.writestr("form.xml", '<h:html xmlns:h="http://www.w3.org/1999/xhtml"/>')
    taken = read_submissions([tmp_path / "a.zip"])
    assert (sorted(each.id for each in taken.submissions), taken.media, taken.forms) == (["x", "y"], 1, 1)
    assert taken.shown == {"x": [("/interview/g/PE01", 1.0, 4.0)]}
    assert not list(tmp_path.parent.rglob("escape.xml"))


def test_archive_that_packs_too_tightly_is_not_opened(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w", ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.csv", b"0" * (30 << 20))
    with pytest.raises(UnsafeInput) as refused:
        read_submissions([tmp_path / "a.zip"])
    assert [fault.kind for fault in refused.value.faults] == ["packed_too_tightly"]


def test_file_inside_an_archive_has_the_limit_of_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.xml", FORM.format("x"))
    monkeypatch.setitem(MAX_BYTES, ".xml", 50)
    with pytest.raises(UnsafeInput) as refused:
        read_submissions([tmp_path / "a.zip"])
    assert [fault.kind for fault in refused.value.faults] == ["file_too_large"]


def test_table_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_TABLE", 10)
    with pytest.raises(UnsafeInput) as refused:
        read_submissions([written(tmp_path / "a.csv", f"{HEAD},KEY\nu,yes,v,uuid:a\n")])
    assert [(fault.kind, fault.hint) for fault in refused.value.faults] == [("file_too_large", "1 MB")]


def test_damaged_archive_and_unknown_files_are_told(tmp_path: Path) -> None:
    damaged, unknown = written(tmp_path / "a.zip", b"PK\x03\x04 no"), written(tmp_path / "a.docx", "x")
    assert kinds(damaged, unknown) == [("damaged_file", None), ("unknown_format", None)]
    with pytest.raises(CaseNotFound):
        read_submissions([tmp_path / "none.xml"])


def test_central_export_keeps_the_first_id_review_and_edits(tmp_path: Path) -> None:
    found = only(written(tmp_path / "agents.csv", (
        "SubmissionDate,started,g-unit_id,g-consent,instrument,g-PM02_marks,g-PM02_marks/plan,g-geo-Latitude,meta-instanceID,"
        "KEY,SubmitterName,Status,ReviewState,Edits,FormVersion\n"
        "2026-03-02T09:40:00Z,2026-03-02T09:00:00Z,u-1,yes,v1,plan stock,1,,uuid:b,uuid:a,Anna,,hasIssues,2,77\n"
    )))  # fmt: skip
    values = {"started": "2026-03-02T09:00:00Z", "unit_id": "u-1", "consent": "yes", "instrument": "v1",
              "PM02_marks": "plan stock"}  # fmt: skip
    assert found == Submission(
        "b", "agents.csv", values, root="a", edits=2, form="agents", version="77", review="has_issues"
    )


def test_central_repeats_follow_their_form(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("f.csv", f"{HEAD},KEY\nu-1,yes,v1,uuid:a\n")
        archive.writestr("f-visits.csv", "place,PARENT_KEY,KEY\nRoma,uuid:a,uuid:a/visits[1]\n")
    assert only(tmp_path / "a.zip").values["place[1]"] == "Roma"


def test_encrypted_and_nameless_rows_are_told(tmp_path: Path) -> None:
    export = f"{HEAD},KEY,Status\nu-1,yes,v1,uuid:a,not decrypted\nu-2,yes,v1,,\nu-3,yes,v1,uuid:c,\n"
    taken = read_submissions([written(tmp_path / "a.csv", export)])
    assert [(fault.kind, fault.row) for fault in taken.faults] == [
        ("submission_encrypted", 2),
        ("submission_no_id", 3),
    ]
    assert [each.id for each in taken.submissions] == ["c"]


def test_kobo_answers_that_are_only_told_apart_are_put_together(tmp_path: Path) -> None:
    found = only(written(tmp_path / "k.csv", (
        '\ufeff"unit_id";"g/consent";"instrument";"g/PX03_best/credit";"g/PX03_best/value-added";"g/PX03_best/tech";"_uuid";'
        '"_validation_status"\n"u-1";"yes";"v1";"1";"1";"0";"x";"validation_status_not_approved"\n'
    )))  # fmt: skip
    assert (found.values["PX03_best"], found.id, found.review) == ("credit value-added", "x", "rejected")


def test_kobo_workbook_is_read_with_its_repeats(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    main, repeat = book.add_worksheet("Intervista"), book.add_worksheet("visits")
    for column, (name, value) in enumerate(
        {"unit_id": "u-1", "consent": "yes", "instrument": "v1", "g/PE01": 7, "_uuid": "x"}.items()
    ):
        main.write(0, column, name)
        main.write(1, column, value)
    for column, (name, value) in enumerate({"place": "Roma", "_submission__uuid": "x"}.items()):
        repeat.write(0, column, name)
        repeat.write(1, column, value)
    book.close()
    values = only(tmp_path / "k.xlsx").values
    assert (values["PE01"], values["place[1]"]) == ("7", "Roma")


def test_kobo_workbook_with_hundreds_of_columns_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    sheet = book.add_worksheet()
    head = {"unit_id": "u-1", "consent": "yes", "instrument": "v1", "_uuid": "x"}
    for column, (name, value) in enumerate((head | {f"g/PS01__k{n}": "5" for n in range(300)}).items()):
        sheet.write(0, column, name)
        sheet.write(1, column, value)
    book.close()
    assert len(only(tmp_path / "k.xlsx").values) == 303


@pytest.mark.parametrize(
    "export",
    ["Chi viene intervistato;Accetta?;_uuid\nRossi;Sì;x\n", "unit_id;consent;instrument;_uuid\nu-1;Sì;v1;x\n"],
    ids=["headings", "values"],
)
def test_labels_are_refused_with_what_to_do(tmp_path: Path, export: str) -> None:
    (fault,) = read_submissions([written(tmp_path / "k.csv", export)]).faults
    assert fault.kind == "submission_labels"
    assert "XML values and headers" in fault.say()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"unit_id;consent;instrument\n\xff\n", "wrong_encoding"),
        (f"{HEAD},KEY\nu-1,yes,v1\n", "field_count"),
        ("unit_id,unit_id,consent,instrument\n", "duplicate_column"),
        (f'{HEAD},KEY\nu-1,yes,v1,"uuid:a\n', "damaged_file"),
        (" \n", "empty_file"),
    ],
)
def test_broken_tables_are_told(tmp_path: Path, content: str | bytes, kind: str) -> None:
    assert [each for each, _ in kinds(written(tmp_path / "a.csv", content))] == [kind]


def test_forms_filled_by_the_engine_of_odk_are_read(tmp_path: Path) -> None:
    taken = read_submissions([DATA])
    assert (len(taken.submissions), taken.faults, taken.media) == (4, [], 1)
    assert {each.form for each in taken.submissions} == {
        "tramite-interview-reseller-warehouse", "tramite-sheet-reseller-warehouse",
        "tramite-interview-vendor-warehouse", "tramite-interview-customer-warehouse",
    }  # fmt: skip
