from __future__ import annotations

from datetime import date

from tests.voices.estimation.waves_made import Rounds, names
from tramite.beliefs.waves.panel import firm_panel, is_scored, waves_around
from tramite.voices.estimation.study import Study


def two_waves() -> Study:
    """Hear six firms in autumn, and four of them again in spring; each rises by 20 points on PE05."""
    rounds = Rounds()
    for place, unit in enumerate(names("p", 6)):
        rounds.hear([unit], date(2024, 10, 7), {"PE05": place})
    for place, unit in enumerate(names("p", 4)):
        rounds.hear([unit], date(2025, 4, 7), {"PE05": place + 2})
    return rounds.study()


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
