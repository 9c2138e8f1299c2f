from __future__ import annotations

import pytest

from tests.voices.coding.coded import answers_of, codings_of
from tramite.voices.coding.proposals import propose_codes

TEXTS = {
    "a": "Consegne in ritardo", "b": "Margine basso",
    "c": "La consegna è sempre in ritardo. I margini sono bassi!", "d": "Xyz", "e": "Margine basso",
}  # fmt: skip
CODED = codings_of(("a", 0, 19, "E-LOG", "Anna"), ("b", 0, 13, "R-MAR", "Anna"), ("e", 0, 13, "none", "Anna"))


def test_each_sentence_gets_the_code_of_its_nearest_example() -> None:
    found = propose_codes(answers_of(TEXTS), codings=CODED)
    assert found.sort("start").select("interview_id", "start", "end", "text", "code", "because").rows() == [
        ("c", 0, 31, "La consegna è sempre in ritardo", "E-LOG", "Consegne in ritardo"),
        ("c", 33, 53, "I margini sono bassi", "R-MAR", "Margine basso"),
    ]
    assert found["decision"].null_count() == 2
    assert found["score"].is_between(0, 1, closed="right").all()


def test_the_same_words_are_as_similar_as_can_be() -> None:
    found = propose_codes(answers_of({"a": "Margine basso", "b": "margine BASSO"}), codings=CODED.head(0).vstack(
        codings_of(("a", 0, 13, "R-MAR", "Anna"))
    ))  # fmt: skip
    assert found["score"].to_list() == [pytest.approx(1.0)]


def test_without_examples_nothing_is_proposed() -> None:
    assert propose_codes(answers_of(TEXTS), codings=CODED.clear()).is_empty()
    only_none = codings_of(("e", 0, 13, "none", "Anna"))
    assert propose_codes(answers_of(TEXTS), codings=only_none).is_empty()
