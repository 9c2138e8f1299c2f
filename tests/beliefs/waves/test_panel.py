from __future__ import annotations

from datetime import date

import polars as pl

from tests.beliefs.heard_voices import Heard
from tramite.beliefs.waves.panel import firm_panel, is_scored, waves_around
from tramite.voices.estimation.study import Study


def two_waves() -> Study:
    """Hear six firms in autumn, and four of them again in spring; each rises by 20 points on PE05."""
    heard = Heard()
    heard.hear("partner", "shops", 6, lambda i: {"PE05": float(i)})
    heard.hear("partner", "shops", 4, lambda i: {"PE05": float(i + 2)})
    study = heard.study()
    names = [f"i{place}" for place in range(10)]
    days = [date(2024, 10, 7)] * 6 + [date(2025, 4, 7)] * 4
    interviews = study.interviews.with_columns(pl.Series("interview_id", names), pl.Series("date", days))
    responses = study.responses.with_columns(pl.Series("interview_id", names))
    return Study(responses, interviews, study.frame.unique("unit_id"), bank=study.bank, method=study.method)


def test_panel_holds_the_firms_of_both_waves() -> None:
    study = two_waves()
    waves = waves_around(study, date(2024, 11, 1), date(2025, 2, 28))
    assert waves is not None
    panel = firm_panel(study, "PE05", waves)
    assert (panel["after"] - panel["before"]).to_list() == [20.0] * 4
    assert set(panel["channel_id"]) == {"shops"}


def test_an_action_that_outlasts_the_last_wave_waits_for_the_next() -> None:
    study = two_waves()
    assert waves_around(study, date(2024, 11, 1), date(2025, 6, 30)) is None
    assert waves_around(study, date(2024, 9, 1), date(2025, 2, 28)) is None


def test_indices_and_ratings_are_scored_and_choices_are_not() -> None:
    study = two_waves()
    assert [is_scored(study, code) for code in ("px", "easy", "PE05", "PF02", "net_sales", "calls made")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
