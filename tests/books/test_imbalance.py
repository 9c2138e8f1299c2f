from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tramite.books.imbalance import imbalance, imbalance_frame
from tramite.books.imbalance_rule import RuleResult
from tramite.books.kpi_ground import ground_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period
from tramite.kernel.wording import LANGUAGES, catalogue

from .conftest import on_polars

Frames = dict[str, pl.DataFrame]
MONEY = pl.Decimal(18, 4)


def judge(frames: Frames, definition: CaseDefinition, period: Period) -> dict[tuple[str, str], RuleResult]:
    books = on_polars(frames)
    results = imbalance(ground_of(books, definition=definition, period=period), tables=books)
    return {(result.rule, result.channel_id): result for result in results}


def multiplied(frame: pl.DataFrame, since: pl.Expr, factor: float) -> pl.DataFrame:
    changed = (pl.col("net_amount") * factor).cast(MONEY)
    return frame.with_columns(net_amount=pl.when(since).then(changed).otherwise("net_amount"))


def cost(make_table: Any, period: Period, line: str, channel: str | None, amount: int) -> pl.DataFrame:
    driver = "direct" if channel else "net_sales"
    rows = [
        {
            "month": m, "channel_id": channel, "line": line, "account": "x", "amount": Decimal(amount),
            "driver": driver,
        }
        for m in period
    ]  # fmt: skip
    made: pl.DataFrame = make_table("costs", rows)
    return made


def test_imbalance_lists_every_rule_of_the_books(full: Frames, definition: CaseDefinition, period: Period) -> None:
    found = judge(full, definition, period)
    everywhere = {"B3", "B4", "B5", "B14", "B16", "B18"}
    of_partners = {"B1", "B2", "B6", "B7", "B8"}
    assert {rule for rule, channel in found if channel == "web"} == everywhere
    assert {rule for rule, channel in found if channel == "shops"} == everywhere | of_partners
    for language in LANGUAGES:
        wanted = {f"rules.{rule}{end}" for rule, _ in found for end in ("", "_about", "_stake")}
        wanted |= {f"rules.measure_{measure.code}" for result in found.values() for measure in result.measures}
        assert wanted <= catalogue(language).keys()


