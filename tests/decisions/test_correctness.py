from __future__ import annotations

import numpy as np
import pytest

from tramite.decisions.correctness import Correctness, correctness
from tramite.kernel.chance import Draws
from tramite.kernel.method import Method

METHOD = Method()
DRAWS = 10_000


def judge(
    values: dict[str, Draws], parameters: dict[str, Draws] | None = None, assumed: tuple[str, ...] = (),
    net_sales: float = 100.0,
) -> Correctness:  # fmt: skip
    return correctness(values, parameters or {}, assumed, today="today", net_sales=net_sales, method=METHOD)


def test_two_alternatives_in_two_equal_states() -> None:
    """Oracle (k): V(today) = (10, 4), V(other) = (6, 9)."""
    states = np.tile([0, 0, 1, 1], DRAWS // 4)
    found = judge({"today": np.array([10.0, 4.0])[states], "other": np.array([6.0, 9.0])[states]})
    assert found.best == "other"
    assert found.correctable_loss == 0.5
    assert found.worth_of_knowing.value == 2.0
    assert found.p_near_best == 0.5
    assert found.verdict == "improvable"


def test_today_is_right_where_it_is_best_in_nearly_all_draws() -> None:
    rng = np.random.default_rng(1)
    found = judge({"today": rng.normal(10, 1, DRAWS), "other": rng.normal(0, 1, DRAWS)})
    assert (found.best, found.correctable_loss, found.verdict, found.turning) == ("today", 0.0, "right", None)
    assert found.safest == "today"
    assert found.regret["today"] == 0.0


def test_gain_within_a_hundredth_of_sales_is_near_enough() -> None:
    level = np.full(DRAWS, 10.0)
    assert judge({"today": level, "other": level + 0.9}).p_near_best == 1.0
    assert judge({"today": level, "other": level + 1.1}).p_near_best == 0.0


def test_assumptions_that_make_the_gain_leave_it_open() -> None:
    rng = np.random.default_rng(2)
    guess, heard = rng.standard_normal((2, DRAWS))
    today, parameters = np.zeros(DRAWS), {"guess": guess, "heard": heard}
    mostly_guess = judge({"today": today, "other": 1 + 8 * guess + 4 * heard}, parameters, ("guess",))
    mostly_heard = judge({"today": today, "other": 1 + 4 * guess + 8 * heard}, parameters, ("guess",))
    assert mostly_guess.assumed_share == pytest.approx(0.8, abs=0.02)
    assert mostly_guess.verdict == "not_determinable"
    assert mostly_heard.assumed_share == pytest.approx(0.2, abs=0.02)
    assert mostly_heard.verdict == "improvable"


def test_the_parameter_that_turns_the_choice_and_where() -> None:
    rng = np.random.default_rng(3)
    margin, other = rng.normal(0.25, 0.1, DRAWS), rng.normal(0, 1, DRAWS)
    gain = 100 * (margin - 0.20)
    found = judge({"today": np.zeros(DRAWS), "close": gain + 0.1 * other}, {"margin": margin, "other": other})
    assert found.turning is not None
    assert found.turning.parameter == "margin"
    assert found.turning.value == pytest.approx(0.20, abs=0.005)


def test_what_chance_alone_makes_best_gains_nothing_on_the_other_half() -> None:
    rng = np.random.default_rng(4)
    losses = [
        judge({"today": rng.standard_normal(400)} | {f"a{n}": rng.standard_normal(400) for n in range(10)})
        for _ in range(300)
    ]
    gains = [found.correctable_loss for found in losses]
    assert abs(np.mean(gains)) < 4 * np.std(gains) / np.sqrt(len(gains))
