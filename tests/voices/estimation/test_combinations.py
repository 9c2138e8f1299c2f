from __future__ import annotations

import math

import pytest

from tests.beliefs.heard_voices import Heard
from tramite.voices.estimation.combinations import channel_shares, combine, over_channels
from tramite.voices.estimation.means import SurveyMean


def mean(value: float | None, lower: float | None = None, upper: float | None = None, n: int = 10) -> SurveyMean:
    return SurveyMean(value, None, None, lower, upper, n, 40, 10.0, 0.1, 10.0, False, ())


def test_two_shares_combine_as_newcombes_method_ten_prints_it() -> None:
    # Newcombe 1998, Statist. Med. 17:873-890, table II (a): 56/70 - 48/80, method 10, 95%: 0.0524 to 0.3339
    first, second = mean(56 / 70, 0.6918, 0.8768), mean(48 / 80, 0.4904, 0.7005)  # Wilson's intervals
    found = combine([(1.0, first), (-1.0, second)])
    assert found is not None
    assert found.lower is not None
    assert found.upper is not None
    assert [found.value, found.lower, found.upper] == pytest.approx([0.2, 0.0524, 0.3339], abs=2e-4)


def test_what_goes_together_widens_a_sum_and_narrows_a_difference() -> None:
    parts = [(1.0, mean(0.0, -3.0, 3.0)), (1.0, mean(0.0, -4.0, 4.0))]
    ends = {r: combine(parts, correlated={(0, 1): r}) for r in (0.0, 1.0)}
    assert {r: c and c.upper for r, c in ends.items()} == {0.0: 5.0, 1.0: 7.0}
    less = combine([parts[0], (-1.0, parts[1][1])], correlated={(0, 1): 1.0})
    assert less is not None
    assert less.upper == pytest.approx(1.0)


def test_an_unknown_part_leaves_nothing_and_one_without_interval_no_ends() -> None:
    assert combine([(0.5, mean(2.0)), (0.5, mean(None))]) is None
    assert combine([]) is None
    found = combine([(0.5, mean(2.0)), (0.5, mean(4.0, 3.0, 5.0))])
    assert found is not None
    assert (found.value, found.lower, found.upper) == (3.0, None, None)


def test_the_ends_stay_on_the_scale() -> None:
    found = combine([(1.0, mean(0.98, 0.9, 1.0)), (1.0, mean(0.01, 0.0, 0.4))], bounds=(0.0, 1.0))
    assert found is not None
    assert found.upper == 1.0


def test_all_channels_weigh_as_partners_do_and_customers_of_none_have_no_part() -> None:
    made = Heard(population=30)
    made.hear("partner", "shops", 12, lambda i: {"PE06": float(i % 3 + 4)})
    made.hear("customer", "shops", 12, lambda _: {"CK03": 4.0})
    made.hear("customer", "web", 12, lambda _: {"CK03": 9.0})
    study = made.study()
    assert channel_shares(study, ["shops", "web"]) == {"shops": 1.0}
    cells = {cell.domain: cell for cell in study.table("CK03", "customer").cells}
    found = over_channels(study, cells)
    assert found is not None
    assert math.isclose(found.value, 40.0)
