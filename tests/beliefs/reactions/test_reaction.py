from __future__ import annotations

import numpy as np
import pytest

from tests.beliefs.conftest import Answer, MakeStudy, loss
from tramite.beliefs.reactions.kinds import CONTINUITY, DEPENDENCE, EARNINGS_CUT, PRICE, Kind
from tramite.beliefs.reactions.reaction import Reaction, react
from tramite.beliefs.reactions.respondents import respondents
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.grade import Grade
from tramite.voices.estimation.sides import SIDES
from tramite.voices.estimation.study import Study

CHANCE = Chance(3, 20_000)


def believe(kind: Kind, study: Study, definition: CaseDefinition) -> Reaction | None:
    return react(kind, study, {side: respondents(study, side) for side in SIDES}, definition=definition)


def found(kind: Kind, study: Study, definition: CaseDefinition) -> Reaction:
    reaction = believe(kind, study, definition)
    assert reaction is not None
    return reaction


def customers(x: int, lost: list[float], *, name: str = "c", channel: str = "shops") -> list[Answer]:
    return [loss(f"{name}{x}-{n}", "CX03", x, each, channel=channel) for n, each in enumerate(lost)]


def test_one_side_alone_is_its_mean_with_students_interval(
    make_study: MakeStudy, definition: CaseDefinition
) -> None:
    """Of 0, 5, 10, 10, 15, 20: mean 10, s² = 50; se = √(50/6); t with 5 degrees of freedom at 95% is 2.015."""
    reaction = found(PRICE, make_study(customers(5, [0, 5, 10, 10, 15, 20])), definition)
    estimate = reaction.estimates["shops", "5"]
    assert estimate.value == pytest.approx(0.10)
    assert estimate.upper == pytest.approx(0.10 + 2.015 * np.sqrt(0.0050 / 6), abs=1e-4)
    assert (estimate.n, estimate.grade) == (6, Grade.C)
    assert reaction.sizes == (5.0,)


def test_sides_are_joined_by_reliability_and_distance(make_study: MakeStudy, definition: CaseDefinition) -> None:
    answers = customers(10, [0, 10, 20] * 3)
    answers += [loss(f"p{n}", "PX08", 10, lost) for n, lost in enumerate([10, 20, 30] * 4)]
    reaction = found(PRICE, make_study(answers), definition)
    first, second = reaction.sides
    assert first.item_id == "CX03"
    assert [first.weight, first.mean] == pytest.approx([9, 0.10])
    assert second.mean == pytest.approx(0.20)
    assert second.weight == pytest.approx(1 / (1 / 6 + second.apart**2))
    # a tenth, over σ: s² = (0.06 + 0.08)/(8 + 11), widened by t/z at 19 degrees of freedom
    assert second.apart == pytest.approx(0.1 / (np.sqrt(0.14 / 19) * 1.7291 / 1.6449), rel=1e-3)
    joined = (9 * 0.10 + second.weight * 0.20) / (9 + second.weight)
    assert reaction.estimates["shops", "10"].value == pytest.approx(joined)


def test_a_fall_of_sales_is_negative_and_falls_with_the_size(
    make_study: MakeStudy, definition: CaseDefinition
) -> None:
    answers = [loss(f"a{n}", "PX06", 10, -20) for n in range(6)] + [
        loss(f"b{n}", "PX06", 20, -10) for n in range(6)
    ]
    reaction = found(EARNINGS_CUT, make_study(answers), definition)
    # said the wrong way round: the nearest that falls is flat
    assert [estimate.value for estimate in reaction.of("shops")] == pytest.approx([-0.15, -0.15])
    drawn = reaction.draw(CHANCE)
    assert drawn.shape == (20_000, 1, 2)
    assert (drawn[:, 0, 1] <= drawn[:, 0, 0]).all()
    assert ((drawn >= -1) & (drawn <= 0)).all()


def test_draws_agree_with_the_estimate(make_study: MakeStudy, definition: CaseDefinition) -> None:
    study = make_study([*customers(5, [0, 5, 10] * 4), *customers(10, [10, 20, 30] * 4)])
    reaction = found(PRICE, study, definition)
    drawn = reaction.draw(CHANCE)
    for place, estimate in enumerate(reaction.of("shops")):
        assert drawn[:, 0, place].mean() == pytest.approx(estimate.value, abs=0.002)
        assert np.quantile(drawn[:, 0, place], 0.95) == pytest.approx(estimate.upper, abs=0.004)


