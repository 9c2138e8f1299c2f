from __future__ import annotations

import pytest

from tests.beliefs.said import BANK, Talks
from tramite.beliefs.position.fit import OUTPUT_OF, OUTPUTS, UNSERVED, channel_fits, criteria_weights

RATED = {"lot": 5, "space": 4, "wait": 6, "variety": 8, "service": 2, "info": 10}


def customers(count: int = 6) -> Talks:
    talks = Talks()
    best = {"advice": 1, "near": 1, "info": 1, "price": -1, "terms": -1, "online": -1}
    for number in range(count):
        rated = {**RATED, "service": 2 + number % 2}
        talks.hear("shops", {"CN01": 5 + number, "CN02": best, "CN03": rated}, role="customer")
    return talks


def test_every_criterion_has_an_output_or_says_that_it_has_none() -> None:
    cards = {choice.code for choice in BANK.choices_of("criteria")}
    assert set(OUTPUT_OF) | set(UNSERVED) == cards
    assert set(OUTPUT_OF) & set(UNSERVED) == set()
    assert set(OUTPUT_OF.values()) <= set(OUTPUTS) == {choice.code for choice in BANK.choices_of("outputs")}


def test_weights_add_what_criteria_ask_for() -> None:
    found = criteria_weights({"advice": 1.0, "person": 0.0, "near": -1.0, "delivery": 0.0, "price": 1.0})
    # (1 + ½) of service, 0 of place, ½ of waiting; price has no output
    assert found == pytest.approx({"service": 0.75, "space": 0.0, "wait": 0.25})
    assert criteria_weights({"near": -1.0}) == {}
    assert criteria_weights({}) == {}


def test_fit_is_the_mean_of_the_ratings_by_weight() -> None:
    fit = next(one for one in channel_fits(customers().study()) if one.channel_id == "shops")
    # advice 1, person and after ½ each; near 1, online 0; range and solution ½ each; delivery ½; info 1
    assert fit.weights == pytest.approx(
        {"service": 2 / 5.5, "space": 1 / 5.5, "variety": 1 / 5.5, "wait": 0.5 / 5.5, "info": 1 / 5.5}
    )
    assert fit.fit is not None
    expected = (2 * 25 + 1 * 40 + 1 * 80 + 0.5 * 60 + 1 * 100) / 5.5
    assert fit.fit.estimate.value == pytest.approx(expected, abs=0.06)
    assert fit.outputs["lot"].estimate.value == pytest.approx(50)
    assert fit.complex_needs is not None
    assert fit.complex_needs.estimate.value == pytest.approx(0.667)


def test_fit_of_few_customers_is_hidden_with_its_weights() -> None:
    fit = channel_fits(customers(4).study())[0]
    assert fit.weights == {}
    assert fit.fit is None
    assert {cell.hidden_because for cell in fit.outputs.values()} == {"few"}


def test_renaming_respondents_changes_no_fit() -> None:
    one, other = (channel_fits(talks.study())[0] for talks in (customers(), customers().renamed()))
    assert one.weights == pytest.approx(other.weights)
    assert one.fit is not None
    assert other.fit is not None
    assert (one.fit.estimate.value, one.fit.estimate.upper) == (other.fit.estimate.value, other.fit.estimate.upper)


def test_nobody_asked_has_no_fit() -> None:
    assert channel_fits(Talks().study()) == ()
