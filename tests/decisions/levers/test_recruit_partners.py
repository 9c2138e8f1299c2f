from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.decisions.levers.terms_statement import statement
from tests.decisions.test_simulation import DRAWS, invented
from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.productivity import Productivity, productivity
from tramite.decisions.ground import Ground, groups_of
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.levers.recruit_partners import (
    RecruitPartners,
    RecruitPartnersDraws,
    draw_recruit_partners,
    recruit_partners,
)
from tramite.decisions.world import ELSEWHERE, World
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.periods import Period

CM1 = 50_000 * 12 * 0.7 * 0.20  # of the channel «resale», a year


def sure(value: float) -> dict[str, object]:
    return {"low": value, "likely": value, "high": value, "source": "test"}


def lever(partners: int = 10, **changed: Any) -> RecruitPartners:
    free = dict.fromkeys(("ramp_months", "onboarding", "lost_per_clash"), sure(0))
    return RecruitPartners.model_validate({
        "kind": "recruit-partners", "channel": "resale", "partners": partners, "start": date(2025, 1, 1), **free,
        **changed,
    })  # fmt: skip


def drawn(**changed: Any) -> RecruitPartnersDraws:
    """Return certain draws: a partner sells one in a hundred of what the channel does, none of it taken."""
    zero = np.zeros(1)
    plain = RecruitPartnersDraws(
        productivity=np.array([0.01]), overlap=zero, clash=zero, lost_per_clash=zero, ramp_months=zero,
        onboarding=zero, partners=40,
    )  # fmt: skip
    return replace(plain, **changed)


def change(ground: Ground, world: World, draws: RecruitPartnersDraws, by: RecruitPartners | None = None) -> float:
    *_, end = recruit_partners(by or lever(), draws, ground, world)
    return float((ground.value(end.world) - ground.value(world))[0])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, 10 * 0.01 * CM1),  # 8,400
        ({"overlap": np.array([0.3])}, 10 * 0.01 * 0.7 * CM1),
        ({"onboarding": np.array([500.0])}, 0.1 * CM1 - 5_000),
        # 10 on top of 40 partners: clashes, one in five today, rise by a quarter; half of the new ones are lost
        ({"clash": np.array([0.2]), "lost_per_clash": np.array([0.5])}, 0.1 * CM1 - 0.2 * 0.25 * 0.5 * CM1),
    ],
)
def test_recruiting_agrees_with_hand_work(
    ground: Ground, world: World, changed: dict[str, Any], expected: float
) -> None:
    assert change(ground, world, drawn(**changed)) == pytest.approx(expected)


def test_recruits_sell_over_the_months_of_the_ramp(ground: Ground, world: World) -> None:
    *_, end = recruit_partners(lever(), drawn(ramp_months=np.array([5.0])), ground, world)
    more = (ground.spend(end.world) - ground.spend(world))[0, :6, 2]
    np.testing.assert_allclose(more, 0.1 * 50_000 * np.array([0.2, 0.4, 0.6, 0.8, 1, 1]))


def resale(segments: Mapping[str, str | None], definition: CaseDefinition, **sales: float) -> Productivity:
    case = definition.model_copy(update={"channels": tuple(
        channel.model_copy(update={"id": "resale"}) if channel.id == "shops" else channel
        for channel in definition.channels
    )})  # fmt: skip
    found = productivity({"resale": sales}, segments, definition=case, period=Period.trailing(case.as_of))
    return found["resale"]


SHOPS = {f"s{place}": 100.0 for place in range(12)}
CHAINS = {f"c{place}": 4_000.0 for place in range(4)}


def test_recruits_for_some_segments_sell_as_the_partners_of_these(
    ground: Ground, definition: CaseDefinition
) -> None:
    """Chains make 16,000 of the 17,200: one more of their four is a quarter of that."""
    segment_of = {**dict.fromkeys(SHOPS, "shop"), **dict.fromkeys(CHAINS, "chain")}
    one = resale(segment_of, definition, **SHOPS, **CHAINS)
    assert (one.partners, one.sales, one.one.upper) == (16, 17_200, 100.0)
    market = replace(
        ground.market, cells=(("shop", None), ("chain", None)), rates=np.repeat(ground.market.rates, 2, axis=1),
        spend=ground.market.spend * np.array([1_200, 16_000]) / 17_200,
    )  # fmt: skip

    def recruited(known: Productivity, *segments: str) -> list[float]:
        by = lever(1, segments=segments, overlap=sure(0))
        where = Ground(market, ground.future, groups_of([by.target(market)], 2))
        context = LeverContext(where, Beliefs(productivity={"resale": known}), definition, Chance(1, 1))
        draws = draw_recruit_partners(by, context)
        return [change(where, where.unchanged(), draws, by) / CM1 * 17_200, draws.partners]

    assert recruited(one, "chain") == pytest.approx([4_000, 4])
    assert recruited(one, "shop") == pytest.approx([100, 12])
    assert recruited(one, "shop", "chain")[1] == 16
    silent = resale({}, definition, **SHOPS, **dict.fromkeys(CHAINS, 100.0))
    assert silent.of_segments(("chain",)) is None
    # Nobody knows who they are: one sells what a partner of the channel does, all of it to the segment.
    assert recruited(silent, "shop") == pytest.approx([100 * 17_200 / 1_600, 16 * 1_200 / 17_200])
    held = Beliefs(productivity={"resale": silent})
    said = {missing.key for missing in lever(segments=("chain",)).left_out(held, definition)}
    assert said == {"parameters.clash", "parameters.productivity_segments"}
    assert {m.key for m in lever().left_out(held, definition)} == {"parameters.clash"}


