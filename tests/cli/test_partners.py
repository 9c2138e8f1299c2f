from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.store.case_on_disk import DEFINITION
from tramite.cli.app import app
from tramite.kernel.wording import say

PARTNERS = "partner_id;name;channel_id\n../p 1;Rossi S.r.l.;shops\n"
HEAD = (
    "document_id;document_line;date;channel_id;partner_id;product_id;units;list_amount;discount_amount;net_amount;"
    "cost_amount\n"
)
SELL_IN = f"{HEAD}d1;1;2024-03-05;shops;../p 1;x;10;1200;200;1000;765\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "books").mkdir(parents=True)
    (folder / "case.toml").write_text(DEFINITION, encoding="utf-8")
    for name, text in {"partners": PARTNERS, "sell_in": SELL_IN, "products": "product_id;name\nx;X\n"}.items():
        (folder / "books" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["partner", *map(str, arguments)])
    return done.exit_code, done.output


def test_partner_page_stays_inside_the_case_whatever_the_id(case: Path) -> None:
    code, told = run(case, "../p 1", "--language", "en")
    assert code == 0
    assert say("partner.for_us_done") in told
    assert [file.name for file in (case / "partners").iterdir()] == ["..%2Fp%201-us.html"]
    page = (case / "partners" / "..%2Fp%201-us.html").read_text(encoding="utf-8")
    assert ("Rossi S.r.l." in page, "235" in page, "23.5%" in page) == (True, True, True)


def test_partner_page_for_the_partner_leaves_our_margin_out(case: Path) -> None:
    output = case.parent / "out.html"
    assert run(case, "../p 1", "--for", "partner", "--language", "en", "--output", output)[0] == 0
    page = output.read_text(encoding="utf-8")
    assert ("1,000" in page, "16.7%" in page, "23.5%" in page, "765" in page) == (True, True, False, False)


def test_a_partner_that_is_not_there_ends_plainly(case: Path) -> None:
    code, told = run(case, "nobody")
    assert code == 3
    assert ("'nobody'" in told, "Traceback" in told) == (True, False)
