from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from tests.beliefs.study_voices import StudyVoices
from tramite.beliefs.px.validity import PxValidity, px_validity, spearman
from tramite.kernel.provenance import Source

BOOKS = Source("table", "sell_in")


def world(firms: int, *, role: str = "reseller", seed: int = 1) -> tuple[StudyVoices, dict[str, float]]:
    """Hear firms whose recommendation and continuity follow their PX, with noise; growth goes the other way."""
    rng, voices, growth = np.random.default_rng(seed), StudyVoices(), {}
    for _ in range(firms):
        level = float(rng.integers(2, 10))
        near = float(np.clip(level + rng.integers(-1, 2), 0, 10))
        unit = voices.partner("shops", (10 * level,) * 3, {"PR08": near, "PR09": near}, role=role)
        growth[unit] = -level + float(rng.normal())
    return voices, growth


def validity(voices: StudyVoices, growth: dict[str, float]) -> PxValidity:
    found = px_validity(voices.study(), growth, books=BOOKS)
    assert found is not None
    return found


def test_spearman_by_hand() -> None:
    x, y = np.array([1.0, 2, 3, 4, 5, 6, 7, 8]), np.array([2.0, 1, 4, 3, 6, 5, 8, 7])
    found = spearman(x, y, level=0.9)
    assert found is not None
    rho = 1 - 6 * 8 / (8 * 63)  # 1 − 6Σd²/(n(n² − 1))
    margin = 1.6448536 * math.sqrt((1 + rho**2 / 2) / 5)
    assert found == pytest.approx((rho, math.tanh(math.atanh(rho) - margin), math.tanh(math.atanh(rho) + margin)))


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=5, max_size=40))
def test_spearman_with_ties_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    x, y = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    found = spearman(x, y, level=0.9)
    if found is None:
        assert np.ptp(x) * np.ptp(y) == 0
    else:
        assert found[0] == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)
        if found[1] is not None and found[2] is not None:
            assert found[1] < found[0] < found[2]


def test_firms_that_agree_never_widen_the_interval() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=20)
    y = x + rng.normal(size=20)
    widths = []
    for times in (1, 2, 3):
        found = spearman(np.tile(x, times), np.tile(y, times), level=0.9)
        assert found is not None
        assert found[1] is not None
        assert found[2] is not None
        widths.append(found[2] - found[1])
    assert widths == sorted(widths, reverse=True)


def test_verdicts_follow_the_interval() -> None:
    found = validity(*world(30))
    assert [found.of(outcome).verdict for outcome in ("recommendation", "continuity", "growth")] == [
        "together", "together", "opposite",
    ]  # fmt: skip
    assert {source.kind for source in found.of("growth").estimate.evidence} == {"interviews", "table"}


@pytest.mark.parametrize(("firms", "why"), [(19, "few_pairs"), (20, "")])
def test_correlations_are_shown_from_twenty_firms_up(firms: int, why: str) -> None:
    one = validity(*world(firms)).of("recommendation")
    assert one.hidden_because == why
    assert (one.estimate.value is None) == bool(why)


def test_employees_have_no_continuity_even_if_they_answered() -> None:
    voices, growth = world(30, role="store_manager")
    found = validity(voices, growth)
    assert {one.outcome for one in found.correlations} == {"recommendation", "growth"}


def test_partners_of_unknown_growth_are_no_pairs_and_without_books_there_is_no_growth() -> None:
    voices, growth = world(30)
    some = dict(list(growth.items())[:24])
    assert validity(voices, some).of("growth").estimate.n == 24
    assert {one.outcome for one in validity(voices, {}).correlations} == {"recommendation", "continuity"}


def test_the_same_order_has_no_interval_and_still_goes_together() -> None:
    voices = StudyVoices()
    units = [voices.partner("shops", (2.0 * place + 10,) * 3, {}) for place in range(25)]
    one = validity(voices, {unit: float(place) for place, unit in enumerate(units)}).of("growth")
    assert (one.estimate.value, one.estimate.lower, one.verdict) == (1.0, None, "together")


def test_alike_answers_have_no_ranks() -> None:
    voices = StudyVoices()
    for place in range(25):
        voices.partner("shops", (10 * (place % 9),) * 3, {"PR08": 7})
    assert validity(voices, {}).of("recommendation").hidden_because == "alike"


def test_order_of_rows_and_names_of_firms_change_nothing() -> None:
    voices, growth = world(30)
    plain = validity(voices, growth).to_frame()
    voices.responses.reverse()
    voices.interviews.reverse()
    assert validity(voices, growth).to_frame().equals(plain)
    renamed = {unit: f"z{len(growth) - place}" for place, unit in enumerate(growth)}
    voices.frame = [(renamed[unit], *rest) for unit, *rest in voices.frame]  # type: ignore[misc]
    voices.interviews = [(name, renamed[unit], *rest) for name, unit, *rest in voices.interviews]  # type: ignore[misc]
    again = validity(voices, {renamed[unit]: value for unit, value in growth.items()}).to_frame()
    assert again.equals(plain)


def test_nobody_heard_is_no_validity() -> None:
    assert px_validity(StudyVoices().study(), {}, books=BOOKS) is None
