from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree  # type: ignore[import-untyped]

from tests.workflows.field_case import CHANNEL, UNITS, Fieldwork, fieldwork, new_field_case
from tests.workflows.submission_shapes import as_csv, central_rows, kobo_rows, leaves, write_central, write_xml
from tramite.kernel.errors import InputRefused
from tramite.store.instruments import save_instrument
from tramite.store.submissions.ledger import read_ledger
from tramite.voices.hearing.submission import bare_id
from tramite.workflows.case import open_case
from tramite.workflows.submissions import AnswersTaken, take_answers

WHEN = date(2026, 3, 5)
TABLES = ("interviews", "responses")


@pytest.fixture(scope="module")
def field() -> Fieldwork:
    return fieldwork()


@pytest.fixture
def case(tmp_path: Path, field: Fieldwork) -> Path:
    return new_field_case(tmp_path / "case")


def take(case: Path, *files: Path) -> AnswersTaken:
    return take_answers(case, files, when=WHEN)


def tables(case: Path) -> dict[str, list[dict[str, Any]]]:
    folder = open_case(case).folder
    assert not folder.faults
    keys = {"interviews": ["interview_id"], "responses": ["interview_id", "item_id", "key"]}
    return {name: folder.frame(name).sort(keys[name]).to_dicts() for name in TABLES}


def states(taken: AnswersTaken) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in taken.come:
        counts[each.state] = counts.get(each.state, 0) + 1
    return counts


def several(field: Fieldwork) -> dict[str, list[str]]:
    controls = [control for form in field.forms.values() for control in form.controls]
    offered = {c.get("ref").rpartition("/")[2] for c in controls if etree.QName(c).localname == "select"}
    codes: dict[str, set[str]] = {name: set() for name in offered}
    for form in field.all_filled:
        for path, value in leaves(form):
            if path[-1] in offered:
                codes[path[-1]] |= set(value.split())
    return {name: sorted(found) for name, found in codes.items()}


def central_files(folder: Path, field: Fieldwork) -> list[Path]:
    folder.mkdir()
    return [write_central(folder / f"{role}-{kind}.zip", forms) for (role, kind), forms in field.filled.items()]


def kobo_files(folder: Path, field: Fieldwork) -> list[Path]:
    folder.mkdir()
    files = []
    for (role, kind), forms in field.filled.items():
        files.append(folder / f"{role} {kind} - all versions - False.csv")
        files[-1].write_text("\ufeff" + as_csv(kobo_rows(forms, several(field)), ";"), encoding="utf-8")
    return files


def test_thirty_forms_give_the_same_tables_from_xml_central_and_kobo(tmp_path: Path, field: Fieldwork) -> None:
    assert len(field.all_filled) == 30
    read = {}
    for name in ("xml", "central", "kobo"):
        case = new_field_case(tmp_path / name)
        source = tmp_path / f"{name}-files"
        if name == "xml":
            taken = take(case, write_xml(source, field.all_filled))
        else:
            taken = take(case, *(central_files if name == "central" else kobo_files)(source, field))
        assert ([r.fault.say() for r in taken.refusals], taken.faults) == ([], ())
        assert states(taken) == {"new": 29, "declined": 1}
        assert taken.media == (len(field.filled) if name == "central" else 0)
        read[name] = tables(case)
    assert read["xml"] == read["central"] == read["kobo"]
    assert len(read["xml"]["interviews"]) == 30
    assert len(read["xml"]["responses"]) > 29 * 40


def test_taking_the_same_again_changes_nothing(case: Path, tmp_path: Path, field: Fieldwork) -> None:
    take(case, write_xml(tmp_path / "xml", field.all_filled))
    before, ledger = tables(case), (case / "fieldwork/ledger.parquet").read_bytes()
    again = take(case, *central_files(tmp_path / "central", field), *kobo_files(tmp_path / "kobo", field))
    assert (states(again), again.refusals, again.faults, again.written) == ({"known": 30}, (), (), ())
    assert tables(case) == before
    assert pl.read_parquet(ledger).height == 30


