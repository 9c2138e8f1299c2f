"""The reviewer's page: weights end to end from the prior, and never certain."""

from __future__ import annotations

import pytest

from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.charts.weights import bits, likely, probability
from tramite.reports.leaf import Writer
from tramite.reports.review import PairWeights, render_review

from .conftest import definition

ONE = {"customer_id": "c1", "name": "Rossi <srl>", "address": "Via Po 1", "vat_number": None}
OTHER = {"customer_id": "c2", "name": "Rossi", "address": "Via Po 1", "vat_number": None}
WEIGHTS = {"prior": -6.0, "name": 4.0, "street": 5.0, "tf_adj_name": -1.0}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_both_sides_and_the_probability(language: Language) -> None:
    html = render_review([PairWeights(ONE, OTHER, WEIGHTS, "same")], definition=definition(), language=language)
    # −6 + 4 + 5 − 1 = 2 bits: four to one
    assert "80,0%" in html if language == "it" else "80.0%" in html
    assert "Rossi &lt;srl&gt;" in html
    assert "Rossi <srl>" not in html
    assert say("review.private", language) in html
    assert say("review.judged", language, decision=say("review.decision_same", language)) in html


def test_page_of_a_pair_without_weights_says_so() -> None:
    html = render_review([PairWeights(ONE, OTHER, {})], definition=definition(), language="en", left_out=3)
    assert say("review.not_scored") in html
    assert say("review.left_out", count="3") in html
    assert "<svg" not in html


def test_bits_and_probability_undo_each_other() -> None:
    assert [bits(share) for share in (0.5, 0.8, 0.2)] == pytest.approx([0, 2, -2])
    assert probability(bits(0.95)) == pytest.approx(0.95)


def test_a_model_is_never_certain() -> None:
    hand = Writer(definition(), "en")
    assert [likely(hand, weight) for weight in (-40.0, 0.0, 40.0)] == ["< 0.1%", "50.0%", "> 99.9%"]
