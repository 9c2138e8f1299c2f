from __future__ import annotations

import krippendorff
import numpy as np
import pytest

from tramite.kernel.method import Method
from tramite.voices.coding.agreement import (
    Agreement,
    Floats,
    Presence,
    cohen_kappa,
    estimate_agreement,
    fleiss_kappa,
    nominal_alpha,
    read_alpha,
)

METHOD = Method()


def of_answers(ones: Floats, m: float = 2.0) -> Presence:
    """Each answer read by m coders, who gave each code so often."""
    return Presence(np.full(len(ones), m), ones, ones * (m - ones) / (m - 1))


def alphas(ones: Floats, m: float = 2.0) -> tuple[list[float | None], float | None]:
    each, overall = estimate_agreement(of_answers(ones, m), method=METHOD, rng=np.random.default_rng(1))
    return [found.value for found in each], overall.value


def test_alpha_of_two_coders_by_hand() -> None:
    # Ten answers, two coders: both 4, neither 4, one alone 2. n = 20, n1 = n0 = 10.
    # D_o = 2·2/20 = .2, D_e = 2·10·10/(20·19) = 10/19, alpha = 1 − .2·1.9 = .62.
    ones = np.array([[2.0]] * 4 + [[0.0]] * 4 + [[1.0]] * 2)
    by_code, overall = alphas(ones)
    assert by_code == [pytest.approx(0.62)]
    assert overall == pytest.approx(0.62)


def test_alpha_of_presence_is_nominal_alpha_and_that_of_the_library() -> None:
    rng = np.random.default_rng(1)
    data = rng.integers(0, 2, (3, 25)).astype(float)
    ones = data.sum(axis=0)[:, None]
    theirs = krippendorff.alpha(data, level_of_measurement="nominal")
    assert alphas(ones, 3.0)[1] == pytest.approx(theirs, abs=1e-12)
    assert nominal_alpha(np.column_stack([ones, 3 - ones])) == pytest.approx(theirs, abs=1e-12)


def test_overall_alpha_joins_disagreement_and_chance_of_all_codes() -> None:
    # The code of the first test, and one that nobody agrees on: n1 = 2 of 20, D_o = .2, D_e = 2·2·18/380.
    ones = np.array([[2.0, 0]] * 4 + [[0.0, 0]] * 4 + [[1.0, 1]] * 2)
    assert alphas(ones)[1] == pytest.approx(1 - (0.2 + 0.2) / (10 / 19 + 72 / 380))


def test_an_answer_counts_as_often_as_its_weight_says() -> None:
    weighted = of_answers(np.array([[2.0], [0.0], [1.0]])).observed(np.array([[2.0, 0.0, 1.0]]))
    listed = of_answers(np.array([[2.0], [2.0], [1.0]])).observed(np.ones((1, 3)))
    assert weighted.tolist() == listed.tolist() == [[pytest.approx(1 / 3)]]


def test_a_code_without_variation_has_no_alpha() -> None:
    always = of_answers(np.full((6, 1), 2.0))
    (found,), overall = estimate_agreement(always, method=METHOD, rng=np.random.default_rng(1))
    assert found == overall == Agreement(None, None, None, METHOD.interval_level, 6, 12)
    assert nominal_alpha(np.array([[2.0, 0.0]] * 6)) is None


def test_without_disagreement_there_is_a_value_and_no_interval() -> None:
    (found,), _ = estimate_agreement(
        of_answers(np.array([[2.0]] * 3 + [[0.0]] * 3)), method=METHOD, rng=np.random.default_rng(1)
    )
    assert found == Agreement(1.0, None, None, METHOD.interval_level, 6, 6)
    assert found.reading(METHOD) == "good"
    assert found.cautious_reading(METHOD) == "unknown"


def test_one_rare_disagreement_leaves_the_interval_wide() -> None:
    # In one answer of 30, by one coder: D_o = D_e = 1/30. Drawn again it is there 0 to 3 times: alpha 1 to −2.
    (found,), _ = estimate_agreement(
        of_answers(np.array([[1.0]] + [[0.0]] * 29)), method=METHOD, rng=np.random.default_rng(1)
    )
    assert found.value == pytest.approx(0.0)
    assert found.upper == pytest.approx(1.0)
    assert found.lower is not None
    assert found.lower <= -1 + 1e-9


def test_the_interval_holds_the_value_and_repeats_with_the_seed() -> None:
    ones = np.array([[2.0]] * 14 + [[0.0]] * 14 + [[1.0]] * 4)
    first, again = (
        estimate_agreement(of_answers(ones), method=METHOD, rng=np.random.default_rng(7))[1] for _ in range(2)
    )
    assert first == again
    assert first.lower is not None
    assert first.upper is not None
    assert first.value is not None
    assert first.lower < first.value < first.upper


def test_nobody_together_is_not_known() -> None:
    empty = Presence(np.zeros(0), np.zeros((0, 2)), np.zeros((0, 2)))
    each, overall = estimate_agreement(empty, method=METHOD, rng=np.random.default_rng(1))
    assert [found.value for found in (*each, overall)] == [None, None, None]


@pytest.mark.parametrize(
    ("value", "reading"),
    [(0.80, "good"), (0.7999, "tentative"), (0.667, "tentative"), (0.6669, "unusable"), (-0.2, "unusable"),
     (None, "unknown")],
)  # fmt: skip
def test_alpha_is_read_by_krippendorffs_levels(value: float | None, reading: str) -> None:
    assert read_alpha(value, METHOD) == reading


def test_kappas_are_undefined_without_variation_or_partners() -> None:
    assert cohen_kappa(np.array([[5.0, 0.0], [0.0, 0.0]])) is None
    assert cohen_kappa(np.zeros((2, 2))) is None
    assert fleiss_kappa(np.array([[2.0, 0.0], [2.0, 0.0]])) is None
    assert fleiss_kappa(np.array([[2.0, 0.0], [1.0, 2.0]])) is None
    assert fleiss_kappa(np.zeros((0, 2))) is None
