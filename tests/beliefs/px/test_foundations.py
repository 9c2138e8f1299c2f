from __future__ import annotations

from tests.beliefs.study_voices import StudyVoices
from tramite.beliefs.px.foundations import relationship_foundations

FINE = (70, 70, 70)


def test_reversed_items_read_as_dependence_and_as_absence_of_pressure_and_tension() -> None:
    voices = StudyVoices()
    for _ in range(6):
        voices.partner("shops", FINE, {"PR01": 4, "PR03": 2, "PR05": 1, "PR06": 2, "PR07": 3})
    found = relationship_foundations(voices.study())
    assert found is not None
    values = {name: found.cell(name, "shops").estimate.value for name in found.tables}
    assert values == {"trust": 75.0, "fairness": 25.0, "dependence": 100.0, "pressure": 75.0, "tension": 70.0}
    assert found.lowest("shops") == ("fairness",)


def test_dependence_is_never_named_the_lowest() -> None:
    voices = StudyVoices()
    for _ in range(6):
        voices.partner("shops", FINE, {"PR01": 4, "PR03": 5, "PR05": 5})
    found = relationship_foundations(voices.study())
    assert found is not None
    assert found.cell("dependence", "shops").estimate.value == 0.0
    assert found.lowest("shops") == ("trust",)


def test_foundations_that_may_be_as_low_are_named_with_the_lowest() -> None:
    voices = StudyVoices()
    for place in range(12):
        voices.partner("shops", FINE, {"PR01": 3 + place % 2, "PR03": 2 + 2 * (place % 2), "PR02": 5})
    voices.silent("shops", 100)
    found = relationship_foundations(voices.study())
    assert found is not None
    # fairness (25 + 75)/2 = 50; trust (50 + 75)/2 = 62.5 ± 6.3; commitment 100
    assert found.lowest("shops") == ("fairness",)
    voices.answer(voices.interview(voices.firm("shops"), FINE), {"PR01": 1})
    again = relationship_foundations(voices.study())
    assert again is not None
    assert again.lowest("shops") == ("fairness", "trust")


def test_a_foundation_of_four_firms_is_hidden_and_names_no_lowest() -> None:
    voices = StudyVoices()
    for _ in range(4):
        voices.partner("shops", FINE, {"PR01": 4, "PR03": 5})
    found = relationship_foundations(voices.study())
    assert found is not None
    assert {cell.hidden_because for cell in found.tables["trust"].cells} == {"few"}
    assert found.lowest("shops") == ()


def test_without_answers_there_are_no_foundations() -> None:
    voices = StudyVoices()
    voices.heard("shops", *[FINE] * 6)
    assert relationship_foundations(voices.study()) is None
    assert relationship_foundations(StudyVoices().study()) is None
