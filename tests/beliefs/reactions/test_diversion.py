from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from tests.beliefs.conftest import Answer, Voices
from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.kernel.case import CaseDefinition
from tramite.kernel.grade import Grade

Make = Callable[[Sequence[Answer]], Voices]
TO_WEB = {"web": 60, "comp_other": 40}


def believe(voices: Voices, definition: CaseDefinition) -> DiversionBelief:
    belief = diversion(*voices, channel_id="shops", definition=definition)
    assert belief is not None
    return belief


def alpha(belief: DiversionBelief) -> dict[str, float]:
    return dict(zip(belief.destinations, belief.alpha, strict=True))


def test_diversion_adds_prior_and_what_each_side_says(make_voices: Make, definition: CaseDefinition) -> None:
    answers = [Answer(f"c{n}", "CC03", TO_WEB) for n in range(8)]
    answers += [Answer(f"p{n}", "PX10", {"web": 20, "comp_us": 50, "stop": 30}) for n in range(6)]
    answers += [Answer(f"v{n}", "VX10", {"web": 100}) for n in range(5)]
    belief = believe(make_voices(answers), definition)
    prior = 2 / 6
    # over what both were offered: customers 60/40/0/0, partners 20/0/50/30; the vendor 100 of web
    partners, vendor = 1 / (1 / 3 + (2 * 0.8) ** 2), 1 / (1 / 1.25 + (2 * 0.4) ** 2)
    assert alpha(belief) == pytest.approx(
        {
            "web": prior + 8 * 0.6 + partners * 0.2 + vendor, "comp_same": prior + partners * 0.5,
            "comp_other": prior + 8 * 0.4, "without": prior, "stop": prior + partners * 0.3, "delay": prior,
        }
    )  # fmt: skip
    share = belief.estimates["web"]
    assert share.value == pytest.approx(alpha(belief)["web"] / sum(belief.alpha))
    assert share.n == 19
    assert belief.heard == 19


def test_what_a_side_was_not_offered_is_not_a_share_of_zero(make_voices: Make, definition: CaseDefinition) -> None:
    answers = [Answer(f"p{n}", "PX10", {"web": 20, "comp_us": 50, "stop": 30}) for n in range(6)]
    (partners,) = believe(make_voices(answers), definition).sides
    assert partners.shares == pytest.approx({"web": 0.2, "comp_same": 0.5, "comp_other": 0.0, "stop": 0.3})


def test_diversion_weighs_firms_by_their_spending(make_voices: Make, definition: CaseDefinition) -> None:
    answers = [Answer(f"large{n}", "CC03", {"web": 100}, revenue=300) for n in range(4)]
    answers += [Answer(f"small{n}", "CC03", {"stop": 100}, revenue=100) for n in range(4)]
    (side,) = believe(make_voices(answers), definition).sides
    assert side.effective_n == pytest.approx(1600**2 / (4 * 300**2 + 4 * 100**2))
    assert side.largest_share == pytest.approx(300 / 1600)
    parameters = alpha(believe(make_voices(answers), definition))
    assert parameters["web"] - 2 / 6 == pytest.approx(0.75 * side.effective_n)


def test_diversion_counts_a_firm_once(make_voices: Make, definition: CaseDefinition) -> None:
    answers = [Answer("a", "CC03", {"web": 100}), Answer("a", "CC03", {"stop": 100})]
    answers += [Answer(f"b{n}", "CC03", {"web": 100}) for n in range(5)]
    (side,) = believe(make_voices(answers), definition).sides
    assert side.n == 6
    assert alpha(believe(make_voices(answers), definition))["web"] == pytest.approx(2 / 6 + 5.5)


