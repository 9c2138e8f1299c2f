from __future__ import annotations

import math
from typing import Any

import narwhals as nw
import pytest

from tramite.books.kpis import definitions, herfindahl, key_figures
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.wording import LANGUAGES, catalogue

Books = dict[str, nw.LazyFrame[Any]]


def figures(books: Books, definition: CaseDefinition, period: Period) -> dict[tuple[str, str], float | None]:
    kpis = key_figures(books, definition=definition, period=period)
    return {(kpi.definition.code, kpi.channel_id): kpi.value for kpi in kpis}


def test_herfindahl_of_three_shares() -> None:
    assert herfindahl([0.5, 0.3, 0.2]) == pytest.approx(0.38)  # METHOD §5.5 (e)


def test_key_figures_agree_with_hand_work(books: Books, definition: CaseDefinition, period: Period) -> None:
    found = figures(books, definition, period)
    expected = {
        ("net_sales", "company"): 4800, ("growth", "web"): 0, ("sales_share", "shops"): 0.5,
        ("price_realisation", "web"): 200 / 240, ("gross_margin_ratio", "shops"): 0.4,
        ("cm1_ratio", "shops"): 0.31, ("cm2_ratio", "web"): 0.36, ("commission_rate", "shops"): 0.03,
        ("cost_to_serve_ratio", "shops"): 12 / 200, ("orders", "web"): 24, ("order_value", "web"): 100,
        ("customers", "web"): 2, ("partners_enrolled", "shops"): 4, ("partners_active", "shops"): 2,
        ("activity", "shops"): 0.5, ("hhi", "shops"): 0.5, ("top_1", "shops"): 0.5, ("top_5", "shops"): 1,
        ("budget_attainment", "force"): 0.8,
    }  # fmt: skip
    assert {place: found[place] for place in expected} == pytest.approx(expected)


def test_key_figures_are_nd_where_they_make_no_sense(
    books: Books, definition: CaseDefinition, period: Period
) -> None:
    found = figures(books, definition, period)
    assert [found[code, "web"] for code in ("hhi", "partners_enrolled", "budget_attainment")] == [None, None, None]


@pytest.mark.parametrize("missing", ["sell_in", "sell_out", "costs", "products", "partners", "ledger", "budgets"])
def test_key_figures_are_nd_without_their_table(
    books: Books, definition: CaseDefinition, period: Period, missing: str
) -> None:
    before = figures(books, definition, period)
    rest = {name: frame for name, frame in books.items() if name != missing}
    after = figures(rest, definition, period)
    changed = {place for place, value in before.items() if value is not None and after.get(place) is None}
    expected = {
        "costs": {
            ("cm2_ratio", "web"),
            ("cm2_ratio", "shops"),
            ("cm2_ratio", "company"),
            ("commission_rate", "shops"),
        },
        "partners": {("partners_enrolled", "shops"), ("activity", "shops")},
        "budgets": {("budget_attainment", "force")},
        "sell_in": {("net_sales", "shops"), ("hhi", "shops"), ("net_sales", "company"), ("orders", "company")},
        "sell_out": {("net_sales", "web"), ("customers", "web"), ("net_sales", "company")},
        "products": set(),
        "ledger": set(),
    }[missing]
    assert expected <= changed
    assert all(value is None or math.isfinite(value) for value in after.values())


def test_every_key_figure_has_its_words_in_both_languages() -> None:
    keys = {f"kpis.{kpi.code}{end}" for kpi in definitions() for end in ("", "_about")}
    for language in LANGUAGES:
        assert {key for key in catalogue(language) if key.startswith("kpis.")} == keys