def test_in_a_simulated_case_it_is_known_who_was_heard_indeed(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    before = open_case(case).table("interviews")
    take(case, write_xml(tmp_path / "xml", field.filled["customer", "interview"]))
    after = open_case(case).table("interviews")
    assert after is not None
    came = after.height - (0 if before is None else before.height)
    assert open_case(case).heard_indeed == 0  # nothing is simulated here
    text = (case / "case.toml").read_text(encoding="utf-8")
    (case / "case.toml").write_text(f"{text}\n[simulated]\nvoices = true\n", encoding="utf-8")
    assert open_case(case).heard_indeed == came > 1


def test_sample_follows_but_a_sheet_is_no_interview(case: Path, tmp_path: Path, field: Fieldwork) -> None:
    (sheet,) = field.filled["reseller", "sheet"]
    sheet = deepcopy(sheet)
    sheet.find(".//unit_id").text = UNITS["reseller"][5]
    taken = take(case, write_xml(tmp_path / "xml", [*field.filled["customer", "interview"], sheet]))
    sample = dict(pl.read_csv(case / "voices/sample.csv", separator=";").select("unit_id", "outcome").rows())
    outcomes = [sample[unit] for unit in UNITS["customer"]]
    assert outcomes == ["done", "done", "done", "done", "refused", "done"]
    assert sample[UNITS["reseller"][5]] == "pending"
    assert taken.state is not None
    (customers,) = (side for side in taken.state.sides if side.side == "customer")
    assert (customers.done, customers.silent, customers.pending, customers.rate) == (5, 1, 0, 5 / 6)


def test_who_gave_no_consent_is_counted_and_nothing_else_kept(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    form = deepcopy(field.filled["customer", "interview"][0])
    form.find(".//consent").text = "no"
    take(case, write_xml(tmp_path / "xml", [form]))
    read = tables(case)
    assert [(row["status"], row["consent"]) for row in read["interviews"]] == [("refused", False)]
    assert read["responses"] == []
    (entry,) = read_ledger(case).values()
    assert all(name[0].islower() for name in entry.submission.values)


def test_edit_takes_the_place_of_what_it_edits_and_both_stay_in_the_ledger(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    first = field.filled["vendor", "interview"][0]
    root = bare_id(first.findtext("meta/instanceID"))
    take(case, write_xml(tmp_path / "first", [first]))
    edited = _edited(first, "11111111-aaaa", item="VE01", score="3")
    taken = take(case, write_xml(tmp_path / "edited", [edited]))
    assert states(taken) == {"changed": 1}
    read = tables(case)
    assert [row["interview_id"] for row in read["interviews"]] == [root]
    assert [row["number"] for row in read["responses"] if row["item_id"] == "VE01"] == [3]
    listed = pl.read_csv(case / "fieldwork/submissions.csv", separator=";")
    assert listed["state"].to_list() == ["replaced", "in_use"]
    again = take(case, tmp_path / "first", tmp_path / "edited")
    assert (states(again), again.written) == ({"known": 1}, ())
    exported = central_rows([edited])  # Central keeps the first id as KEY
    exported[0] |= {"KEY": f"uuid:{root}", "Edits": "1", "ReviewState": "approved"}
    export = tmp_path / "export.csv"
    export.write_text(as_csv(exported, ","), encoding="utf-8")
    assert states(take(case, export)) == {"changed": 1}
    assert [row["status"] for row in tables(case)["interviews"]] == ["approved"]


def _edited(form: etree._Element, its: str, *, item: str, score: str) -> etree._Element:
    edited = deepcopy(form)
    meta = edited.find("meta")
    etree.SubElement(meta, "deprecatedID").text = meta.findtext("instanceID")
    meta.find("instanceID").text = f"uuid:{its}"
    edited.find(f".//{item}").text = score
    return edited


def test_what_cannot_be_taken_is_told_whole_and_comes_in_once_mended(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    forms = [deepcopy(form) for form in field.filled["reseller", "interview"]]
    forms[0].find(".//unit_id").text = "nobody"
    forms[1].find(".//instrument").text = "reseller.dealers.00000000"
    forms[2].find(".//consent").text = None
    forms[3].find(".//PE01").text = "11"
    etree.SubElement(forms[3], "PE99").text = "5"
    taken = take(case, write_xml(tmp_path / "xml", forms))
    kinds = {(refusal.fault.kind, refusal.fault.column, refusal.fault.value) for refusal in taken.refusals}
    assert kinds == {
        ("submission_unit", "unit_id", "nobody"),
        ("submission_version", "instrument", "reseller.dealers.00000000"),
        ("submission_consent", "consent", None),
        ("answer_code", "PE01", "11"),
        ("answer_unknown", "PE99", "5"),
    }
    assert states(taken) == {"refused": 3, "new": 2}
    assert taken.quarantine is not None
    quarantine = pl.read_csv(taken.quarantine, separator=";")
    assert quarantine.height == 5
    assert quarantine.columns == ["interview", "item", "file", "row", "question", "value", "refused_because"]
    with (case / "voices/frame.csv").open("a", encoding="utf-8") as frame:
        frame.write(f"nobody;reseller;{CHANNEL};reseller;10;active\n")
    again = take(case)
    assert states(again) == {"refused": 2, "new": 1, "known": 2}
    forms[2].find(".//consent").text = "yes"
    forms[3].find(".//PE01").text = "10"
    mended = take(case, write_xml(tmp_path / "mended", forms[2:4]))
    assert (states(mended), mended.faults) == ({"refused": 1, "new": 1, "known": 2, "changed": 1}, ())


def test_rows_changed_by_a_person_stay(case: Path, tmp_path: Path, field: Fieldwork) -> None:
    source = write_xml(tmp_path / "xml", field.filled["customer", "interview"][:2])
    take(case, source)
    file = case / "voices/interviews.csv"
    text = file.read_text(encoding="utf-8-sig").replace(";done;", ";approved;", 1)
    file.write_text(text.replace(";;\n", ";b;true\n"), encoding="utf-8")
    take(case, source)
    assert sorted(row["status"] for row in tables(case)["interviews"]) == ["approved", "done"]
    edited = _edited(field.filled["customer", "interview"][0], "2222", item="CR01", score="3")
    assert states(take(case, write_xml(tmp_path / "edited", [edited]))) == {"changed": 1, "known": 1}
    rows = tables(case)["interviews"]
    assert {(row["level"], row["quotable"]) for row in rows} == {("b", True)}


def test_other_answers_under_the_same_id_are_not_taken_silently(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    form = field.filled["vendor", "interview"][1]
    other = deepcopy(form)
    other.find(".//VE01").text = "0" if form.findtext(".//VE01") != "0" else "1"
    take(case, write_xml(tmp_path / "first", [form]))
    before = tables(case)
    taken = take(case, write_xml(tmp_path / "other", [other]))
    assert [fault.kind for fault in taken.faults] == ["submission_differs"]
    assert tables(case) == before


def test_other_words_are_said_by_item_with_the_answers_to_each(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    instrument = field.instruments["vendor"]
    words = {wording.item_id: wording for wording in instrument.wordings}
    changed = replace(words["VE01"], it="Altre parole?", wording="VE01.other0")
    other = replace(
        instrument, version="vendor.dealers.11111111",
        wordings=tuple(changed if each.item_id == "VE01" else each for each in instrument.wordings),
    )  # fmt: skip
    save_instrument(case, other)
    forms = [deepcopy(form) for form in field.filled["vendor", "interview"]]
    for form in forms:
        form.find(".//VE01").text = "7"
    forms[0].find(".//instrument").text = other.version
    taken = take(case, write_xml(tmp_path / "xml", forms))
    assert [(change.item_id, change.changed, [(w.wording, w.answers) for w in change.worded])
            for change in taken.wordings] == [
        ("VE01", "words", [(words["VE01"].wording, 4), ("VE01.other0", 1)])]  # fmt: skip
    assert (case / "fieldwork/wordings.csv").is_file()


def test_audit_log_gives_medians_that_take_the_place_of_the_estimate(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    forms = field.filled["reseller", "interview"]
    lines = ["instance ID,event,node,start,end,latitude,longitude,accuracy"]
    for number, form in enumerate(forms):
        start, its, scores = 1_772_440_000_000, form.findtext("meta/instanceID"), "/interview/section_scores"
        screen = f"{start + 60_000},{start + 75_000},,,"
        lines += [
            f"{its},form start,,{start},,,,",
            f"{its},question,{scores}/PE01,{start},{start + 10_000 + 1000 * number},,,",
            f"{its},group questions,{scores}/ask_PR10/PR10__easy,{screen}",
            f"{its},group questions,{scores}/ask_PR10/PR10__profitable,{screen}",
        ]
    archive = write_central(tmp_path / "reseller.zip", forms, audit="\n".join(lines) + "\n")
    taken = take(case, archive)
    assert [(time.item_id, time.n, time.measured) for time in taken.times] == [
        ("PE01", 5, 12.0),
        ("PR10", 5, 15.0),
    ]
    assert pl.read_csv(case / "fieldwork/seconds.csv", separator=";", decimal_comma=True)[
        "measured"
    ].to_list() == [12, 15]


def test_tidy_tables_of_another_case_come_in_as_they_are(case: Path, tmp_path: Path, field: Fieldwork) -> None:
    take(case, write_xml(tmp_path / "xml", field.all_filled))
    other = new_field_case(tmp_path / "other")
    taken = take(other, *(case / f"voices/{name}.csv" for name in TABLES))
    assert [refusal.fault.say() for refusal in taken.refusals] == []
    assert tables(other) == tables(case)
    with pytest.raises(InputRefused) as refused:
        take(new_field_case(tmp_path / "third"), case / "voices/responses.csv")
    assert [fault.kind for fault in refused.value.faults] == ["answers_pair"]


def test_px_comes_out_at_the_end_of_the_chain(case: Path, tmp_path: Path, field: Fieldwork) -> None:
    take(case, write_xml(tmp_path / "xml", field.all_filled))
    px = open_case(case).px
    assert px is not None
    quality = open_case(case).quality
    assert quality is not None
    counted = quality.judged.interviews.filter(
        ~pl.col("role").is_in(["customer", "vendor"]) & (pl.col("mode") != "sheet") & (pl.col("status") == "done")
    )
    index = px.score(CHANNEL, "px", "vote").estimate
    assert (index.n, index.N) == (counted["unit_id"].n_unique(), 36)
    assert None not in (index.lower, index.value, index.upper)
    assert 0 < (index.lower or 0) < (index.value or 0) < (index.upper or 0) < 100


def test_tables_with_refused_rows_are_not_written_over(case: Path, tmp_path: Path, field: Fieldwork) -> None:
    header = "interview_id;unit_id;role;channel_id;mode;date;consent;status;version\n"
    row = f"i-1;customer-1;customer;{CHANNEL};letter;2026-01-01;true;done;v\n"
    file = case / "voices/interviews.csv"
    file.write_text(header + row, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        take(case, write_xml(tmp_path / "xml", field.filled["customer", "interview"]))
    assert [(fault.column, fault.value) for fault in refused.value.faults] == [("mode", "letter")]
    assert file.read_text(encoding="utf-8") == header + row
    assert not (case / "fieldwork").exists()


def test_interviews_written_by_hand_stay_beside_those_that_come_in(
    case: Path, tmp_path: Path, field: Fieldwork
) -> None:
    header = "interview_id;unit_id;role;channel_id;mode;date;consent;status;version\n"
    row = f"i-1;customer-1;customer;{CHANNEL};phone;2026-01-01;true;done;v\n"
    (case / "voices/interviews.csv").write_text(header + row, encoding="utf-8")
    (case / "voices/responses.csv").write_text("interview_id;item_id;key;number\ni-1;CR01;;9\n", encoding="utf-8")
    take(case, write_xml(tmp_path / "xml", field.filled["customer", "interview"]))
    read = tables(case)
    assert len(read["interviews"]) == 7
    assert [row["number"] for row in read["responses"] if row["interview_id"] == "i-1"] == [9]
