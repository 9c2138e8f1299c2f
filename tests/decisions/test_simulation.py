"""The compiled, blocked simulation against plain arithmetic, and what must hold whatever is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import narwhals as nw
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decisions import reference
from tests.decisions.test_compare import BY_CELL, CLOSE, INVEST, alternative, certain_diversion
from tramite.beliefs.held import Beliefs
from tramite.books.statement import income_statement
from tramite.books.statement_cut import statement_cut
from tramite.decisions.flows import amounts_by_cell, flows_of
from tramite.decisions.ground import Future, Ground, groups_of
from tramite.decisions.levers.close_channel import CloseChannel, CloseChannelDraws, close_channel
from tramite.decisions.levers.shift_investment import ShiftInvestment, ShiftInvestmentDraws, shift_investment
from tramite.decisions.market import FIXED, REVENUE, VARIABLE, Market, market_of
from tramite.decisions.simulation import BLOCK, Setting, simulate, values
from tramite.decisions.world import ELSEWHERE, World
from tramite.kernel.case import CaseDefinition, Uncertain
from tramite.kernel.chance import Chance
from tramite.kernel.periods import Period

DRAWS, MONTHS, CHANNELS = 7, 15, 4
SEGMENTS, LINES = ("s0", "s1", None), ("l0", "l1")


def sure(value: float) -> Uncertain:
    return Uncertain(low=value, likely=value, high=value, source="test")


def invented(seed: int) -> tuple[Market, Future, CloseChannelDraws, ShiftInvestmentDraws]:
    rng = np.random.default_rng(seed)
    cells = tuple((segment, line) for segment in SEGMENTS for line in LINES)
    rates = rng.uniform(-0.1, 0.0, (CHANNELS, len(cells), len(VARIABLE)))
    rates[..., 0] = rng.uniform(0.6, 1.0, rates.shape[:2])
    market = Market(
        channels=tuple(f"c{k}" for k in range(CHANNELS)), cells=cells,
        spend=rng.uniform(0, 1e5, (CHANNELS, 12, len(cells))), rates=rates,
        fixed=-rng.uniform(0, 1e4, (CHANNELS, 2)), overhead=-rng.uniform(0, 1e3, CHANNELS), unallocated=-77.0,
        indirect=np.array([1.0, 0, 1, 1]), physical=np.array([1.0, 0, 1, 1]),
        on_commission=np.array([0.0, 0, 0, 1]),
    )  # fmt: skip
    future = Future(
        date(2025, 1, 1), np.power(0.99, np.arange(MONTHS, dtype=np.float64)),
        rng.uniform(0.8, 1.2, (DRAWS, MONTHS, CHANNELS)),
        rng.uniform(0.9, 1.1, (DRAWS, CHANNELS)), rng.normal(0, 0.02, (DRAWS, CHANNELS)),
    )  # fmt: skip
    shares = rng.dirichlet(np.ones(CHANNELS + 1), DRAWS)[:, :CHANNELS]
    close = CloseChannelDraws(
        exit_cost=rng.uniform(0, 1e5, DRAWS), avoidable_share=rng.uniform(0, 1, DRAWS),
        ramp_months=rng.uniform(0, 8, DRAWS), diversion=shares, halo=rng.uniform(0, 0.3, DRAWS),
    )  # fmt: skip
    invest = ShiftInvestmentDraws(
        today_monthly=rng.uniform(1e3, 2e3, DRAWS), zero_spend_share=rng.uniform(0.3, 0.9, DRAWS),
        saturation_factor=rng.uniform(1.1, 2, DRAWS), incremental_share=rng.uniform(0, 1, DRAWS),
        response_months=rng.uniform(0, 6, DRAWS),
    )  # fmt: skip
    return market, future, close, invest


def levers(segments: tuple[str, ...], lines: tuple[str, ...]) -> tuple[CloseChannel, ShiftInvestment]:
    closing = CloseChannel(
        kind="close-channel", channel="c0", segments=segments, start=date(2025, 3, 1), months_to_close=4,
        exit_cost=sure(0), avoidable_share=sure(0), ramp_months=sure(0),
    )  # fmt: skip
    investing = ShiftInvestment(
        kind="shift-investment", channel="c1", product_lines=lines, start=date(2025, 6, 1), monthly=500,
        today_monthly=sure(1), zero_spend_share=sure(0.5), saturation_factor=sure(2), incremental_share=sure(1),
        response_months=sure(0),
    )  # fmt: skip
    return closing, investing


def run(
    seed: int, segments: tuple[str, ...], lines: tuple[str, ...]
) -> tuple[Ground, World, reference.Plan, CloseChannelDraws, ShiftInvestmentDraws]:
    market, future, close, invest = invented(seed)
    closing, investing = levers(segments, lines)
    targets = [closing.target(market), investing.target(market)]
    ground = Ground(market, future, groups_of(targets, len(market.cells)))
    *_, closed = close_channel(closing, close, ground, ground.unchanged())
    *_, both = shift_investment(investing, invest, ground, closed.world)
    plan = reference.Plan(sorted(targets[0]), 2, 4, sorted(targets[1]), 5, 500)
    return ground, both.world, plan, close, invest


@pytest.mark.parametrize("segments", [(), ("s0",), ("s0", "s1")])
@pytest.mark.parametrize("lines", [(), ("l1",)])
def test_simulation_agrees_with_plain_arithmetic(segments: tuple[str, ...], lines: tuple[str, ...]) -> None:
    ground, world, plan, close, invest = run(3, segments, lines)
    expected = reference.statement(ground.market, ground.future, plan, close, invest)
    sales, margin = ground.margins(world)
    margin[:, :, 1] -= world.added[1, "trade_marketing"]
    np.testing.assert_allclose(sales, expected[..., : len(REVENUE)].sum(axis=(3, 4)), rtol=1e-9)
    np.testing.assert_allclose(margin, expected.sum(axis=(3, 4)), rtol=1e-9)
    by_line = ground.totals(world, ground.market.line_of, len(LINES))
    cells = expected.sum(axis=(1, 2)).reshape(DRAWS, len(SEGMENTS), len(LINES), -1)
    now = reference.spent(ground.market, ground.future, plan, close, invest)
    nobody = reference.Plan([], 99, 1, [], 99, 0.0)
    today = reference.spent(ground.market, ground.future, nobody, replace(close, halo=None), invest)
    more = (now - today)[:, :, 1].sum(axis=1).reshape(DRAWS, len(SEGMENTS), len(LINES)).sum(axis=1)
    spread = np.maximum(more, 0) / np.maximum(more, 0).sum(axis=1, keepdims=True)
    added = world.added[1, "trade_marketing"].sum() * spread
    np.testing.assert_allclose(by_line[..., 1], cells.sum(axis=(1, 3)) + added, rtol=1e-9)
    value = reference.value(ground.market, ground.future, plan, close, invest)
    np.testing.assert_allclose(ground.value(world), value, rtol=1e-9)


def test_cells_of_the_statement_agree_with_plain_arithmetic() -> None:
    ground, world, plan, close, invest = run(4, ("s1",), ("l0",))
    flows = {key: flow / DRAWS for key, flow in flows_of(ground, world).items()}
    expected = reference.statement(ground.market, ground.future, plan, close, invest).mean(axis=0)
    np.testing.assert_allclose(amounts_by_cell(ground.market, ground.groups, flows), expected, rtol=1e-9)


def test_factors_change_their_line_and_their_cells_alone() -> None:
    ground, world, *_ = run(5, ("s1",), ("l0",))
    factor = np.linspace(1, 2, MONTHS)
    changed = world.with_factor(2, ("logistics", "discounts"), factor, (0,)).with_factor(2, ("logistics",), factor)
    flows = {key: flow / DRAWS for key, flow in flows_of(ground, changed).items()}
    before = {key: flow / DRAWS for key, flow in flows_of(ground, world).items()}
    now = amounts_by_cell(ground.market, ground.groups, flows)
    then = amounts_by_cell(ground.market, ground.groups, before)
    first = sorted(ground.groups[0])
    rest = [j for j in range(len(ground.market.cells)) if j not in first]
    logistics, discounts = VARIABLE.index("logistics"), VARIABLE.index("discounts")
    wide = factor[:, np.newaxis]
    np.testing.assert_allclose(now[:, 2, first, logistics], then[:, 2, first, logistics] * wide**2)
    np.testing.assert_allclose(now[:, 2, rest, logistics], then[:, 2, rest, logistics] * wide)
    np.testing.assert_allclose(now[:, 2, first, discounts], then[:, 2, first, discounts] * wide)
    np.testing.assert_allclose(now[:, 2, rest, discounts], then[:, 2, rest, discounts])
    np.testing.assert_allclose(now[:, [0, 1, 3]], then[:, [0, 1, 3]])
    sales, margin = ground.margins(changed)
    np.testing.assert_allclose(now[..., : len(REVENUE)].sum(axis=(2, 3)), sales.mean(axis=0))
    margin[:, :, 1] -= changed.added[1, "trade_marketing"]
    np.testing.assert_allclose(now.sum(axis=(2, 3)), margin.mean(axis=0))


def test_a_step_makes_anew_only_what_it_changes() -> None:
    _, world, *_ = run(6, ("s0",), ("l1",))
    before = {key: plane.copy() for key, plane in world.planes.items()}
    after = world.scaled(1, np.full(MONTHS, 0.5), (0,))
    anew = {key for key, plane in after.planes.items() if plane is not world.planes.get(key)}
    assert anew == {(0, f, k) for g, f, _ in world.spent_in(1, (0,)) for k in (1, ELSEWHERE)}
    assert all((world.planes[key] == plane).all() for key, plane in before.items())


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), segment=st.sampled_from([(), ("s0",)]), line=st.sampled_from([(), ("l1",)]))
def test_no_sale_is_moved_twice(seed: int, segment: tuple[str, ...], line: tuple[str, ...]) -> None:
    """What end customers spent is spent with us or elsewhere: nothing is lost unseen."""
    ground, world, *_ = run(seed, segment, line)
    np.testing.assert_allclose(world.moves.sum(axis=-1), 1.0, atol=1e-12)
    assert world.moves[..., :ELSEWHERE].min() >= -1e-12
    elsewhere = sum(
        (world.moves[:, :, g, f, ELSEWHERE] * ground.base_spend(f, (g,)))
        for g in world.groups
        for f in range(CHANNELS)
    )
    before, after = (ground.spend(each).sum(axis=2) for each in (ground.unchanged(), world))
    np.testing.assert_allclose(before, after + elsewhere, rtol=1e-9)


@pytest.fixture
def setting(books: dict[str, nw.LazyFrame[Any]], definition: CaseDefinition, period: Period) -> Setting:
    statement = income_statement(books, definition=definition, period=period)
    cut = statement_cut(books, definition=definition, period=period, by=BY_CELL)
    beliefs = Beliefs(diversion={"shops": certain_diversion(0.5)})
    return Setting(market_of(statement, cut, definition), statement, beliefs, definition)


def test_market_meets_the_statement(setting: Setting) -> None:
    market, statement = setting.market, setting.statement
    spend = market.spend.sum(axis=1)
    for k, channel in enumerate(market.channels):
        lines = dict(zip(VARIABLE, spend[k] @ market.rates[k], strict=True))
        assert sum(lines.values()) == pytest.approx(statement.amount(channel, "cm1"))
        assert sum(lines[line] for line in REVENUE) == pytest.approx(statement.amount(channel, "net_sales"))
        assert lines["cogs"] == pytest.approx(statement.amount(channel, "cogs"))
        fixed = dict(zip(FIXED, market.fixed[k] * 12, strict=True))
        assert fixed["fixed_avoidable"] == pytest.approx(statement.amount(channel, "fixed_avoidable"))


def test_digits_do_not_depend_on_the_threads(setting: Setting) -> None:
    both, chance = [alternative("both", CLOSE, INVEST)], Chance(1, 3 * BLOCK + 11)
    one, many = (simulate(both, setting, chance, threads=threads) for threads in (1, 4))
    for alone, together in zip(one.outcomes, many.outcomes, strict=True):
        assert (alone.value == together.value).all()
        assert (alone.ebitda == together.ebitda).all()
        assert (alone.step_values == together.step_values).all()
        assert all((alone.flows[key] == together.flows[key]).all() for key in alone.flows)


def test_more_draws_begin_with_the_fewer(setting: Setting) -> None:
    both = [alternative("both", CLOSE, INVEST)]
    few, more = (values(both, setting, Chance(1, draws)) for draws in (BLOCK, 3 * BLOCK))
    assert (few == more[:BLOCK]).all()


def test_values_alone_are_those_of_the_simulation(setting: Setting) -> None:
    both, chance = [alternative("both", CLOSE, INVEST)], Chance(1, 2 * BLOCK)
    found = simulate(both, setting, chance)
    np.testing.assert_array_equal(values(both, setting, chance)[:, 1], found.outcomes[1].value)


def test_progress_is_told(setting: Setting) -> None:
    told: list[float] = []
    simulate([], setting, Chance(1, 4 * BLOCK), progress=told.append)
    assert told == [0.25, 0.5, 0.75, 1.0]