def test_chances_on_justers_scale_end_at_one_and_ninety_nine(
    make_study: MakeStudy, definition: CaseDefinition
) -> None:
    answers = [Answer(f"a{n}", "PR09", {"": 10}) for n in range(5)] + [
        Answer(f"b{n}", "PR09", {"": 0}) for n in range(5)
    ]
    assert found(CONTINUITY, make_study(answers), definition).estimates["shops", ""].value == pytest.approx(0.5)
    sure = [Answer(f"a{n}", "PR09", {"": 10}) for n in range(6)]
    assert found(CONTINUITY, make_study(sure), definition).estimates["shops", ""].value == pytest.approx(0.99)


def test_who_could_not_replace_us_depends_on_us(make_study: MakeStudy, definition: CaseDefinition) -> None:
    answers = [Answer(f"a{n}", "PR05", {"": 1}) for n in range(6)]  # 1: «we could replace them» is wholly wrong
    assert found(DEPENDENCE, make_study(answers), definition).estimates["shops", ""].value == pytest.approx(1.0)


def test_channels_too_few_to_be_shown_alone_are_heard_together(
    make_study: MakeStudy, definition: CaseDefinition
) -> None:
    shops = definition.channel("shops")
    twin = shops.model_copy(update={"id": "depots"})
    wider = definition.model_copy(update={"channels": (*definition.channels, twin)})
    few = [*customers(10, [10, 20, 30]), *customers(10, [10, 20, 30], name="d", channel="depots")]
    reaction = found(PRICE, make_study(few), wider)
    (side,) = reaction.sides
    assert (side.channels, side.n) == (("depots", "shops"), 6)
    assert [reaction.estimates[channel, "10"].value for channel in ("shops", "depots")] == pytest.approx(
        [0.2, 0.2]
    )
    assert believe(PRICE, make_study(few[:4]), wider) is None


def test_detail_is_given_up_before_evidence(make_study: MakeStudy, definition: CaseDefinition) -> None:
    shops = definition.channel("shops")
    twin = shops.model_copy(update={"id": "depots"})
    wider = definition.model_copy(update={"channels": (*definition.channels, twin)})
    answers = [*customers(10, [10, 20, 30] * 2), *customers(10, [40, 50], name="d", channel="depots")]
    (side,) = found(PRICE, make_study(answers), wider).sides
    assert (side.channels, side.n) == (("depots", "shops"), 8)


def test_what_the_answers_hide_does_not_count(make_study: MakeStudy, definition: CaseDefinition) -> None:
    """Of 3 in one channel and 6 and 9 in others, the answers hide two and show the whole: so does the belief."""
    shops = definition.channel("shops")
    more = [shops.model_copy(update={"id": name}) for name in ("depots", "kiosks")]
    wider = definition.model_copy(update={"channels": (*definition.channels, *more)})
    answers = [
        Answer(f"{channel}{n}", "PR09", {"": 5 + n % 3}, channel_id=channel)
        for channel, people in (("kiosks", 3), ("depots", 6), ("shops", 9))
        for n in range(people)
    ]
    study = make_study(answers)
    hidden = {cell.domain for cell in study.table("PR09").cells if cell.hidden_because}
    assert hidden == {"kiosks", "depots"}
    assert found(CONTINUITY, study, wider).channels == ("shops",)


@pytest.mark.parametrize(
    "answers",
    [[], customers(10, [10, 20, 30, 40]), [Answer("a", "CX03", {"": 10}) for _ in range(6)]],
    ids=["nobody", "few", "the size was not written down"],
)
def test_nothing_is_believed_on_too_little(
    make_study: MakeStudy, definition: CaseDefinition, answers: list[Answer]
) -> None:
    assert believe(PRICE, make_study([*answers, Answer("x", "CC03", {"web": 100})]), definition) is None


def test_relabelling_and_order_change_nothing(make_study: MakeStudy, definition: CaseDefinition) -> None:
    answers = [*customers(5, [0, 5, 20, 10, 5]), *customers(10, [10, 40, 0, 20, 15, 30])]
    renamed = [
        loss(f"z{n}", a.item_id, int(a.parts["x"]), float(a.parts[""])) for n, a in enumerate(answers[::-1])
    ]
    one, other = (found(PRICE, make_study(each), definition) for each in (answers, renamed))
    for there, back in zip(one.of("shops"), other.of("shops"), strict=True):
        assert there.value == pytest.approx(back.value)
        assert there.upper == pytest.approx(back.upper)


def test_a_side_without_reliability_has_no_effect(make_study: MakeStudy, definition: CaseDefinition) -> None:
    heard = customers(10, [0, 10, 20] * 3)
    loud = [loss(f"p{n}", "PX08", 10, 90) for n in range(20)]
    deaf = definition.model_copy(update={"method_overrides": {"reliability_partner": 0.0}})
    both, alone = make_study([*heard, *loud]), make_study(heard)
    for study in (both, alone):
        study.method = deaf.method
    assert found(PRICE, both, deaf).estimates == found(PRICE, alone, deaf).estimates