@pytest.mark.parametrize(
    "useless",
    [
        Answer("x", "CC03", {"web": 60, "comp_other": 30}),  # 90, not 100
        Answer("x", "CC03", {"elsewhere": 100}),  # no such destination
        Answer("x", "PX10", {"web": 60, "without": 40}),  # not on the partners' card
        Answer("x", "CC03", {"web": 100}, channel_id="web"),  # asked about another channel
        Answer("x", "CC03", {"web": 100}, status="has_issues"),
        Answer("x", "CC03", {"web": 100}, consent=False),
        Answer("x", "CC03", {"web": 100}, revenue=0),  # buys nothing today
    ],
)
def test_diversion_leaves_out_what_does_not_answer(
    make_voices: Make, definition: CaseDefinition, useless: Answer
) -> None:
    good = [Answer(f"c{n}", "CC03", TO_WEB) for n in range(5)]
    assert alpha(believe(make_voices([*good, useless]), definition)) == alpha(
        believe(make_voices(good), definition)
    )
    assert diversion(*make_voices([useless]), channel_id="shops", definition=definition) is None


def test_a_side_of_few_neither_shows_nor_counts_beside_one_that_can(
    make_voices: Make, definition: CaseDefinition
) -> None:
    customers = [Answer(f"c{n}", "CC03", TO_WEB) for n in range(5)]
    belief = believe(make_voices([*customers, Answer("v1", "VX10", {"web": 100})]), definition)
    assert belief.alpha == believe(make_voices(customers), definition).alpha
    assert belief.sides[0].shares["web"] == pytest.approx(0.6)
    assert (belief.sides[1].n, belief.sides[1].weight, belief.sides[1].shares) == (1, 0.0, {})
    assert belief.heard == 5


@pytest.mark.parametrize(
    "answers",
    [
        [Answer(f"c{n}", "CC03", TO_WEB) for n in range(4)],
        [Answer(f"c{n}", "CC03", TO_WEB, revenue=1000 if n == 0 else 10) for n in range(9)],
    ],
    ids=["few", "one carries the weight"],
)
def test_nothing_is_believed_on_what_may_not_be_shown(
    make_voices: Make, definition: CaseDefinition, answers: list[Answer]
) -> None:
    assert diversion(*make_voices(answers), channel_id="shops", definition=definition) is None


@pytest.mark.parametrize(
    ("partners_say", "grade"), [({"web": 55, "comp_other": 45}, Grade.B), ({"web": 10, "stop": 90}, Grade.C)]
)
def test_diversion_is_graded_by_agreement(
    make_voices: Make, definition: CaseDefinition, partners_say: dict[str, float], grade: Grade
) -> None:
    answers = [Answer(f"c{n}", "CC03", TO_WEB) for n in range(6)]
    answers += [Answer(f"p{n}", "PX10", partners_say) for n in range(6)]
    assert believe(make_voices(answers), definition).grade is grade


def test_a_side_without_reliability_has_no_effect(make_voices: Make, definition: CaseDefinition) -> None:
    deaf = definition.model_copy(update={"method_overrides": {"reliability_partner": 0.0}})
    customers = [Answer(f"c{n}", "CC03", TO_WEB) for n in range(6)]
    partners = [Answer(f"p{n}", "PX10", {"stop": 100}) for n in range(6)]
    assert believe(make_voices([*customers, *partners]), deaf).alpha == believe(make_voices(customers), deaf).alpha


def test_draws_are_shares(make_voices: Make, definition: CaseDefinition) -> None:
    belief = believe(make_voices([Answer(f"c{n}", "CC03", TO_WEB) for n in range(6)]), definition)
    drawn = belief.draw(np.random.default_rng(1), 4000)
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    expected = [belief.estimates[d].value for d in belief.destinations]
    np.testing.assert_allclose(drawn.mean(axis=0), np.array(expected, dtype=float), atol=0.01)


def test_relabelling_and_order_change_nothing(make_voices: Make, definition: CaseDefinition) -> None:
    answers = [Answer(f"c{n}", "CC03", {"web": 10 * n, "stop": 100 - 10 * n}) for n in range(8)]
    renamed = [Answer(f"z{9 - n}", a.item_id, a.parts) for n, a in enumerate(answers)]
    responses, interviews, frame = make_voices(renamed)
    shuffled = (responses.sample(fraction=1, shuffle=True, seed=3), interviews, frame)
    assert believe(shuffled, definition).alpha == pytest.approx(believe(make_voices(answers), definition).alpha)