def test_where_a_channel_sells_nothing_nobody_can_tell_what_recruits_would(
    ground: Ground, definition: CaseDefinition
) -> None:
    by = lever(segments=("elsewhere",))
    lacks = by.missing_in_books(ground.market, statement(), Beliefs(), definition)
    assert [item.key for item in lacks] == ["parameters.recruits_sell"]


def test_nobody_recruited_changes_nothing(ground: Ground, world: World) -> None:
    everything = drawn(
        overlap=np.array([0.3]), clash=np.array([0.2]), lost_per_clash=np.array([1.0]), onboarding=np.array([9.0])
    )
    assert change(ground, world, everything, lever(0)) == 0.0


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), partners=st.integers(0, 500))
def test_recruiting_agrees_with_plain_arithmetic_and_moves_no_sale_twice(seed: int, partners: int) -> None:
    rng = np.random.default_rng(seed)
    market, future, *_ = invented(seed)
    by = lever(partners, channel="c2", product_lines=("l1",), start=date(2025, 3, 1))
    draws = RecruitPartnersDraws(
        productivity=rng.uniform(0, 0.02, DRAWS), overlap=rng.uniform(0, 1, DRAWS), clash=rng.uniform(0, 1, DRAWS),
        lost_per_clash=rng.uniform(0, 1, DRAWS), ramp_months=rng.uniform(0, 9, DRAWS),
        onboarding=rng.uniform(0, 50, DRAWS), partners=60,
    )  # fmt: skip
    ground = Ground(market, future, groups_of([by.target(market)], len(market.cells)))
    *_, end = recruit_partners(by, draws, ground, ground.unchanged())

    months = len(future.discount)
    ramp = np.clip((np.arange(months) - 1)[np.newaxis] / np.maximum(draws.ramp_months, 1)[:, np.newaxis], 0, 1)
    more = partners * (draws.productivity * (1 - draws.overlap))[:, np.newaxis] * ramp
    less = np.minimum((draws.clash * draws.lost_per_clash)[:, np.newaxis] * partners / 60 * ramp, 1)
    seasons = np.arange(months) % 12
    cells = [j for j, (_, line) in enumerate(market.cells) if line == "l1"]
    rates, sales = market.rates[2, cells].sum(axis=1), market.rates[2, cells, :4].sum(axis=1)
    base = market.spend[2][seasons][:, cells] * 1.0
    margin = future.growth[:, :, 2] * (base @ rates + future.margin_shift[:, [2]] * (base @ sales))
    gained = (margin * (more - less)) @ future.discount - partners * draws.onboarding * future.discount[2]
    found = ground.value(end.world) - ground.value(ground.unchanged())
    np.testing.assert_allclose(found, gained, rtol=1e-8, atol=1e-6 * np.abs(ground.value(end.world)).max())

    moves = end.world.moves
    np.testing.assert_allclose(moves.sum(axis=-1), 1.0, atol=1e-12)
    assert moves[..., :ELSEWHERE].min() >= -1e-12


def test_it_says_what_it_lacks(definition: CaseDefinition) -> None:
    by = lever(channel="shops")
    assert [(item.key, item.channel_id) for item in by.missing(Beliefs(), definition)] == [
        ("parameters.productivity_belief", "shops"), ("parameters.overlap_belief", "shops"),
    ]  # fmt: skip
    assert [item.key for item in lever(overlap=sure(0.2)).missing(Beliefs(), definition)] == [
        "parameters.productivity_belief"
    ]
    assert [item.key for item in by.left_out(Beliefs(), definition)] == ["parameters.clash"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("partners", -1), ("overlap", sure(1.5)), ("onboarding", sure(-1)), ("ramp_months", sure(-2))],
)
def test_recruiting_refuses_what_cannot_be(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(**{field: value})
