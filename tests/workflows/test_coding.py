from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.workflows.coded_case import write_case, write_codings
from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.workflows.codebook import export_codebook, import_codebook, show_codebook, start_codebook
from tramite.workflows.coding import coding_state, export_codings, import_codings, measure_agreement

FIRST = [("i-01", 0, 22, "E-ORD", "Anna"), ("i-02", 0, 25, "R-MAR", "Anna"), ("i-03", 0, 19, "E-LOG", "Anna")]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    write_case(tmp_path)
    start_codebook(tmp_path)
    return tmp_path


def table(case: Path) -> list[tuple[object, ...]]:
    rows = pl.read_csv(case / "voices" / "codings.csv", separator=";")
    return rows.select("interview_id", "start", "end", "code", "coder").rows()


def test_a_codebook_is_begun_once(case: Path) -> None:
    assert len(show_codebook(case).book.codes) == 40
    with pytest.raises(TramiteError, match="codebook already"):
        start_codebook(case)


def test_codes_go_out_and_come_back(case: Path, tmp_path: Path) -> None:
    saved = export_codebook(case, tmp_path / "codes.qdc")
    back = import_codebook(case, saved.file)
    assert (saved.codes, back.codes, back.added) == (40, 40, ())
    (case / "voices" / "codebook.csv").unlink()
    alone = import_codebook(case, saved.file)
    assert len(alone.added) == 40


def test_codings_go_out_and_come_back(case: Path, tmp_path: Path) -> None:
    write_codings(case, *FIRST)
    sent = export_codings(case, tmp_path / "all.qdpx")
    assert (sent.answers, sent.codings, sent.drawn) == (12, 3, None)
    (case / "voices" / "codings.csv").unlink()
    taken = import_codings(case, sent.file)
    assert (taken.by_coder, taken.replaced, taken.added_codes, taken.left) == ({"Anna": 3}, 0, (), 0)
    assert table(case) == FIRST
    again = import_codings(case, sent.file)
    assert (again.replaced, table(case)) == (3, FIRST)


def test_an_import_leaves_other_coders_alone(case: Path, tmp_path: Path) -> None:
    write_codings(case, *FIRST)
    sent = export_codings(case, tmp_path / "all.qdpx")
    bruno = ("i-01", 0, 5, "E-POR", "Bruno")
    write_codings(case, *FIRST[1:], bruno)
    assert import_codings(case, sent.file).replaced == 2
    assert sorted(table(case), key=str) == sorted([*FIRST, bruno], key=str)


def test_the_second_coder_sees_only_what_was_drawn_and_no_codes(case: Path, tmp_path: Path) -> None:
    write_codings(case, *FIRST)
    sent = export_codings(case, tmp_path / "second.qdpx", second=True)
    assert (sent.answers, sent.codings) == (3, 0)
    assert sent.drawn is not None
    assert pl.read_csv(sent.drawn, separator=";").height == 3
    assert import_codings(case, sent.file, coder="Bruno").by_coder == {}
    assert table(case) == FIRST


def test_state_counts_what_is_coded_and_what_is_wrong(case: Path) -> None:
    six = [(f"i-{n:02}", 0, 9, "E-ORD", "Anna") for n in range(1, 7)]
    write_codings(case, *six, ("i-07", 0, 999, "E-ORD", "Anna"))
    state = coding_state(case)
    assert (state.coding.coded, state.coding.answers.height, state.matrix.interviews) == (6, 12, 6)
    assert [fault.kind for fault in state.coding.faults] == ["coding_span"]
    assert state.matrix.of_code("E")["n"].to_list() == [6, 6]
    assert state.file.read_text(encoding="utf-8-sig").splitlines()[0] == "code;channel_id;n;of;shown;why"


def test_agreement_repeats_with_the_seed_of_the_case(case: Path) -> None:
    rows = [(f"i-{n:02}", 0, 9, "E-ORD" if n % 3 else "none", "Anna") for n in range(1, 13)]
    rows += [(f"i-{n:02}", 0, 9, "E-ORD" if n % 4 else "none", "Bruno") for n in range(1, 13)]
    write_codings(case, *rows)
    first, again = measure_agreement(case), measure_agreement(case)
    assert first.agreement.answers == again.agreement.answers
    assert first.agreement.answers.value == pytest.approx(1 - (23 * 5) / (17 * 7))  # 5 of 12 differ
    assert pl.read_csv(first.file, separator=";").height == 5


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    case = write_case(tmp_path / "case")
    with pytest.raises(CaseNotFound, match="--start"):
        coding_state(case)
    start_codebook(case)
    with pytest.raises(InputRefused) as error:
        import_codings(case, tmp_path / "none.qdpx")
    assert [fault.kind for fault in error.value.faults] == ["no_such_file"]
    with pytest.raises(InputRefused, match="qdpx"):
        export_codings(case, tmp_path / "all.zip")
    (case / "voices" / "responses.csv").write_text("interview_id,item_id,text\ni-01,PE01,x\n", encoding="utf-8")
    with pytest.raises(CaseNotFound, match="nothing to code"):
        coding_state(case)


def test_a_table_with_refused_rows_is_not_written_anew(case: Path, tmp_path: Path) -> None:
    write_codings(case, *FIRST)
    sent = export_codings(case, tmp_path / "all.qdpx")
    write_codings(case, *FIRST, ("i-99", 0, 3, "E-ORD", "Anna"))
    before = (case / "voices" / "codings.csv").read_bytes()
    with pytest.raises(InputRefused) as error:
        import_codings(case, sent.file)
    assert [fault.kind for fault in error.value.faults] == ["unknown_reference"]
    assert (case / "voices" / "codings.csv").read_bytes() == before
