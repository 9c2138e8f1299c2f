from __future__ import annotations

import math

import polars as pl
import pytest
from scipy.special import stdtrit

from tests.voices.quality.quality_voices import BANK, METHOD, Field
from tramite.voices.quality.mode_effect import ModeEffect, mode_effects


def field(*parts: tuple[str, str, int, float]) -> Field:
    """Interviews by (mode, channel, how many, level of PE01); answers are level − 1 and level + 1 in turn."""
    made = Field()
    for mode, channel, count, level in parts:
        for number in range(count):
            interview = made.interview(mode=mode, channel_id=channel)
            made.numbers(interview, "PE01", {"": level + (1 if number % 2 else -1)})
    return made


def effects(made: Field, frame: pl.DataFrame | None = None) -> list[ModeEffect]:
    found = mode_effects(made.held, made.told, frame, bank=BANK, method=METHOD)
    return [effect for effect in found if effect.measure == "PE01"]


def test_a_difference_inside_channels_worked_by_hand() -> None:
    made = field(
        ("video", "shops", 10, 5), ("phone", "shops", 10, 6), ("video", "web", 6, 2), ("phone", "web", 6, 3)
    )
    (effect,) = effects(made)
    assert (effect.mode, effect.other, effect.n, effect.n_other, effect.cells) == ("video", "phone", 16, 16, 2)
    assert effect.value == pytest.approx(10.0)
    # every answer is 10 points from its mean: s² = 32·100/(32 − 4); Σv = 100/20 + 36/12 = 8
    margin = float(stdtrit(28, 0.95)) * math.sqrt(3200 / 28 / 8)
    assert (effect.lower, effect.upper) == pytest.approx((10 - margin, 10 + margin))
    assert effect.beyond_chance


def test_modes_that_meet_in_no_channel_are_not_compared() -> None:
    assert effects(field(("video", "shops", 20, 5), ("phone", "web", 20, 8))) == []


def test_modes_that_meet_in_no_stratum_are_not_compared() -> None:
    made = field(("in_person", "shops", 20, 8), ("phone", "shops", 20, 5))
    assert len(effects(made)) == 1
    strata = pl.when(pl.col("mode") == "phone").then(pl.lit("small")).otherwise(pl.lit("large"))
    frame = made.held.select("unit_id", strata.alias("stratum"))
    assert effects(made, frame) == []


def test_fewer_than_fifteen_of_a_mode_tell_nothing() -> None:
    assert effects(field(("video", "shops", 15, 5), ("phone", "shops", 14, 5))) == []
    assert len(effects(field(("video", "shops", 15, 5), ("phone", "shops", 15, 5)))) == 1
