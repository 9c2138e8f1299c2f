"""How the field work of a study stands: who was reached, what is open, what it costs. No answer is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.tables import CALL_BACK
from tramite.voices.quality.decisions import Judged, judge_interviews
from tramite.voices.quality.result import Finding, QualityFlags
from tramite.voices.sampling.quota import Quota, quotas
from tramite.voices.sampling.response import (
    FieldState,
    Response,
    field_state,
    known_sample,
    response_by,
    with_interviews,
)
from tramite.web.bridge.budget import BudgetGate, budget_gate
from tramite.web.bridge.frames import table_frame
from tramite.web.models import Interview, Invitation, QualityDecision, SampledUnit, Study, User

STATES: Final = (
    "to_invite", "invited", "booked", "done", "has_issues", "approved", "excluded", "refused", "not_reached",
    "not_eligible", "replaced",
)  # fmt: skip
_INVITED: Final = {
    Invitation.State.DRAFT: "to_invite", Invitation.State.SENT: "invited", Invitation.State.BOOKED: "booked",
    Invitation.State.REFUSED: "refused", Invitation.State.DONE: "done",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Somebody who was drawn, and how far it has come.

    Attributes:
        state: one of ``STATES``. role, stratum, channel: as the sample or the frame tells.
        interviews: ids of talks. flags: open ones. replaced_by: who took the place.
    """

    unit: SampledUnit
    state: str
    role: str
    stratum: str
    channel: str
    interviews: tuple[str, ...]
    flags: int
    replaced_by: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The units of one interviewer or channel: how many in each state, and their response."""

    name: str
    units: int
    states: Mapping[str, int]
    response: Response | None


@dataclass(frozen=True, slots=True)
class FieldPicture:
    """The field work of a study, or the part of it that somebody works on.

    Attributes:
        lines: in the order of the field work. sides: response by side, with ``reasons`` of refusal.
        unchecked: interviews that came or changed after the last check of quality.
    """

    lines: tuple[UnitLine, ...]
    state: FieldState
    quotas: tuple[Quota, ...]
    interviewers: tuple[GroupLine, ...]
    channels: tuple[GroupLine, ...]
    budget: BudgetGate
    unchecked: int

    @property
    def counts(self) -> Mapping[str, int]:
        """Units by state, in the order of the work."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in STATES if found[state]}


def field_picture(study: Study, mine: User | None = None) -> FieldPicture:
    """Show the field work of a study; only what is assigned to somebody, if so asked.

    States follow the interviews as the dossier counts them: one with an open flag waits, one without, or of whose
    flags a person decided, is approved.
    """
    frame = table_frame(study, "frame")
    interviews = table_frame(study, "interviews")
    sample = with_interviews(known_sample(table_frame(study, "sample"), frame), interviews)
    units = {unit.unit_id: unit for unit in SampledUnit.objects.filter(study=study).select_related("assigned_to")}
    budget = budget_gate(study, sample)
    if mine is not None:
        units = {code: unit for code, unit in units.items() if unit.assigned_to_id == mine.pk}
        sample = sample.filter(pl.col("unit_id").is_in(list(units)))
    fresh = _unchecked(study)
    lines = tuple(_lines(study, sample, units, interviews, fresh))
    by_person = {line.unit.unit_id: str(line.unit.assigned_to or "") for line in lines}
    by_channel = {line.unit.unit_id: line.channel for line in lines}
    return FieldPicture(
        lines=lines,
        state=field_state(sample, frame),
        quotas=quotas(sample),
        interviewers=_groups(lines, by_person, response_by(sample, frame, by_person)),
        channels=_groups(lines, by_channel, response_by(sample, frame, by_channel)),
        budget=budget,
        unchecked=len(fresh),
    )


def judged_interviews(study: Study, interviews: pl.DataFrame) -> Judged:
    """Apply what people decided to the flags of the last check, by the rule of the dossier."""
    decisions = table_frame(study, "quality_decisions")
    raised = decisions.join(_raised(study), on=["interview_id", "flag"], how="semi")
    findings = tuple(
        Finding(row[0], row[1], "raised") for row in raised.select("interview_id", "flag").iter_rows()
    )
    return judge_interviews(interviews, flags=QualityFlags(findings, {}), decisions=decisions)


def _raised(study: Study) -> pl.DataFrame:
    rows = QualityDecision.objects.filter(study=study, raised=True).exclude(flag=CALL_BACK)
    schema = {"interview_id": pl.String(), "flag": pl.String()}
    return pl.DataFrame(list(rows.values_list("interview_id", "flag")), schema=schema, orient="row")


def _unchecked(study: Study) -> set[str]:
    rows = Interview.objects.filter(study=study, versions__pk__gt=study.checked_version, versions__current=True)
    return set(rows.values_list("interview_id", flat=True))


def _lines(
    study: Study, sample: pl.DataFrame, units: Mapping[str, SampledUnit], interviews: pl.DataFrame, fresh: set[str]
) -> Iterator[UnitLine]:
    judged = judged_interviews(study, interviews)
    waiting = Counter(finding.interview_id for finding in judged.open)
    talks: dict[str, list[tuple[str, str]]] = {}
    held = judged.interviews.filter(pl.col("mode") != "sheet")
    for unit_id, interview_id, status in held.select("unit_id", "interview_id", "status").iter_rows():
        talks.setdefault(unit_id, []).append((interview_id, status))
    invited = dict(
        Invitation.objects.filter(study=study)
        .order_by("pk")
        .values_list("unit_id", "state")  # the last one counts
    )
    replacers = {unit.replaces: unit.unit_id for unit in units.values() if unit.replaces}
    for row in sample.iter_rows(named=True):
        code = row["unit_id"]
        of_unit = talks.get(code, [])
        yield UnitLine(
            unit=units[code],
            state=_state(row["outcome"], of_unit, fresh, invited.get(code, "")),
            role=row["role"] or "",
            stratum=row["stratum"] or "",
            channel=row["channel_id"] or "",
            interviews=tuple(interview_id for interview_id, _ in of_unit),
            flags=sum(waiting[interview_id] for interview_id, _ in of_unit),
            replaced_by=replacers.get(code, ""),
        )


def _state(outcome: str, talks: Sequence[tuple[str, str]], fresh: set[str], invited: str) -> str:
    """Return how far a unit has come: by its interviews, its outcome, its last invitation."""
    if outcome == "done":
        counted = [status for _talk, status in talks if status not in ("excluded", "refused")]
        if talks and not counted:
            return "excluded"
        if "has_issues" in counted:
            return "has_issues"
        return "done" if not counted or any(talk in fresh for talk, _status in talks) else "approved"
    if outcome != "pending":
        return outcome
    return _INVITED.get(Invitation.State(invited), "to_invite") if invited else "to_invite"


def _groups(
    lines: Iterable[UnitLine], names: Mapping[str, str], responses: Mapping[str, Response]
) -> tuple[GroupLine, ...]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(names[line.unit.unit_id], []).append(line.state)
    return tuple(
        GroupLine(name, len(states), Counter(states), responses.get(name))
        for name, states in sorted(found.items())
    )