def test_concentration_fires_on_two_equal_partners(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    result = judge(full, definition, period)["B7", "shops"]
    assert (result.status, result.partner_id) == ("fires", "a")
    assert [(m.code, m.value, m.limit) for m in result.measures] == [("hhi", 0.5, 0.25), ("top_1", 0.5, 0.3)]
    assert result.at_stake == pytest.approx(0.31 * 1200)  # contribution margin 1 of 31% on a's purchases
    assert result.severity == pytest.approx(0.31 / 2)


def test_late_payment_fires_beyond_agreed_days_and_their_limit(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    result = judge(full, definition, period)["B6", "shops"]
    assert (result.status, result.measures[0].limit) == ("fires", 45)
    assert result.measures[0].value == pytest.approx(61)
    assert result.at_stake == pytest.approx((61 - 30) * 2400 / 366)
    own = full["terms"].with_columns(
        party=pl.lit("partner"), party_id=pl.lit("a"), payment_days=pl.lit(90, pl.Int64)
    )
    kinder = judge(full | {"terms": pl.concat([full["terms"], own])}, definition, period)["B6", "shops"]
    assert (kinder.status, kinder.measures[0].limit) == ("clear", 75)  # half of the sales at 90 days, half at 30
    assert kinder.at_stake is None


def test_late_payment_is_not_evaluable_when_one_partner_has_no_terms(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    own = full["terms"].with_columns(party=pl.lit("partner"), party_id=pl.lit("a"))
    result = judge(full | {"terms": own}, definition, period)["B6", "shops"]
    assert result.status == "not_evaluable"
    assert [missing.key for missing in result.missing] == ["rules.missing_terms"]


@pytest.mark.parametrize(("since", "status"), [(7, "fires"), (10, "clear")])
def test_stuffing_fires_only_after_two_quarters(
    full: Frames, definition: CaseDefinition, period: Period, since: int, status: str
) -> None:
    stuffed = multiplied(full["sell_in"], pl.col("date") >= pl.date(2024, since, 1), 1.5)
    result = judge(full | {"sell_in": stuffed}, definition, period)["B1", "shops"]
    assert result.status == status
    gaps = [measure.value for measure in result.measures]
    assert gaps == pytest.approx([0.5, 0.5 if since == 7 else 0])
    # a alone reports: two quarters of 300 became 450, while its sell-out stood still
    assert result.at_stake == (pytest.approx(300) if since == 7 else None)
    assert "1 of 2 partners report" in result.evidence[0].say()


def test_stuffing_is_not_evaluable_without_history_or_reporters(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    late = full | {"sell_in": full["sell_in"].filter(pl.col("date") >= pl.date(2023, 8, 1))}
    assert judge(late, definition, period)["B1", "shops"].missing[0].key == "rules.missing_history"
    silent = full | {"sell_out": full["sell_out"].filter(pl.col("date") < pl.date(2024, 12, 1))}
    assert judge(silent, definition, period)["B1", "shops"].missing[0].key == "rules.missing_reporters"


def test_margins_are_clear_when_the_books_are_sound(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    found = judge(full, definition, period)
    assert [found[rule, "shops"].status for rule in ("B3", "B4", "B5")] == ["clear"] * 3
    assert found["B4", "shops"].measures[0].value == pytest.approx((62 / 134) / 0.5)
    assert found["B5", "shops"].measures[0].value == pytest.approx(0.06)
    # a clear margin still names the costs that nobody recorded
    assert "credit" in found["B3", "shops"].left_out


def test_margins_fire_where_rent_eats_them(
    full: Frames, definition: CaseDefinition, period: Period, make_table: Any
) -> None:
    rent = cost(make_table, period, "fixed_avoidable", "shops", 100)
    found = judge(full | {"costs": pl.concat([full["costs"], rent])}, definition, period)
    assert (found["B3", "shops"].status, found["B4", "shops"].status) == ("fires", "fires")
    assert found["B3", "shops"].at_stake == pytest.approx(38 * 12)
    # the company's 72 − 38 = 34 on 400 a month: at 8.5% the shops would bring 17, not −38
    assert found["B4", "shops"].at_stake == pytest.approx(55 * 12)
    required = found["B14", "shops"]
    assert required.status == "not_evaluable"
    assert required.measures[0].value == pytest.approx(238 / 200 - 1)


def test_service_dearer_than_margin_fires(
    full: Frames, definition: CaseDefinition, period: Period, make_table: Any
) -> None:
    visits = cost(make_table, period, "cost_to_serve", "shops", 90)
    result = judge(full | {"costs": pl.concat([full["costs"], visits])}, definition, period)["B5", "shops"]
    assert result.status == "fires"
    assert result.at_stake == pytest.approx((4 + 8 + 90 - 80) * 12)


def test_price_is_required_for_the_margin_that_the_case_aims_at(
    full: Frames, definition: CaseDefinition, period: Period
) -> None:
    channels = tuple(c.model_copy(update={"target_cm2": 0.4}) for c in definition.channels)
    found = judge(full, definition.model_copy(update={"channels": channels}), period)["B14", "shops"]
    # costs of the shops down to CM2: 138 of 200 a month
    assert found.measures[0].value == pytest.approx(138 / (200 * 0.6) - 1)
    assert [missing.key for missing in found.missing] == ["rules.missing_blocked"]


@pytest.mark.parametrize(("weeks", "status"), [(10.0, "fires"), (11.0, "clear")])
def test_stock_beyond_what_was_agreed_fires(
    full: Frames, make_table: Any, definition: CaseDefinition, period: Period, weeks: float, status: str
) -> None:
    terms = make_table(
        "terms",
        [{"party": "channel", "party_id": "shops", "since": period.first, "stock_weeks": weeks}],
    )
    found = judge(full | {"terms": pl.concat([full["terms"], terms])}, definition, period)["B2", "shops"]
    # a ends with 28 pieces and sold 24 in the last 13 weeks
    held = 28 / (24 / 13)
    assert found.status == status
    assert found.measures[0].value == pytest.approx(held)
    assert found.measures[0].limit == pytest.approx(weeks * 1.5)
    # at cost a held 40, 60 … 280: 160 on average
    assert found.at_stake == (pytest.approx(160 * (1 - weeks / held)) if status == "fires" else None)


def test_share_of_a_loss_means_nothing(
    full: Frames, definition: CaseDefinition, period: Period, make_table: Any
) -> None:
    rent = cost(make_table, period, "fixed_avoidable", "shops", 200)
    result = judge(full | {"costs": pl.concat([full["costs"], rent])}, definition, period)["B4", "web"]
    assert (result.status, result.missing[0].key) == ("not_evaluable", "rules.missing_contribution")


def test_returns_fire_against_the_average_and_not_where_they_were_split(
    full: Frames, definition: CaseDefinition, period: Period, make_table: Any
) -> None:
    charged = [cost(make_table, period, "returns", "shops", 20), cost(make_table, period, "returns", "web", 4)]
    found = judge(full | {"costs": pl.concat([full["costs"], *charged])}, definition, period)
    assert (found["B16", "shops"].status, found["B16", "web"].status) == ("fires", "clear")
    assert found["B16", "shops"].measures[0].value == pytest.approx(0.1)
    assert found["B16", "shops"].measures[0].limit == pytest.approx(0.09)
    assert found["B16", "shops"].at_stake == pytest.approx((0.1 - 0.06) * 2400)
    split = cost(make_table, period, "returns", None, 24)
    result = judge(full | {"costs": pl.concat([full["costs"], split])}, definition, period)["B16", "shops"]
    assert (result.status, result.missing[0].key) == ("not_evaluable", "rules.missing_returns_by_channel")


def test_thresholds_are_the_cases_own(full: Frames, definition: CaseDefinition, period: Period) -> None:
    patient = definition.model_copy(
        update={"method_overrides": {"b6_days_over": 40.0, "b7_hhi": 0.6, "b7_top_share": 0.6}}
    )
    found = judge(full, patient, period)
    assert (found["B6", "shops"].status, found["B7", "shops"].status) == ("clear", "clear")


@pytest.mark.parametrize(
    ("missing", "rules"),
    [
        ("costs", {"B3", "B4", "B5", "B16"}), ("sell_in", {"B1", "B3", "B4", "B5", "B6", "B7"}),
        ("sell_out", {"B1", "B2"}), ("stock", {"B2"}), ("receivables", {"B6"}), ("terms", {"B6"}),
        ("partners", {"B1", "B2", "B6"}),
    ],
)  # fmt: skip
def test_rule_without_its_table_is_not_evaluable_and_says_what_is_missing(
    full: Frames, definition: CaseDefinition, period: Period, missing: str, rules: set[str]
) -> None:
    rest = {name: frame for name, frame in full.items() if name != missing}
    found = judge(rest, definition, period)
    assert {rule for rule in rules if found[rule, "shops"].status != "not_evaluable"} == set()
    silent = [place for place, result in found.items() if result.status == "not_evaluable" and not result.missing]
    assert silent == []


def test_imbalance_ranks_by_euro_at_stake(full: Frames, definition: CaseDefinition, period: Period) -> None:
    books = on_polars(full)
    results = imbalance(ground_of(books, definition=definition, period=period), tables=books)
    assert [(r.rule, r.status) for r in results if r.status == "fires"] == [("B7", "fires"), ("B6", "fires")]
    order = {"fires": 0, "clear": 1, "not_evaluable": 2}
    assert [order[r.status] for r in results] == sorted(order[r.status] for r in results)
    assert imbalance_frame(results)["status"].to_list() == [r.status for r in results]
    assert results[0].say("it") == "B7 Concentrazione – shops: scatta (€\xa0372)"
