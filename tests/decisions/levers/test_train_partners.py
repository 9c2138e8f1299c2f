from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.decisions.levers import invented
from tests.decisions.levers.invented import around_zero, invented_ground, nothing_is_lost_unseen, sure
from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.train_partners import (
    TrainPartners,
    TrainPartnersDraws,
    saved_share,
    train_partners,
)
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition


def lever(**changed: Any) -> TrainPartners:
    values = {
        "kind": "train-partners", "channel": "closing", "start": date(2025, 1, 1), "partners": 40,
        "partners_all": 100, "knowledge_after": sure(0.8), "steer_effect": around_zero(), "hours": sure(10),
        "hour_cost": sure(50), "ramp_months": sure(0), **changed,
    }  # fmt: skip
    return TrainPartners.model_validate(values)


def drawn(**changed: float) -> TrainPartnersDraws:
    values = {
        "redirected": 0.2, "ignorance": 0.4, "knowledge": 0.5, "knowledge_after": 0.8, "steer_effect": 0.5,
        "hours": 10.0, "hour_cost": 50.0, "ramp_months": 0.0, **changed,
    }  # fmt: skip
    return TrainPartnersDraws(**{name: np.array([value]) for name, value in values.items()})


def test_training_agrees_with_hand_work(ground: Ground, world: World) -> None:
    # Of 100 who ask 20 are sent away: 0.25 of what the others spend; 0.4 of it for not knowing. Half of that would
    # go with all ignorance, 0.3 of 0.5 of which goes: 0.25 · 0.4 · 0.5 · 0.6 = 0.03, of two partners in five.
    assert saved_share(drawn())[0] == pytest.approx(0.03)
    steps = {step.code: step.world for step in train_partners(lever(), drawn(), ground, world)}
    gained = ground.value(steps["training_sales"]) - ground.value(world)
    assert gained[0] == pytest.approx(0.4 * 0.03 * 100_000)  # of the channel's contribution margin 1
    cost = ground.value(steps["training_cost"]) - ground.value(steps["training_sales"])
    assert cost[0] == pytest.approx(-40 * 10 * 50)


@pytest.mark.parametrize(("every", "rounds"), [(0, 1), (12, 1), (5, 3), (6, 2)])
def test_training_is_paid_in_each_round(ground: Ground, world: World, every: int, rounds: int) -> None:
    end = list(train_partners(lever(every_months=every), drawn(steer_effect=0.0), ground, world))[-1].world
    assert ground.value(end)[0] - ground.value(world)[0] == pytest.approx(-rounds * 20_000)


@pytest.mark.parametrize(
    ("name", "value", "sign"),
    [("redirected", 0.3, 1), ("ignorance", 0.6, 1), ("knowledge", 0.6, -1), ("knowledge_after", 0.9, 1),
     ("steer_effect", -0.5, -1), ("ramp_months", 6.0, -1), ("hours", 12.0, -1), ("hour_cost", 60.0, -1)],
)  # fmt: skip
def test_each_parameter_has_its_sign(ground: Ground, world: World, name: str, value: float, sign: int) -> None:
    base, changed = (
        ground.value(list(train_partners(lever(), each, ground, world))[-1].world)[0]
        for each in (drawn(), drawn(**{name: value}))
    )
    assert np.sign(changed - base) == sign


def test_partners_who_know_more_already_are_taught_nothing() -> None:
    assert saved_share(drawn(knowledge=0.9))[0] == 0
    assert saved_share(drawn(knowledge=1.0, knowledge_after=1.0))[0] == 0


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 1000), line=st.sampled_from([(), ("b",)]))
def test_training_agrees_with_plain_arithmetic(seed: int, line: tuple[str, ...]) -> None:
    ground, rng = invented_ground(seed), np.random.default_rng(seed)
    shares = {name: rng.uniform(0.1, 0.9, invented.DRAWS) for name in
              ("redirected", "ignorance", "knowledge", "knowledge_after")}  # fmt: skip
    draws = TrainPartnersDraws(
        **shares, steer_effect=rng.uniform(-0.5, 0.5, invented.DRAWS), hours=rng.uniform(1, 9, invented.DRAWS),
        hour_cost=rng.uniform(1, 99, invented.DRAWS), ramp_months=rng.uniform(0, 9, invented.DRAWS),
    )  # fmt: skip
    one = lever(channel="resale", product_lines=line, start=date(2025, 4, 1), every_months=5)
    end = list(train_partners(one, draws, ground, ground.unchanged()))[-1].world
    spend = invented.own_spend(ground)
    for d in range(invented.DRAWS):
        lost = draws.redirected[d] / (1 - draws.redirected[d]) * draws.ignorance[d]
        learnt = max(draws.knowledge_after[d] - draws.knowledge[d], 0) / (1 - draws.knowledge[d])
        for t in range(3, invented.MONTHS):
            done = min((t - 3 + 1) / max(draws.ramp_months[d], 1), 1)
            factor = 1 + 0.4 * lost * learnt * draws.steer_effect[d] * done
            spend[d, t, 0, [1] if line else [0, 1]] *= factor
    _, expected = invented.margin_of(ground, spend)
    for t in (3, 8, 13):
        expected[:, t, 0] -= 40 * draws.hours * draws.hour_cost
    np.testing.assert_allclose(ground.margins(end)[1], expected, rtol=1e-9)
    nothing_is_lost_unseen(ground, end)


def test_training_without_effect_costs_and_changes_nothing_else(ground: Ground, world: World) -> None:
    end = list(train_partners(lever(), drawn(steer_effect=0.0), ground, world))[-1].world
    np.testing.assert_array_equal(end.moves, world.moves)


@pytest.mark.parametrize(
    ("field", "value"),
    [("steer_effect", sure(0.2)), ("steer_effect", sure(-0.1)), ("knowledge_after", sure(1.2)), ("partners", 0),
     ("hours", sure(-1))],
)  # fmt: skip
def test_training_refuses_what_cannot_be(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(**{field: value})


def test_no_more_partners_are_trained_than_there_are() -> None:
    with pytest.raises(ValidationError, match="partners ≤ partners_all"):
        lever(partners=101)


def test_training_needs_what_was_heard(definition: CaseDefinition) -> None:
    assert list(lever().missing(Beliefs(), definition)) == [
        Missing(f"parameters.{code}_belief", "closing") for code in ("redirected", "ignorance", "knowledge")
    ]


def test_draws_stay_apart() -> None:
    both = replace(drawn(), steer_effect=np.array([0.0, 0.5]))
    assert saved_share(both).tolist() == [0.0, pytest.approx(0.03)]
