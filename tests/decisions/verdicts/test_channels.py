"""Direct sales, retail return and expansion on the books that are worked by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np
import pytest

from tests.decisions.test_compare import BY_CELL, alternative
from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.parts import Fixed, Part
from tramite.beliefs.potential.result import Binding, ChannelPotential, PotentialBelief, Term, TermName
from tramite.beliefs.reactions.believed import Reactions
from tramite.beliefs.reactions.halo import HaloBelief
from tramite.books.statement import income_statement
from tramite.books.statement_cut import statement_cut
from tramite.decisions.compare import market_with
from tramite.decisions.market import market_of
from tramite.decisions.simulation import Setting
from tramite.decisions.verdicts.direct_sales import direct_sales
from tramite.decisions.verdicts.indirect_expansion import indirect_expansion
from tramite.decisions.verdicts.retail_return import retail_return
from tramite.decisions.verdicts.verdict import VerdictGround
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade
from tramite.kernel.periods import Period

MARGIN_WEB, MARGIN_SHOPS = 200 * 0.38, 62.0  # contribution margin 1 a month; the shops' is also their margin 2


def sure(value: float) -> dict[str, object]:
    return {"low": value, "likely": value, "high": value, "source": "test"}


def told(value: float, unit: Unit = "share") -> Estimate:
    return Estimate(value, None, None, 0.9, 9, None, unit, "test", grade=Grade.C)


@dataclass(frozen=True)
class CertainUptake:
    """Half of the shops' customers come, for certain."""

    share: float = 0.5
    channels: tuple[str, ...] = ("shops",)
    estimates: dict[str, Estimate] = field(default_factory=lambda: {"shops": told(0.5)})

    def draw(self, chance: Chance) -> Any:
        return np.full((chance.draws, 1), self.share)


def direct(**changed: float) -> Any:
    amounts = {
        "ramp_months": 0.0, "offered_share": 1.0, "new_buyers": 0.0, "acquisition": 0.0, "platform": 0.0,
        "set_up": 0.0, **changed,
    }  # fmt: skip
    return alternative("direct", {
        "kind": "open-direct", "channel": "web", "start": date(2025, 1, 1),
        **{name: sure(value) for name, value in amounts.items()},
    })  # fmt: skip


@pytest.fixture
def ground(books: dict[str, nw.LazyFrame[Any]], definition: CaseDefinition, period: Period) -> VerdictGround:
    settings = {"baseline_growth_sd": 0.0, "discount_rate": 0.08, "horizon_months": 24}
    case = definition.model_copy(update={"method_overrides": settings})
    statement = income_statement(books, definition=case, period=period)
    cut = statement_cut(books, definition=case, period=period, by=BY_CELL)
    setting = Setting(market_of(statement, cut, case), statement, Beliefs(), case)
    return VerdictGround(setting, Chance(1, 300))


def believing(ground: VerdictGround, **beliefs: Any) -> VerdictGround:
    return replace(ground, setting=replace(ground.setting, beliefs=Beliefs(**beliefs)))


def uptake(share: float = 0.5) -> Reactions:
    certain: Any = CertainUptake(share)
    return Reactions(uptake=certain)


@pytest.mark.parametrize(
    ("changed", "margin", "answer"),
    [
        # half of 300 a month comes at v 1 and cm1 0.38; half of net sales of 200 and of margin 62 goes
        ({}, 150 * 0.38 - 31, "yes"),
        ({"platform": 26.0}, 150 * 0.38 - 31 - 26, "open"),  # nothing is left: neither above nor below
        ({"acquisition": 0.2}, 150 * 0.38 - 31 - 30, "no"),
    ],
)
def test_direct_sales_must_raise_both_sales_and_margin(
    ground: VerdictGround, changed: dict[str, float], margin: float, answer: str
) -> None:
    ready = replace(believing(ground, reactions=uptake()), alternatives=(direct(**changed),))
    (verdict,) = direct_sales(ready)  # one line, one segment: no parts
    assert verdict.answer == answer
    assert verdict.figures["sales_change"].value == pytest.approx(24 * 50)
    assert verdict.figures["margin2_change"].value == pytest.approx(24 * margin, abs=1e-6)
    assert verdict.grade is Grade.D
    assert (verdict.channel_id, verdict.alternative, verdict.part) == ("web", "direct", None)
    assert {each.key for each in verdict.missing} == {"parameters.direct_reaction", "parameters.halo"}


def test_a_channel_that_is_opened_is_put_to_the_test_too(ground: VerdictGround) -> None:
    (lever,) = direct().levers
    free = dict.fromkeys(("returns", "logistics", "service", "payment"), sure(0.1))
    opened = {"name": {"en": "shop", "it": "negozio"}, **free}
    new = alternative("new", {**lever.model_dump(), "channel": "shop", "opened": opened})
    ready = believing(ground, reactions=uptake())
    market = market_with([new], ready.setting.market)
    ready = replace(ready, setting=replace(ready.setting, market=market), alternatives=(new,))
    (verdict,) = direct_sales(ready)
    # goods cost 240 of the 500 that are spent in all; of a euro 0.9 is ours, and three tenths more are costs
    assert verdict.figures["sales_change"].value == pytest.approx(24 * (150 * 0.9 - 100))
    assert verdict.figures["margin2_change"].value == pytest.approx(24 * (150 * (0.9 - 0.48 - 0.3) - 31))
    assert (verdict.channel_id, verdict.answer) == ("shop", "no")


