"""The quality of a field work: flags, decisions, effects of interviewers and modes, call-backs."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.estimation.field import USABLE
from tramite.voices.quality.call_backs import CallBackShare, call_back_shares, draw_call_backs
from tramite.voices.quality.decisions import Judged, judge_interviews
from tramite.voices.quality.flags import held_interviews, quality_flags
from tramite.voices.quality.interviewer_effect import InterviewerEffect, interviewer_effects
from tramite.voices.quality.mode_effect import ModeEffect, mode_effects
from tramite.voices.quality.result import QualityFlags


@dataclass(frozen=True, slots=True)
class FieldVoices:
    """The tables of a field work.

    Attributes:
        decisions: contract QUALITY_DECISIONS, without rows where nobody has decided yet.
        frame: contract FRAME, or ``None``. sellers: ``unit_id``, ``seller_id``: who sold to whom, where known.
    """

    interviews: pl.DataFrame
    responses: pl.DataFrame
    decisions: pl.DataFrame
    frame: pl.DataFrame | None = None
    sellers: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """What is known of the quality of a field work.

    Attributes:
        held: interviews held with consent. counted: of which estimates are made.
        judged: interviews with their state after decisions, open flags, exclusions.
        interviewers, modes: effects; empty where there are too few interviews to tell.
        drawn: interviews to be rung again. call_backs: what came of them, by interviewer.
    """

    held: int
    counted: int
    flags: QualityFlags
    judged: Judged
    interviewers: tuple[InterviewerEffect, ...]
    modes: tuple[ModeEffect, ...]
    drawn: pl.DataFrame
    call_backs: tuple[CallBackShare, ...]

    @property
    def open_interviews(self) -> int:
        """Interviews that wait for a decision."""
        return len({finding.interview_id for finding in self.judged.open})

    def __str__(self) -> str:
        return (
            f"{self.held} interviews held, {self.counted} counted, {self.open_interviews} waiting for a decision, "
            f"{len(self.judged.excluded)} excluded"
        )


def field_quality(voices: FieldVoices, *, bank: ItemBank, method: Method, seed: int) -> FieldQuality:
    """Check a field work, apply what people decided, and measure what interviewers and modes did to the scores.

    Effects are measured on the interviews that count.

    Args:
        seed: of the case: draws the call-backs.

    Source: METHOD §4.6, §4.4.

    Raises:
        InputRefused: an answer is off its scale, or its item is not in the bank.
    """
    interviews, responses = voices.interviews, voices.responses
    flags = quality_flags(
        interviews, responses, bank=bank, method=method, frame=voices.frame, sellers=voices.sellers
    )
    judged = judge_interviews(interviews, flags=flags, decisions=voices.decisions)
    drawn = draw_call_backs(interviews, seed=seed, method=method)
    counted = judged.interviews.filter(pl.col("consent") & pl.col("status").is_in(USABLE))
    return FieldQuality(
        held=held_interviews(interviews).height,
        counted=counted.height,
        flags=flags,
        judged=judged,
        interviewers=interviewer_effects(judged.interviews, responses, voices.frame, bank=bank, method=method),
        modes=mode_effects(judged.interviews, responses, voices.frame, bank=bank, method=method),
        drawn=drawn,
        call_backs=call_back_shares(interviews, drawn=drawn, decisions=voices.decisions),
    )
