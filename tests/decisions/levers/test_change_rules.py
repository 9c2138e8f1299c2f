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
from tests.decisions.levers.invented import invented_ground, nothing_is_lost_unseen, sure
from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.held import Beliefs
from tramite.decisions.ground import Ground
from tramite.decisions.levers.change_rules import ChangeRules, ChangeRulesDraws, change_rules, draw_change_rules
from tramite.decisions.levers.context import LeverContext
from tramite.decisions.missing import Missing
from tramite.decisions.world import World
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable


def lever(**changed: Any) -> ChangeRules:
    values = {
        "kind": "change-rules", "channel": "closing", "start": date(2025, 1, 1), "avoided": sure(0.5),
        "setup_cost": sure(0), "monthly_cost": sure(0), "ramp_months": sure(0), **changed,
    }  # fmt: skip
    return ChangeRules.model_validate(values)


def drawn(**changed: Any) -> ChangeRulesDraws:
    values = {
        "lost": np.array([[0.0, 0.03, 0.02]]), "gone": 0.04, "avoided": 0.5, "setup_cost": 7000.0,
        "monthly_cost": 100.0, "ramp_months": 0.0, **changed,
    }  # fmt: skip
    return ChangeRulesDraws(**{name: np.atleast_1d(np.array(value)) for name, value in values.items()})


def test_rules_agree_with_hand_work(ground: Ground, world: World) -> None:
    steps = {step.channel_id if step.code == "rules_returned" else step.code: step.world
             for step in change_rules(lever(), drawn(), ground, world)}  # fmt: skip
    won = ground.value(steps["rules_won_back"]) - ground.value(world)
    assert won[0] == pytest.approx(0.04 * 0.5 * 100_000)  # of the channel's contribution margin 1
    # 0.03 · ½ of 1,428,571 comes back from the direct channel: v·cm 0.07 here, 0.25 there.
    back = ground.value(steps["direct"]) - ground.value(steps["rules_won_back"])
    assert back[0] == pytest.approx(0.015 * 1_000_000 / 0.7 * (0.07 - 0.25))
    back = ground.value(steps["resale"]) - ground.value(steps["direct"])
    assert back[0] == pytest.approx(0.010 * 1_000_000 / 0.7 * (0.07 - 0.14))
    cost = ground.value(steps["rules_cost"]) - ground.value(steps["resale"])
    assert cost[0] == pytest.approx(-7000 - 1200)


def test_no_channel_gives_back_more_than_it_has(ground: Ground, world: World) -> None:
    end = list(change_rules(lever(), drawn(lost=[[0.0, 0.9, 0.0]], avoided=1.0), ground, world))[-1].world
    spend = ground.spend(end)
    assert spend[0, :, 1].max() == pytest.approx(0)
    nothing_is_lost_unseen(ground, end)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 1000), line=st.sampled_from([(), ("b",)]))
def test_rules_agree_with_plain_arithmetic(seed: int, line: tuple[str, ...]) -> None:
    ground, rng = invented_ground(seed), np.random.default_rng(seed)
    n = invented.DRAWS
    draws = ChangeRulesDraws(
        lost=np.column_stack([rng.uniform(0, 0.1, n), np.zeros(n), rng.uniform(0, 0.1, n)]),
        gone=rng.uniform(0, 0.1, n), avoided=rng.uniform(0, 1, n), setup_cost=rng.uniform(0, 9, n),
        monthly_cost=rng.uniform(0, 9, n), ramp_months=rng.uniform(0, 9, n),
    )  # fmt: skip
    one = lever(channel="direct", product_lines=line, start=date(2025, 3, 1))
    end = list(change_rules(one, draws, ground, ground.unchanged()))[-1].world
    spend, cells = invented.own_spend(ground), [1] if line else [0, 1]
    for d in range(n):
        for t in range(2, invented.MONTHS):
            avoided = draws.avoided[d] * min((t - 1) / max(draws.ramp_months[d], 1), 1)
            own = spend[d, t, 1, cells].sum()
            mix = spend[d, t, 1, cells] / own
            spend[d, t, 1, cells] *= 1 + draws.gone[d] * avoided
            for k in (0, 2):
                there = spend[d, t, k, cells].sum()
                back = min(draws.lost[d, k] * avoided * own, there)
                moved = spend[d, t, k, cells] * (back / there)
                spend[d, t, k, cells] -= moved
                spend[d, t, 1, cells] += moved
            assert mix.sum() == pytest.approx(1)
    _, expected = invented.margin_of(ground, spend)
    expected[:, 2:, 1] -= draws.monthly_cost[:, np.newaxis]
    np.testing.assert_allclose(ground.margins(end)[1], expected, rtol=1e-9)
    once = ground.company(end)[:, 2] - ground.company(ground.unchanged())[:, 2]
    np.testing.assert_allclose(once, -draws.setup_cost)
    nothing_is_lost_unseen(ground, end)


@pytest.mark.parametrize(
    ("name", "value", "sign"),
    [("gone", 0.06, 1), ("lost", [[0.0, 0.05, 0.02]], -1), ("setup_cost", 9000.0, -1),
     ("monthly_cost", 200.0, -1)],
)  # fmt: skip
def test_each_parameter_has_its_sign(ground: Ground, world: World, name: str, value: Any, sign: int) -> None:
    base, changed = (
        ground.value(list(change_rules(lever(), each, ground, world))[-1].world)[0]
        for each in (drawn(), drawn(**{name: value}))
    )
    assert np.sign(changed - base) == sign


def test_rules_that_avoid_nothing_move_nothing(ground: Ground, world: World) -> None:
    end = list(change_rules(lever(), drawn(avoided=0.0), ground, world))[-1].world
    np.testing.assert_allclose(end.moves, world.moves, atol=1e-15)


def test_two_channels_that_lose_to_the_same_draw_each_their_own(
    ground: Ground, definition: CaseDefinition
) -> None:
    said = Estimate(0.1, 0.05, 0.15, 0.9, 12, None, "share", "test", grade=Grade.C)
    cells = tuple(
        MeasureCell(channel, key, "revenue", said, "interval", "", 12.0)
        for channel in ("closing", "resale")
        for key in ("lost.direct", "")
    )
    table = MeasureTable("test", "share", cells, (), 0, 0)
    held = Beliefs(conflict=ConflictBelief((), {}, (), table, (), (), table, False, gone=table))
    where = Ground(ground.market, replace(ground.future, growth=np.ones((300, 12, 3))), ground.groups)
    context = LeverContext(where, held, definition, Chance(1, 300))
    one, other = (draw_change_rules(lever(channel=name), context).lost[:, 1] for name in ("closing", "resale"))
    again = draw_change_rules(lever(product_lines=("b",)), context).lost[:, 1]
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.2
    np.testing.assert_array_equal(one, again)  # what is believed of a channel is one, whatever a lever aims at


def test_rules_need_to_have_heard_of_clashes(definition: CaseDefinition) -> None:
    assert list(lever().missing(Beliefs(), definition)) == [Missing("parameters.clash_belief", "closing")]


@pytest.mark.parametrize(("field", "value"), [("avoided", sure(1.1)), ("setup_cost", sure(-1))])
def test_rules_refuse_what_cannot_be(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        lever(**{field: value})
