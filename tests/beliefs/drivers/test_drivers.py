from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pytest

from tests.beliefs.study_voices import StudyVoices, index_of
from tramite.beliefs.drivers.drivers import PREDICTORS, drivers
from tramite.beliefs.drivers.result import Drivers
from tramite.beliefs.px.foundations import relationship_foundations
from tramite.beliefs.px.groups import px_groups
from tramite.beliefs.px.validity import px_validity
from tramite.kernel.chance import Chance
from tramite.kernel.provenance import Source
from tramite.kernel.wording import LANGUAGES, Language, Phrase, catalogue

BOOKS = Source("table", "sell_in")


def world(
    firms: int, *, seed: int = 1, channels: int = 2, twins: bool = False, follows: float = 1.0
) -> StudyVoices:
    """Hear firms that recommend us as «profitable» is, and as nothing else."""
    rng, voices = np.random.default_rng(seed), StudyVoices()
    for place in range(firms):
        easy, predictable, profitable = np.clip(rng.normal(60, 15, 3), 0, 100)
        recommend = follows * (profitable - 60) / 10 + 6 + 0.7 * rng.normal()
        trust, fair = rng.integers(1, 6, 2)
        if twins:
            predictable = np.clip(easy + rng.normal(0, 3), 0, 100)
        voices.partner(f"c{place % channels}", (easy, predictable, profitable), {
            "PR08": float(np.clip(np.round(recommend), 0, 10)), "PR01": float(trust), "PR03": float(fair),
        })  # fmt: skip
    return voices


def told(voices: StudyVoices, growth: Mapping[str, float] | None = None) -> Drivers:
    study = voices.study()
    found = drivers(study, index_of(study), relationship_foundations(study), growth or {}, books=BOOKS,
                    chance=Chance(11, 300))  # fmt: skip
    assert found is not None
    return found


def why(found: Drivers, outcome: str) -> str:
    phrase = found.outcomes[outcome].why  # type: ignore[index]
    assert isinstance(phrase, Phrase)
    return phrase.key


def test_what_goes_together_comes_first() -> None:
    found = told(world(60)).outcomes["recommendation"]
    assert found.why is None
    assert found.n == 60
    assert {one.name for one in found.drivers} == set(PREDICTORS)
    first = found.drivers[0]
    assert (first.name, first.sure, found.level_with_first) == ("profitable", True, ())
    assert first.first > 0.9
    assert first.quadrant == "strengthen"  # about 60: below sound
    assert {one.quadrant for one in found.drivers[1:]} <= {"watch", "enough"}


def test_with_fewer_than_fifty_firms_only_pillars_stay_and_below_thirty_nothing() -> None:
    found = told(world(49)).outcomes["recommendation"].drivers
    assert (found[0].name, len(found)) == ("profitable", 3)
    assert why(told(world(29)), "recommendation") == "drivers.few"


def test_twelve_interviews_in_all_tell_nothing_and_say_so() -> None:
    found = told(world(12))
    assert [why(found, outcome) for outcome in found.outcomes] == [
        "drivers.few", "relationship.needs_continuity", "relationship.needs_growth",
    ]  # fmt: skip
    assert isinstance(found.classes.why, Phrase)
    assert found.classes.why.key == "drivers.classes_few"


def test_where_all_refuse_there_is_nothing_to_believe() -> None:
    voices = world(60)
    voices.responses = [(name, item, key, None, None, "ref") for name, item, key, *_ in voices.responses]
    study = voices.study()
    assert relationship_foundations(study) is None
    assert px_validity(study, {}, books=BOOKS) is None
    assert px_groups(study, index_of(study)) is None
    assert drivers(study, index_of(study), None, {}, books=BOOKS, chance=Chance(1, 100)) is None


def test_chance_is_not_told_as_importance() -> None:
    assert why(told(world(60, follows=0.0, seed=8)), "recommendation") == "drivers.chance"


def test_twins_are_told() -> None:
    assert told(world(60, twins=True)).outcomes["recommendation"].twins == (("easy", "predictable"),)


def test_outcomes_nobody_was_asked_about_say_what_they_need() -> None:
    found = told(world(60))
    assert [why(found, outcome) for outcome in ("continuity", "growth")] == [
        "relationship.needs_continuity", "relationship.needs_growth",
    ]  # fmt: skip


def test_growth_rests_on_books_too() -> None:
    voices = world(60)
    growth = {unit: float(place % 7) for place, (unit, *_) in enumerate(voices.frame)}
    found = told(voices, growth).outcomes["growth"]
    assert found.n == 60
    assert {source.kind for source in found.sources} == {"interviews", "table"}


def test_order_of_rows_and_names_of_firms_change_nothing() -> None:
    voices = world(60)
    plain = told(voices)
    voices.responses.reverse()
    voices.interviews.reverse()
    assert told(voices) == plain
    renamed = {unit: f"z{len(voices.frame) - place}" for place, (unit, *_) in enumerate(voices.frame)}
    voices.frame = [(renamed[unit], *rest) for unit, *rest in voices.frame]  # type: ignore[misc]
    voices.interviews = [(name, renamed[unit], *rest) for name, unit, *rest in voices.interviews]  # type: ignore[misc]
    assert told(voices) == plain


def test_one_channel_is_enough_and_nobody_heard_is_none() -> None:
    assert told(world(60, channels=1)).outcomes["recommendation"].drivers[0].name == "profitable"
    empty = StudyVoices().study()
    assert drivers(empty, index_of(empty), None, {}, books=BOOKS, chance=Chance(1, 100)) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_cause_is_used(language: Language) -> None:
    causal = (
        r"\b(caus\w*|drive[sn]?|driving|leads? to|effect\w*|impact\w*|determin\w*|influenc\w*|explain\w*|"
        r"effett\w*|impatt\w*|provoc\w*|influenz\w*|spieg\w*|incid\w*)\b"
    )
    ours = {key: text for key, text in catalogue(language).items() if key.startswith("drivers.")}
    assert [key for key, text in ours.items() if re.search(causal, text, re.IGNORECASE)] == []
