"""What cannot be chosen: levers that people, law or contracts block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from tests.decisions.test_compare import CLOSE, INVEST, alternative, certain_diversion
from tests.decisions.test_compare import run as run  # noqa: PLC0414 (a fixture)
from tramite.beliefs.blocked import BlockedLevers
from tramite.beliefs.held import Beliefs
from tramite.decisions.alternatives import Alternative
from tramite.decisions.feasibility import Bar, Unasked, bars_of, unasked_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable


def cell(key: str, share: float | None, channel: str = "shops") -> MeasureCell:
    estimate = Estimate(share, share, share, 0.9, 8, None, "share", "test", grade=Grade.C)
    return MeasureCell(channel, key, "vote", estimate, "indicative", "" if share is not None else "few", 8.0)


def blocked(close: float | None, causes: Sequence[tuple[str, float]] = ()) -> Beliefs:
    said = MeasureTable("VO01", "share", (cell("close", close), cell("rules", 0.1)), (), 0, 0)
    named = tuple(cell(f"close.{cause}", share) for cause, share in causes)
    table = MeasureTable("blocked_by", "share", named, (), 0, 0)
    return Beliefs(diversion={"shops": certain_diversion(0.5)}, blocked=BlockedLevers(said, table))


def test_half_of_the_people_block_a_lever_and_say_by_what(definition: CaseDefinition) -> None:
    beliefs = blocked(0.5, [("partners", 0.125), ("law", 0.375), ("market", 0.0)])
    (bar,) = bars_of(alternative("close", CLOSE).levers, beliefs, definition)
    assert (bar.kind, bar.channel_id, bar.by) == ("close-channel", "shops", "people")
    assert bar.said is not None
    assert (bar.said.value, bar.said.n) == (0.5, 8)
    assert list(bar.causes) == ["law", "partners"]


@pytest.mark.parametrize("close", [0.49, None])
def test_fewer_or_hidden_block_nothing(close: float | None, definition: CaseDefinition) -> None:
    assert bars_of(alternative("close", CLOSE).levers, blocked(close), definition) == ()


def test_what_nobody_may_read_is_said_not_passed(definition: CaseDefinition) -> None:
    close = alternative("both", CLOSE, INVEST)
    assert unasked_of(close, blocked(0.1), definition) == ()
    for beliefs in (blocked(None), Beliefs()):
        assert unasked_of(close, beliefs, definition) == (Unasked("close-channel", "shops"),)


def test_whoever_writes_an_alternative_may_bar_a_lever(definition: CaseDefinition) -> None:
    barred = CLOSE | {"barred": {"by": "contract", "source": "exclusive until 2027"}}
    (bar,) = bars_of(alternative("close", barred).levers, Beliefs(), definition)
    assert bar == Bar("close-channel", "shops", "contract", source="exclusive until 2027")
    with pytest.raises(ValidationError, match=r"barred\.by"):
        alternative("close", CLOSE | {"barred": {"by": "mood", "source": "test"}})


def test_a_blocked_alternative_is_simulated_but_no_choice(run: Any) -> None:
    both: list[Alternative] = [alternative("close", CLOSE), alternative("invest", INVEST)]
    free = run(*both, beliefs=blocked(0.1))
    barred = run(*both, beliefs=blocked(0.9))
    assert barred.result("close").change == free.result("close").change
    assert set(free.strategy.correctness.regret) == {"today", "close", "invest"}
    assert set(barred.strategy.correctness.regret) == {"today", "invest"}
    assert barred.strategy.correctness.best != "close"


def test_with_nothing_to_choose_there_is_no_verdict(run: Any) -> None:
    assert run(alternative("close", CLOSE), beliefs=blocked(0.9)).strategy is None
