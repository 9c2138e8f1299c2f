"""Case folder → database → case folder: nothing is lost, nothing is added."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.kept_rows import rows_kept
from tests.web.small_case import CODE, write_small_case
from tramite.kernel.contracts import Column, Contract, Kind
from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError, UnsafeInput
from tramite.kernel.tables import CONTRACTS
from tramite.store.case_content import CaseContent, read_content, write_content
from tramite.store.case_folder import load_case
from tramite.store.columns import DTYPES
from tramite.web.actions.studies import StudyExists, StudyInUse, export_study, import_again, import_study
from tramite.web.bridge.content import content_for, study_content
from tramite.web.bridge.tables import TABLES
from tramite.web.models import (
    AuditLine,
    Customer,
    Interview,
    InterviewVersion,
    Partner,
    Right,
    SampledUnit,
    Study,
    User,
)
from tramite.workflows.transfer import give_case, take_case

ALL_RIGHTS = frozenset(Right)
PRODUCTS = "books/products.csv"


def _same(one: CaseContent, other: CaseContent) -> None:
    assert one.text == other.text
    assert dict(one.files) == dict(other.files)
    assert set(one.tables) == set(other.tables)
    for name, frame in one.tables.items():
        assert other.tables[name].schema == frame.schema, name
        assert other.tables[name].equals(frame), name


def _zip(files: dict[str, bytes]) -> BytesIO:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    buffer.seek(0)
    return buffer


def test_a_case_that_went_in_comes_out_the_same(study: Study, tmp_path: Path) -> None:
    before = read_content(tmp_path / "case", taken=TABLES)
    assert set(before.tables) == set(TABLES)
    packed = export_study(study, ALL_RIGHTS, by=None)
    _same(before, take_case(BytesIO(packed), tables=TABLES))


def test_the_exported_folder_is_a_case_for_every_verb(study: Study, tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(export_study(study, ALL_RIGHTS, by=None))) as archive:
        archive.extractall(tmp_path / "out")
    one, other = load_case(tmp_path / "case"), load_case(tmp_path / "out" / CODE)
    assert other.faults == ()
    assert set(one.tables) == set(other.tables)
    for name in one.tables:
        assert one.frame(name).equals(other.frame(name)), name


def test_an_empty_table_stays_an_empty_table(owner: User, tmp_path: Path) -> None:
    folder = write_small_case(tmp_path / "case")
    (folder / "voices" / "sample_log.csv").write_text("entry,date,who,event\n", encoding="utf-8")
    content = study_content(import_study("empty", folder, by=owner))
    assert content.tables["sample_log"].height == 0


def test_rows_that_do_not_meet_their_contract_are_told_and_nothing_is_taken_in(
    owner: User, tmp_path: Path
) -> None:
    folder = write_small_case(tmp_path / "case")
    (folder / "books" / "partners.csv").write_text("partner_id,channel_id\nP001,nowhere\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="nowhere"):
        import_study("bad", folder, by=owner)
    assert not Study.objects.filter(code="bad").exists()


def test_a_short_name_is_taken_once(study: Study, owner: User, tmp_path: Path) -> None:
    with pytest.raises(StudyExists):
        import_study(CODE, tmp_path / "case", by=owner)


def test_importing_again_puts_the_folder_in_place(study: Study, owner: User, tmp_path: Path) -> None:
    folder = write_small_case(tmp_path / "case")
    (folder / "books" / "partners.csv").write_text("partner_id,channel_id\nP001,shops\n", encoding="utf-8")
    (folder / "voices" / "facts.csv").unlink()
    import_again(study, folder, by=owner)
    _same(read_content(folder, taken=TABLES), study_content(study))
    assert study.memberships.count() == 1
    assert AuditLine.objects.filter(study=CODE).count() >= 2


def test_importing_again_never_loses_interviews_that_changed(study: Study, owner: User, tmp_path: Path) -> None:
    interview = Interview.objects.get(study=study, interview_id="i-1")
    InterviewVersion.objects.filter(interview=interview).update(current=False)
    InterviewVersion.objects.create(interview=interview, number=2)
    with pytest.raises(StudyInUse):
        import_again(study, tmp_path / "case", by=owner)


def test_only_the_current_version_of_an_interview_is_exported(study: Study) -> None:
    interview = Interview.objects.get(study=study, interview_id="i-1")
    InterviewVersion.objects.filter(interview=interview).update(current=False)
    newer = InterviewVersion.objects.create(interview=interview, number=2)
    newer.answers.create(position=0, item_id="PX01", number=9)
    answers = study_content(study).tables["responses"].filter(pl.col("interview_id") == "i-1")
    assert answers.rows() == [("i-1", "PX01", None, 9.0, None, None)]


def test_what_may_not_be_seen_is_not_taken_away(study: Study) -> None:
    part = content_for(study, ALL_RIGHTS - {Right.READ_NAMES, Right.READ_ANTITRUST})
    assert "PS02" in study_content(study).tables["responses"]["item_id"].to_list()
    assert "PS02" not in part.tables["responses"]["item_id"].to_list()
    for name in ("frame", "sample", "partners", "customers"):
        assert part.tables[name]["name"].null_count() == part.tables[name].height


def test_an_export_without_names_holds_them_in_no_file_either(study: Study, tmp_path: Path) -> None:
    names = pl.DataFrame({"unit_id": ["P001"], "name": ["Cicli Rossi"]})
    parquet = BytesIO()
    names.write_parquet(parquet)
    named = {
        "sampling/frame.parquet": parquet.getvalue(),
        "books/parts/customers-1.parquet": parquet.getvalue(),
        "books/manifest.json": b'{"file": "Anna Verdi.xlsx"}',
        "books/sell_out.csv": b"document_id,document_line,date,buyer\n1,1,2024-01-01,Anna Verdi\n",
        "sampling/reserve.csv": b"unit_id,name\nP003,Anna Verdi\n",
        "voices/questionnaires/reseller-shops.xml": b"<name>Cicli Rossi</name>",
        "fieldwork/ledger.parquet": parquet.getvalue(),
        "actions.toml": b'title = "Call Anna Verdi"',
    }
    study.files.bulk_create(
        study.files.model(study=study, path=path, content=data) for path, data in named.items()
    )
    Customer.objects.filter(study=study).update(address="Via Anna Verdi 1", vat_number="IT-Anna Verdi")
    SampledUnit.objects.filter(study=study).update(reason="Anna Verdi was ill")
    out = give_case(content_for(study, ALL_RIGHTS - {Right.READ_NAMES}), name=CODE)
    with zipfile.ZipFile(BytesIO(out)) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    words = b"".join(
        str(pl.read_parquet(data).to_dicts()).encode() if name.endswith(".parquet") else data
        for name, data in inside.items()
    )
    assert [name for name in (b'Rossi"', b"Cicli", b"Anna", b"Verdi", b"Bianchi") if name in words] == [b'Rossi"']
    assert f"{CODE}/books/products.csv" in inside  # the vendor's name stays, and what names nobody
    assert take_case(BytesIO(out), tables=TABLES).tables["interviews"].height == 2


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a/../../out.csv", "C:/out.csv", "a\\..\\out.csv"])
def test_an_archive_cannot_write_elsewhere(name: str) -> None:
    with pytest.raises(UnsafeInput):
        take_case(_zip({"case.toml": b"", name: b"x"}), tables=TABLES, file="case.zip")


def test_an_archive_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(UnsafeInput):
        take_case(_zip({"case.toml": b"", "books/x.csv": bytes(64 << 20)}), tables=TABLES, file="case.zip")


@pytest.mark.parametrize(
    ("data", "error"),
    [(BytesIO(b"no zip"), InputRefused), (_zip({"books/x.csv": b""}), CaseNotFound), (BytesIO(), InputRefused)],
)
def test_what_is_no_case_is_told(data: BytesIO, error: type[TramiteError]) -> None:
    with pytest.raises(error):
        take_case(data, tables=TABLES, file="case.zip")


# Any rows that meet their contracts: text with every sign, amounts of 18 digits, days far away.
_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip).filter(
    lambda text: text and not text.startswith("#")
)  # fmt: skip
_VALUES = {
    Kind.TEXT: _TEXT,
    Kind.INTEGER: st.integers(1, 10**12),
    Kind.NUMBER: st.floats(0, 1e12, allow_nan=False),
    Kind.MONEY: st.decimals(-(10**13), 10**13, places=4),
    Kind.DATE: st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    Kind.FLAG: st.booleans(),
}


def _value(column: Column, units: list[str]) -> st.SearchStrategy[object]:
    if column.refers_to == "case.channels":
        values: st.SearchStrategy[object] = st.sampled_from(("web", "shops", "force"))
    elif column.refers_to == "case.segments":
        values = st.just("bikes")
    elif column.refers_to and column.refers_to.startswith("frame."):
        values = st.sampled_from(units)
    elif column.allowed:
        values = st.sampled_from(column.allowed)
    else:
        values = _VALUES[column.kind]
    return values if column.required else st.none() | values


@st.composite
def _table(draw: st.DrawFn, contract: Contract, units: list[str]) -> pl.DataFrame:
    rows = draw(
        st.lists(
            st.fixed_dictionaries({column.name: _value(column, units) for column in contract.columns}),
            max_size=5, unique_by=lambda row: tuple(row[name] for name in contract.key),
        )
    )  # fmt: skip
    return pl.DataFrame(rows, schema={column.name: DTYPES[column.kind] for column in contract.columns})


@st.composite
def _tables(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Draw any tables that refer only to what is there."""
    frame = draw(_table(CONTRACTS["frame"], []).filter(lambda table: table.height > 0))
    units = frame["unit_id"].to_list()
    names = ("partners", "customers", "sample", "sample_log", "facts")
    tables = {"frame": frame} | {name: draw(_table(CONTRACTS[name], units)) for name in names}
    tables["interviews"] = draw(_table(CONTRACTS["interviews"], units))
    talks = tables["interviews"]["interview_id"].to_list()
    for name in ("responses", "quality_decisions"):
        rows = draw(_table(CONTRACTS[name], units)) if talks else pl.DataFrame()
        if rows.height:
            ids = pl.Series("interview_id", [talks[place % len(talks)] for place in range(rows.height)])
            key = list(CONTRACTS[name].key)
            tables[name] = rows.with_columns(ids).unique(key, maintain_order=True)
    return tables


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables=_tables(), others=_tables())
def test_any_tables_come_out_as_they_went_in(
    owner: User, tables: dict[str, pl.DataFrame], others: dict[str, pl.DataFrame]
) -> None:
    with TemporaryDirectory() as folder, transaction.atomic():
        small = read_content(write_small_case(Path(folder) / "small"), taken=TABLES)
        one, other = (
            write_content(Path(folder) / name, CaseContent(small.text, small.definition, given_in, files))
            for name, given_in, files in (("one", tables, {PRODUCTS: b"product_id\nK1\n"}), ("other", others, {}))
        )
        study = import_study("any", one, by=owner)
        export = export_study(study, ALL_RIGHTS, by=owner)
        _same(take_case(one, tables=TABLES), take_case(BytesIO(export), tables=TABLES))
        kept = rows_kept(study)
        import_again(study, BytesIO(export), by=owner)
        assert rows_kept(study) == kept
        try:
            import_again(study, other, by=owner)
        except InputRefused:  # names that the study has and the folder lacks
            assert rows_kept(study) == kept
        else:
            _same(take_case(other, tables=TABLES), study_content(study))
        transaction.set_rollback(True)


def test_amounts_are_those_that_were_written(study: Study) -> None:
    partners = study_content(study).tables["partners"]
    assert partners["category_sales"].to_list() == [Decimal("12345678901234.5678"), None]
    assert Partner.objects.filter(study=study).count() == 2
