"""What is owed to those who were asked, and the gate for technology (METHOD §4.7; R24, R28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tramite.decisions.actions.figures import item_cell, item_figure
from tramite.decisions.actions.grading import grade_of
from tramite.decisions.actions.ground import PlanGround
from tramite.decisions.actions.proposal import KeyFigure, Proposal, Written
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

_TOOLS = "PE02"  # ordering, tools and claims


def feedback_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose to write to all who were interviewed within ``feedback_days`` of the last interview.

    Invented voices are owed no letter.
    """
    last = ground.last_interview
    if last is None or ground.definition.simulated.voices:
        return
    days = ground.method.feedback_days
    due = last + timedelta(days=days)
    late = "late" if due < ground.definition.as_of else "due"
    day = f"{last:%Y-%m-%d}"
    told = (Source("table", "interviews", phrase("actions.last_interview", day=day)),)
    yield ground.propose(
        "feedback", day, dates=(last, due),
        problem=phrase(f"actions.problem_feedback_{late}", days=days, last=day, due=f"{due:%Y-%m-%d}"),
        kpi=KeyFigure("feedback", phrase("actions.kpi_feedback"), "share", None, 1.0),
        grade=grade_of(told, months=ground.method.grade_a_months, method=ground.method), evidence=told,
    )  # fmt: skip


def tool_actions(ground: PlanGround) -> Iterator[Proposal]:
    """Propose a tool only where partners said that they need one: the gate before any technology (R28).

    The need is told where the whole interval of «ordering, tools and claims» (PE02) is below ``band_sound``, in a
    channel where it may be shown. Without interviews no tool is ever proposed.
    """
    for channel in ground.partner_channels:
        cell = item_cell(ground, _TOOLS, channel)
        upper = None if cell is None else cell.estimate.upper
        if cell is None or upper is None or upper >= ground.method.band_sound:
            continue
        yield ground.propose(
            "tool", channel, channel_id=channel,
            problem=phrase("actions.problem_tool", channel=ground.name(channel), n=cell.estimate.n,
                           score=Written(cell.estimate.value, "score")),
            kpi=item_figure(ground, _TOOLS, channel), grade=cell.estimate.grade, evidence=cell.estimate.evidence,
        )  # fmt: skip
