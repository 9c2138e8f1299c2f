"""Two waves: what is held rests on what stands today; who was told what others say is no second source."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.voices.estimation.waves_made import AUTUMN, NEXT, SPRING, Rounds, names
from tramite.beliefs.px.index import px_index
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.kinds import PRICE
from tramite.beliefs.reactions.reaction import react
from tramite.beliefs.reactions.respondents import respondents
from tramite.kernel.case import CaseDefinition
from tramite.kernel.grade import Grade
from tramite.voices.estimation.sides import SIDES
from tramite.voices.estimation.study import Study

SCORED = ("PE01", "PE02", "PE03", "PE05", "PE06", "PE07", "PE08", "PP01", "PP02", "PP03", "PP04", "PP05",
          "PF01", "PF03", "PF04", "PF06", "PF07")  # fmt: skip


def everything(score: float) -> dict[str, float]:
    return dict.fromkeys(SCORED, score)


def pillars(study: Study) -> dict[str, float | None]:
    """Return the three pillars of the shops, one vote each."""
    found = px_index(study.responses, study.interviews, study.frame, bank=study.bank, method=study.method)
    scores = {one.measure: one for one in found.scores if (one.channel_id, one.weighting) == ("shops", "vote")}
    return {name: scores[name].estimate.value for name in ("easy", "predictable", "profitable")}


def of_shops(study: Study, definition: CaseDefinition) -> DiversionBelief:
    found = diversion(study.responses, study.independent, study.frame, channel_id="shops", definition=definition)
    assert found is not None
    return found


def test_px_today_is_that_of_the_second_wave_and_not_the_mean_of_both() -> None:
    made = Rounds()
    made.hear(names("p", 10), SPRING, everything(4))
    first = made.study()
    made.hear(names("p", 10), NEXT, everything(8))
    study = made.study()
    assert set(pillars(first).values()) == {40.0}
    assert set(pillars(study).values()) == {80.0}
    assert [set(pillars(study.of(wave)).values()) for wave in study.waves] == [{40.0}, {80.0}]


def test_a_pulse_moves_only_what_it_asked() -> None:
    """Two of seven items of one pillar, of half of the firms: 40 + (80 − 40)·(2/7)·½ there, all else as before."""
    made = Rounds()
    made.hear(names("p", 10), SPRING, everything(4))
    made.hear(names("p", 5), AUTUMN, {"PE01": 8, "PE02": 8})
    found = pillars(made.study())
    assert found["easy"] == pytest.approx(40 + 40 * (2 / 7) / 2, abs=0.05)
    assert (found["predictable"], found["profitable"]) == (40.0, 40.0)


def test_diversion_follows_what_customers_say_now(definition: CaseDefinition) -> None:
    made = Rounds()
    made.hear(names("c", 20), SPRING, {"CC03": {"web": 100}}, role="customer")
    was = of_shops(made.study(), definition).estimates["web"].value
    made.hear(names("c", 20), NEXT, {"CC03": {"comp_other": 100}}, role="customer")
    now = of_shops(made.study(), definition).estimates["web"].value
    assert was is not None
    assert now is not None
    assert was > 0.9
    assert now < 0.1


def test_people_of_the_vendor_who_had_seen_results_are_no_second_source(definition: CaseDefinition) -> None:
    made = Rounds()
    made.hear(names("c", 9), SPRING, {"CC03": {"web": 60, "stop": 40}}, role="customer")
    made.hear(names("v", 6), SPRING + timedelta(days=30), {"VX10": {"web": 60, "stop": 40}}, role="vendor")
    heard, told = made.study(), made.study(late={"customer": [one[0] for one in made.interviews[9:]]})
    with_them, without = of_shops(heard, definition), of_shops(told, definition)
    assert [side.n for side in with_them.sides] == [9, 6]
    assert [side.n for side in without.sides] == [9]
    assert sum(without.alpha) < sum(with_them.alpha)
    assert (with_them.grade, without.grade) == (Grade.B, Grade.C)  # two sides that agree would be worth a B
    # who had seen no results of partners either, or of another wave, is heard as before
    assert of_shops(made.study(late={}), definition).alpha == with_them.alpha


def test_nor_are_they_of_prices(definition: CaseDefinition) -> None:
    made = Rounds()
    made.hear(names("c", 9), SPRING, {"CX03": {"": 8, "x": 5}}, role="customer")
    made.hear(names("v", 6), SPRING, {"VX08": {"": 8, "x": 5}}, role="vendor")
    late = {"customer": [one[0] for one in made.interviews[9:]]}
    said = []
    for study in (made.study(), made.study(late=late)):
        reaction = react(PRICE, study, {s: respondents(study, s) for s in SIDES}, definition=definition)
        assert reaction is not None
        said.append({one.item_id for one in reaction.sides})
    assert said == [{"CX03", "VX08"}, {"CX03"}]
