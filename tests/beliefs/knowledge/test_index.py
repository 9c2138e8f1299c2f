"""METHOD §5.5 (j) by hand, and what must not move the index."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.beliefs.heard_voices import Heard, Said
from tramite.beliefs.knowledge.gaps import perception_gaps
from tramite.beliefs.knowledge.index import KnowledgeIndex, knowledge_indices, knowledge_score
from tramite.beliefs.knowledge.knowledge import knowledge
from tramite.kernel.chance import Chance
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.study import Study

RATED = ("PE01", "PE03", "PE05", "PE06", "PP02", "PP03", "PP04", "PF01", "PF06")
CHANCE = Chance(seed=5, draws=2000)


def study_of(
    partner: list[float], vendor: list[float], *, items: tuple[str, ...] = RATED, **options: object
) -> Study:
    """Return a study in which everyone gives a score of 0–10 to all items: partners, then the vendor's people."""
    made = Heard(population=len(partner))
    made.hear("partner", "shops", len(partner), lambda i: dict.fromkeys(items, partner[i]))
    guesses = [item.replace("P", "V", 1) for item in items]
    made.hear("vendor", "shops", len(vendor), lambda i: dict.fromkeys(guesses, vendor[i]))
    return made.study(**options)  # type: ignore[arg-type]


def indices(study: Study) -> dict[str, KnowledgeIndex]:
    return {one.domain: one for one in knowledge_indices(study, perception_gaps(study), chance=CHANCE)}


def test_gaps_of_ten_minus_twenty_and_fifteen_make_seventy() -> None:
    # METHOD §5.5 (j): mean|g| 15 -> 70, bias +1.67
    gaps = [10.0, -20.0, 15.0]
    assert knowledge_score(gaps, slope=2) == 70.0
    assert np.mean(gaps) == pytest.approx(1.67, abs=0.005)
    assert knowledge_score([60.0, -60.0], slope=2) == 0.0


def test_without_noise_the_index_is_the_plain_one() -> None:
    # Everybody heard, all alike: 70 guessed as 80 everywhere. No sampling error on either side.
    one = indices(study_of([7.0] * 12, [8.0] * 12))["shops"]
    assert (one.items, one.plain, one.index.value, one.bias.value) == (9, 80.0, 80.0, 10.0)
    assert (one.index.lower, one.index.upper, one.reading, one.index.grade) == (80.0, 80.0, "interval", Grade.C)
    assert one.order.value is None  # all items alike: there is no order


def test_fewer_than_eight_items_make_no_index() -> None:
    one = indices(study_of([7.0, 6.0] * 6, [8.0, 7.0] * 6, items=RATED[:7]))[ALL]
    assert (one.items, one.index.value, one.plain, one.bias.value) == (7, None, None, None)


def test_hidden_sides_make_no_index() -> None:
    found = indices(study_of([7.0, 6.0] * 6, [8.0, 7.0, 8.0, 7.0]))  # four of the vendor's people
    assert {(one.items, one.index.value, one.reading) for one in found.values()} == {(0, None, "hidden")}


def test_five_to_nine_of_the_vendors_people_are_indicative() -> None:
    gaps = perception_gaps(study_of([7.0, 6.0] * 6, [8.0, 7.0] * 3))
    assert {gap.cell.difference for gap in gaps} == {None}
    assert {round(gap.value or 0.0, 6) for gap in gaps} == {10.0}
    one = indices(study_of([7.0, 6.0] * 6, [8.0, 7.0] * 3))[ALL]
    assert (one.reading, one.index.n) == ("indicative", 6)
    assert one.index.value == pytest.approx(80.0, abs=2.0)


def test_guesses_after_results_were_shown_do_not_count() -> None:
    late = {"partner": [f"i-vendor-shops-{i}" for i in range(6)]}
    vendor = [0.0] * 6 + [8.0, 7.0] * 5
    sealed = indices(study_of([7.0, 6.0] * 6, vendor, late=late))[ALL]
    alone = indices(study_of([7.0, 6.0] * 6, [8.0, 7.0] * 5))[ALL]
    assert (sealed.index.n, sealed.plain) == (alone.index.n, alone.plain) == (10, 80.0)


def test_who_speaks_of_a_channel_without_partners_guesses_nobody() -> None:
    made = Heard(population=12)
    made.hear("partner", "shops", 12, lambda i: dict.fromkeys(RATED, 6.0 + i % 2))
    said: Said = dict.fromkeys([item.replace("P", "V", 1) for item in RATED], 8.0)
    made.hear("vendor", "shops", 12, lambda _: said)
    made.hear("customer", "web", 12, lambda _: {"CR01": 5.0})
    made.hear("vendor", "web", 12, lambda _: {"VE06": 0.0, "VC01": 9.0})
    gaps = {(gap.item.id, gap.domain): gap for gap in perception_gaps(made.study())}
    assert gaps["PE06", ALL].value == pytest.approx(15.0)
    assert gaps["CR01", ALL].value == pytest.approx(40.0)


def test_nobody_guessing_is_no_belief() -> None:
    made = Heard()
    made.hear("partner", "shops", 12, lambda i: {"PE01": 5.0 + i % 2})
    assert knowledge(made.study(), chance=CHANCE) is None


@settings(max_examples=4, deadline=None)
@given(st.permutations(range(24)), st.integers(0, 3))
def test_order_of_rows_and_names_change_nothing(order: list[int], shift: int) -> None:
    made = Heard(population=12)
    made.hear("partner", "shops", 12, lambda i: {q: float((i + p) % 5 + 3) for p, q in enumerate(RATED)})
    made.hear("vendor", "shops", 12, lambda i: {
        q.replace("P", "V", 1): float((i + p) % 3 + 6) for p, q in enumerate(RATED)
    })  # fmt: skip
    first = indices(made.study())[ALL]
    made.interviews = [made.interviews[place] for place in order]
    made.responses = made.responses[shift:] + made.responses[:shift]
    assert indices(made.study())[ALL] == first


def test_an_interview_that_agrees_never_widens_the_index() -> None:
    widths = []
    for times in (1, 2, 3):
        one = indices(study_of([5.0, 7.0, 6.0, 8.0, 4.0] * 2 * times, [7.0, 8.0, 9.0, 8.0, 7.0] * 2 * times))[ALL]
        assert one.index.lower is not None
        assert one.index.upper is not None
        widths.append(one.index.upper - one.index.lower)
    assert widths == sorted(widths, reverse=True)


def test_settings_of_a_case_move_the_index() -> None:
    method = Method().overridden({"knowledge_slope": 3, "knowledge_min_items": 9})
    one = indices(study_of([7.0] * 12, [8.0] * 12, method=method))["shops"]
    assert one.index.value == 70.0
