from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.beliefs.conftest import Answer, MakeStudy, loss
from tramite.beliefs.reactions.believed import reactions
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.grade import Grade


def test_first_moves_are_shares_of_sales(make_study: MakeStudy, definition: CaseDefinition) -> None:
    codes = ["voice"] * 4 + ["exit"] * 2
    answers = [loss(f"p{n}", "PX06", 10, -10, code=code) for n, code in enumerate(codes)]
    moves = reactions(make_study(answers), definition=definition).moves["earnings_cut"]["shops"]
    prior, weight = 2 / 6, 0.5 * 6
    alpha = dict(zip(moves.moves, moves.alpha, strict=True))
    assert alpha == pytest.approx(
        {"none": prior, "voice": prior + weight * 4 / 6, "neglect": prior, "shift": prior, "cut": prior,
         "exit": prior + weight * 2 / 6}
    )  # fmt: skip
    assert moves.estimates["exit"].value == pytest.approx(alpha["exit"] / (2 + weight))
    drawn = moves.draw(Chance(1, 20_000))
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    assert drawn[:, 5].mean() == pytest.approx(moves.estimates["exit"].value, abs=0.01)


def test_uptake_is_the_stated_chance_corrected(make_study: MakeStudy, definition: CaseDefinition) -> None:
    answers = [Answer(f"c{n}", "CX04", {"": said}) for n, said in enumerate([2, 4, 6, 8] * 3)]
    answers += [Answer(f"w{n}", "CX04", {"": 9}, channel_id="web") for n in range(8)]
    uptake = reactions(make_study(answers), definition=definition).uptake
    assert uptake is not None
    assert uptake.channels == ("shops",)  # who buys on our web already is not won by it
    estimate = uptake.estimates["shops"]
    assert estimate.value == pytest.approx(0.5 * 0.6, abs=0.001)
    assert estimate.grade is Grade.D
    drawn = uptake.draw(Chance(2, 40_000))
    assert drawn.shape == (40_000, 1)
    assert np.quantile(drawn, [0.05, 0.95]) == pytest.approx([estimate.lower, estimate.upper], abs=0.006)


def test_who_refuses_says_nothing(make_study: MakeStudy, definition: CaseDefinition) -> None:
    study = make_study([loss(f"c{n}", "CX03", 10, 20, code="less") for n in range(12)])
    refused = study.responses.with_columns(
        number=pl.lit(None, pl.Float64), text=pl.lit(None, pl.String), missing=pl.lit("ref")
    )
    study.responses = refused
    nothing = reactions(study, definition=definition)
    assert (nothing.by_kind, nothing.moves, nothing.uptake) == ({}, {}, None)


def test_twelve_interviews_in_all_are_enough_for_what_six_were_asked(
    make_study: MakeStudy, definition: CaseDefinition
) -> None:
    answers = [loss(f"c{n}", "CX03", 5 + 5 * (n % 2), 10 + n) for n in range(12)]
    believed = reactions(make_study(answers), definition=definition)
    assert list(believed.by_kind) == ["price"]
    assert believed.by_kind["price"].sizes == (5.0, 10.0)


def test_without_answers_nothing_is_believed(make_study: MakeStudy, definition: CaseDefinition) -> None:
    nothing = reactions(make_study([Answer("c", "CC03", {"web": 100})]), definition=definition)
    assert (nothing.by_kind, nothing.moves, nothing.uptake) == ({}, {}, None)
