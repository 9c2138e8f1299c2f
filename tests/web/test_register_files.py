"""Partners and customers from a file, while the field work is on: added, changed, never removed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.kept_rows import rows_kept
from tests.web.test_imports import ingested_case
from tramite.web.actions import working
from tramite.web.actions.studies import import_study
from tramite.web.actions.working import turn
from tramite.web.models import AuditLine, Customer, Partner, SampledUnit, Study, User

ROWS = "partner_id;name;channel_id;role;area\nP002;Bici Bianchi;shops;reseller;Lazio\nP009;Nuovi;web;agent;\n"


@pytest.fixture
def send(study: Study, owner: User, browser_of: Callable[[User], Client]) -> Callable[..., Any]:
    """Return how the owner sends a file of a register."""
    client = browser_of(owner)

    def post(content: str | bytes, name: str = "partners.csv", *, table: str = "partners", **more: str) -> Any:
        data = content.encode() if isinstance(content, str) else content
        headers = {"hx-request": "true"} if more else {}
        address = f"/s/{study.code}/{table}/file/"
        return client.post(address, {"rows": SimpleUploadedFile(name, data), **more}, headers=headers)

    return post


def test_a_preview_tells_what_would_change_and_changes_nothing(study: Study, send: Callable[..., Any]) -> None:
    before = rows_kept(study)
    page = send(ROWS, preview="1").content.decode()
    assert "Rows to add: 1; to change: 1; that say nothing new: 0." in page
    assert "<code>P009</code>" in page
    assert "<td><code>area</code></td><td>—</td><td>Lazio</td>" in page
    assert "<html" not in page
    assert rows_kept(study) == before


def test_rows_are_added_and_changed_while_the_field_work_goes_on(
    study: Study, owner: User, send: Callable[..., Any]
) -> None:
    SampledUnit.objects.filter(unit_id="P002").update(assigned_to=owner)
    before = rows_kept(study)
    assert send(ROWS).status_code == 302
    after = rows_kept(study)
    partners = {row["partner_id"]: row for row in after.pop("partners")}
    old = {row["partner_id"]: row for row in before.pop("partners")}
    assert after == before  # samples, interviews, files
    assert partners["P001"] == old["P001"]  # not in the file
    assert partners["P002"] == old["P002"] | {"area": "Lazio"}
    assert (partners["P009"]["position"], Partner.objects.get(partner_id="P009").channel.code) == (2, "web")
    lines = AuditLine.objects.filter(kind="partner", code__in=["P002", "P009"]).order_by("pk")
    assert [(line.verb, line.fields) for line in lines] == [("made", []), ("changed", ["area"])]
    assert "that say nothing new: 2." in send(ROWS, preview="1").content.decode()


def test_an_empty_cell_empties_and_a_column_that_lacks_stays(study: Study, send: Callable[..., Any]) -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write_row(0, 0, ["customer_id", "city"])
        book.worksheets()[0].write_row(1, 0, ["C1", ""])
    assert send(buffer.getvalue(), "clienti.xlsx", table="customers").status_code == 302
    first = Customer.objects.get(customer_id="C1")
    assert (first.name, first.kind, first.city) == ("Anna Verdi", "consumer", None)


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_taken(study: Study, send: Callable[..., Any]) -> None:
    before = rows_kept(study)
    wrong = (
        "partner_id,name,channel_id,role,segment_id\nP7,A,nowhere,reseller,\nP8,B,shops,king,cars\nP8,C,shops,,\n"
    )
    for more in ({}, {"preview": "1"}):
        answer = send(wrong, "mine.csv", **more)
        words = answer.content.decode()
        assert answer.status_code == (200 if more else 422)
        for part in ("mine.csv", "nowhere", "king", "cars", "P8"):
            assert part in words, part
    assert send("partner_id,name,canale\nP7,A,b\n").status_code == 422
    assert send(b"\x00\x01", "rows.xlsx").status_code == 422
    assert send("partner_id", "rows.zip").status_code == 422
    assert rows_kept(study) == before


def test_a_file_waits_for_its_turn(
    study: Study, send: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PATIENCE", 0.0)
    with turn(study):
        assert send(ROWS).status_code == 422
    assert not Partner.objects.filter(partner_id="P009").exists()


def test_a_register_that_was_ingested_is_not_written_beside_its_files(
    owner: User, tmp_path: Path, browser_of: Callable[[User], Client]
) -> None:
    import_study("ingested", ingested_case(tmp_path), by=owner)
    file = SimpleUploadedFile("partners.csv", ROWS.encode())
    answer = browser_of(owner).post("/s/ingested/partners/file/", {"rows": file})
    assert (answer.status_code, "tramite ingest" in answer.content.decode()) == (422, True)
    assert not Partner.objects.filter(study__code="ingested").exists()
