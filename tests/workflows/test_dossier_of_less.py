"""A dossier stands without any of its tables, and says what that costs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tramite.reports.charts import theme
from tramite.workflows.checking import new_case
from tramite.workflows.dossier import make_dossier

# What today is simulated from, table by table; of the others, some at a time: a dossier takes long.
NEEDED = ("costs", "products", "sell_in", "sell_out")
BOOKS = [*((name,) for name in NEEDED), ("budgets", "terms"), ("customers", "ledger"), ("partners",)]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are built, and not drawn: a fifth of the time."""
    monkeypatch.setattr(theme, "to_svg", lambda chart, **_: f"<svg>{len(chart.to_dict(validate=False))}</svg>")


def nd_count(page: Path) -> int:
    return len(re.findall(r"n\.d\.", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("missing", BOOKS, ids="-".join)
def test_dossier_stands_without_any_table_of_the_books(example: Path, missing: tuple[str, ...]) -> None:
    for name in missing:
        (example / "books" / f"{name}.parquet").unlink()
    saved = make_dossier(example)
    assert set(missing) <= set(saved.content.missing_tables)
    comparison = saved.content.comparison
    assert comparison is not None
    simulated = {result.name for result in comparison.results}
    if missing[0] in NEEDED:
        assert simulated == set()
    else:
        assert simulated >= {
            "today",
            "close-warehouse",
            "close-warehouse-invest-internet",
            "raise-reseller-prices",
        }
    if missing != ("products",):
        assert nd_count(saved.page) > 0


@pytest.mark.parametrize("missing", ["responses", "interviews", "frame"])
def test_dossier_stands_without_voices(example: Path, missing: str) -> None:
    (example / "voices" / f"{missing}.parquet").unlink()
    content = make_dossier(example).content
    assert content.beliefs.px is None
    assert content.beliefs.diversion == {}
    assert content.comparison is not None
    lacking = {item.key for alternative in content.comparison.not_simulated for item in alternative.missing}
    assert lacking >= {
        "parameters.diversion_belief", "parameters.price_belief", "parameters.earnings_cut_belief"
    }  # fmt: skip


def test_a_table_whose_rows_are_all_refused_is_missing_not_empty(example: Path) -> None:
    (example / "books" / "partners.parquet").unlink()
    (example / "books" / "partners.csv").write_text("partner_id,channel_id\nA1,specialty\n", encoding="utf-8")
    saved = make_dossier(example, language="en")
    assert saved.content.refused["sell_in"] == 60855
    assert "sell_in" in saved.content.missing_tables
    assert saved.content.statement.amount("specialty", "net_sales") is None
    assert "60,855 rows were left out because of faults (sell_in)" in saved.page.read_text(encoding="utf-8")


def test_a_new_case_knows_nothing_rather_than_zero(tmp_path: Path) -> None:
    content = make_dossier(new_case(tmp_path / "mine")).content
    assert {content.statement.amount(channel, "net_sales") for channel in ("shop", "resellers", "company")} == {
        None
    }
    assert {"sell_in", "sell_out", "costs"} <= set(content.missing_tables)