def test_direct_sales_without_customers_heard_say_what_is_missing(ground: VerdictGround) -> None:
    (verdict,) = direct_sales(replace(ground, alternatives=(direct(),)))
    assert (verdict.answer, verdict.figures, verdict.grade) == ("not_evaluable", {}, None)
    assert [each.key for each in verdict.missing] == ["parameters.uptake_belief"]
    assert list(direct_sales(ground)) == []


def test_retail_is_judged_with_what_it_does_online(ground: VerdictGround) -> None:
    halo = HaloBelief(2e9, 8e9, told(0.2))
    (verdict,) = retail_return(believing(ground, halo=halo))
    assert verdict.figures["contribution"].value == pytest.approx(12 * MARGIN_SHOPS)
    assert verdict.figures["halo"].value == pytest.approx(12 * 0.2 * MARGIN_WEB, rel=1e-3)
    assert verdict.figures["with_halo"].value == pytest.approx(12 * (MARGIN_SHOPS + 0.2 * MARGIN_WEB), rel=1e-3)
    assert verdict.answer == "contribution_above"
    assert [(each.key, each.channel_id) for each in verdict.missing] == [("kpis.capital_employed", "shops")]


@pytest.mark.parametrize(("capital", "answer"), [(5_000.0, "return_above"), (20_000.0, "return_below")])
def test_retail_return_is_held_against_the_discount_rate(
    ground: VerdictGround, capital: float, answer: str
) -> None:
    (verdict,) = retail_return(replace(ground, capital={"shops": capital}))
    assert verdict.figures["return"].value == pytest.approx(12 * MARGIN_SHOPS / capital)
    assert verdict.answer == answer
    assert [each.key for each in verdict.missing] == ["parameters.halo"]  # nobody was heard: left out, not zero


def potential(today: float | None, room: float, *, upper_bound: bool = False) -> PotentialBelief:
    """Believe in room for certain: growth stated today, and without obstacles."""
    sales = 2_400.0

    def term(name: TermName, rise: float | None) -> Term:
        parts: dict[str, Part] = {
            code: Fixed(told(value))
            for code, value in {"sales": sales, "kappa": 1.0, "rise": rise, "fall": 0.0, "between": 0.0}.items()
            if value is not None
        }
        known = None if rise is None else sales * (1 + rise)
        return Term(name, "shops", replace(told(0, "money"), value=known), parts, () if known else ("PX01",))

    capacity = term("capacity", room)
    nobody = replace(told(0), value=None)
    channel = ChannelPotential(
        "shops", told(sales, "money"), {"capacity": capacity, "demand": term("demand", None)},
        term("capacity", today), told(sales * (1 + room), "money"), told(room), upper_bound,
        Binding({}, None, {}, None, "open"), (), nobody, nobody,
    )  # fmt: skip
    return PotentialBelief({"shops": channel}, (), Fixed(told(1.0)))


def test_room_below_a_limit_that_lacks_a_term_is_not_shown(ground: VerdictGround) -> None:
    held = potential(0.05, 0.2, upper_bound=True)
    (verdict,) = indirect_expansion(believing(ground, potential=held))
    assert verdict.answer == "open"


@pytest.mark.parametrize(
    ("today", "room", "answer"),
    [
        (0.05, 0.2, "now"),
        (0.0, 0.2, "conditional"),
        (None, 0.2, "conditional"),
        (-0.1, -0.02, "none"),
        (0.0, 0.0, "open"),
    ],
)
def test_expansion_takes_room_and_a_margin(
    ground: VerdictGround, today: float | None, room: float, answer: str
) -> None:
    (verdict,) = indirect_expansion(believing(ground, potential=potential(today, room)))
    assert verdict.answer == answer
    assert verdict.figures["conditional"].value == pytest.approx(room)
    assert verdict.figures["worth"].value == pytest.approx(room * 2_400 * 62 / 200)
    lacking = ["potential.term_demand"] + (["potential.today"] if today is None else [])
    assert [each.key for each in verdict.missing] == lacking


def test_room_for_sales_that_lose_money_is_no_reason_to_grow(
    books: dict[str, nw.LazyFrame[Any]], ground: VerdictGround, definition: CaseDefinition, period: Period
) -> None:
    dear = {**books, "sell_in": books["sell_in"].with_columns(cost_amount=nw.col("cost_amount") * 3)}
    statement = income_statement(dear, definition=definition, period=period)
    there = replace(ground, setting=replace(ground.setting, statement=statement))
    (verdict,) = indirect_expansion(believing(there, potential=potential(0.05, 0.2)))
    assert verdict.answer == "loses"


def test_expansion_that_nobody_was_heard_about_is_not_evaluable(ground: VerdictGround) -> None:
    (verdict,) = indirect_expansion(ground)
    assert (verdict.answer, verdict.channel_id) == ("not_evaluable", "shops")
    assert [each.key for each in verdict.missing] == ["verdicts.potential_belief"]
