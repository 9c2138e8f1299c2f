"""How the field work of a study stands: who was reached, what is open, what it costs. No answer is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.db.models import Q, QuerySet

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
from tramite.web.models import Interview, InterviewVersion, Invitation, QualityDecision, SampledUnit, Study, User
from tramite.web.queries.people import names_apart

STATES: Final = (
    "to_invite", "invited", "booked", "done", "has_issues", "approved", "excluded", "refused", "not_reached",
    "not_eligible", "replaced",
)  # fmt: skip
_INVITED: Final = {
    Invitation.State.DRAFT.value: "to_invite", Invitation.State.SENT.value: "invited",
    Invitation.State.BOOKED.value: "booked", Invitation.State.REFUSED.value: "refused",
    Invitation.State.DONE.value: "done",
}  # fmt: skip
_OF_FRAME: Final = ("unit_id", "role", "channel_id", "stratum", "revenue")
_OF_INTERVIEWS: Final = ("interview_id", "unit_id", "role", "mode", "status", "consent")
_OF_SAMPLE: Final = (
    "unit_id", "outcome", "reason", "role", "channel_id", "stratum", "informants", "mode", "replaces",
)  # fmt: skip


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
        drawn: who was drawn, in the order of the field work: ``unit_id``; ``state``, one of ``STATES``; ``role``,
            ``stratum``, ``channel`` as the sample or the frame tells; ``flags``, open ones; ``replaced_by``, who
            took the place; ``interviewer``, key of the account that is to speak with them. Nothing is missing:
            empty where not known.
        state: response by side, with ``reasons`` of refusal. interviewers: by key of the account; ``people``:
            what these are called. budget: ``None`` of a part.
        unchecked: interviews that came or changed after the last check of quality.
    """

    drawn: pl.DataFrame
    state: FieldState
    quotas: tuple[Quota, ...]
    interviewers: tuple[GroupLine, ...]
    people: Mapping[str, str]
    channels: tuple[GroupLine, ...]
    budget: BudgetGate | None
    unchecked: int

    @property
    def counts(self) -> Mapping[str, int]:
        """Units by state, in the order of the work."""
        found = Counter(self.drawn["state"])
        return {state: found[state] for state in STATES if found[state]}


def field_picture(study: Study, mine: User | None = None) -> FieldPicture:
    """Show the field work of a study; only what is assigned to somebody, if so asked.

    States follow the interviews as the dossier counts them: one with an open flag waits, one without, or of whose
    flags a person decided, is approved.
    """
    units = SampledUnit.objects.filter(study=study, **({} if mine is None else {"assigned_to": mine}))
    part = None if mine is None else Q(unit_id__in=units.values("unit_id"))
    frame = table_frame(study, "frame", only=_OF_FRAME)
    interviews = table_frame(study, "interviews", only=_OF_INTERVIEWS, where=part)
    sample = table_frame(study, "sample", only=_OF_SAMPLE, where=part)
    sample = with_interviews(known_sample(sample, frame), interviews)
    fresh = _unchecked(study, part)
    drawn = _drawn(study, sample, units, _talks(study, interviews, fresh))
    people = _people(units)
    return FieldPicture(
        drawn=drawn,
        state=field_state(sample, frame),
        quotas=quotas(sample),
        interviewers=tuple(
            sorted(_groups(drawn, "interviewer", sample, frame), key=lambda group: people.get(group.name, ""))
        ),
        people=people,
        channels=_groups(drawn, "channel", sample, frame),
        budget=budget_gate(study, sample, interviews) if mine is None else None,
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
    return _frame_of(rows.values_list("interview_id", "flag"), "interview_id", "flag")


def _unchecked(study: Study, part: Q | None) -> list[str]:
    newer = InterviewVersion.objects.filter(pk__gt=study.checked_version, current=True)
    rows = Interview.objects.filter(part or Q(), study=study, pk__in=newer.values("interview"))
    return list(rows.order_by().values_list("interview_id", flat=True))


def _talks(study: Study, interviews: pl.DataFrame, fresh: Sequence[str]) -> pl.DataFrame:
    """Count the talks of each unit: all, those that count, with open flags, to be checked, and their flags."""
    judged = judged_interviews(study, interviews)
    waiting = Counter(finding.interview_id for finding in judged.open)
    flags = pl.DataFrame(
        list(waiting.items()), schema={"interview_id": pl.String, "flags": pl.Int64}, orient="row"
    )
    talks = judged.interviews.filter(pl.col("mode") != "sheet").join(flags, on="interview_id", how="left")
    return talks.group_by("unit_id").agg(
        pl.len().alias("talks"),
        (~pl.col("status").is_in(["excluded", "refused"])).sum().alias("counted"),
        (pl.col("status") == "has_issues").any().alias("waits"),
        pl.col("interview_id").is_in(list(fresh)).any().alias("fresh"),
        pl.col("flags").sum(),
    )


def _drawn(study: Study, sample: pl.DataFrame, units: QuerySet[SampledUnit], talks: pl.DataFrame) -> pl.DataFrame:
    assigned = units.exclude(assigned_to=None).values_list("unit_id", "assigned_to")
    interviewers = _frame_of(((unit, str(user)) for unit, user in assigned), "unit_id", "interviewer")
    last = Invitation.objects.filter(study=study).order_by("pk").values_list("unit_id", "state")
    invited = _frame_of(dict(last).items(), "unit_id", "invited")
    replaced = sample.filter(pl.col("replaces").is_not_null()).unique("replaces", keep="last", maintain_order=True)
    replacers = replaced.select(pl.col("unit_id").alias("replaced_by"), pl.col("replaces").alias("unit_id"))
    joined = sample
    for told in (talks, interviewers, invited, replacers):
        joined = joined.join(told, on="unit_id", how="left", maintain_order="left")
    text = ("role", "stratum", "replaced_by", "interviewer")
    return joined.select(
        "unit_id",
        _state().alias("state"),
        pl.col("channel_id").fill_null("").alias("channel"),
        pl.col("flags").fill_null(0),
        *(pl.col(name).fill_null("") for name in text),
    )


def _people(units: QuerySet[SampledUnit]) -> dict[str, str]:
    """Return what those are called who are to speak with somebody."""
    users = User.objects.filter(pk__in=units.exclude(assigned_to=None).values("assigned_to"))
    return {str(key): name for key, name in names_apart(users).items()}


def _state() -> pl.Expr:
    """Return how far a unit has come: by its interviews, its outcome, its last invitation."""
    counted = pl.col("counted").fill_null(0)
    held = (
        pl.when((pl.col("talks") > 0) & (counted == 0)).then(pl.lit("excluded"))
        .when(pl.col("waits")).then(pl.lit("has_issues"))
        .when((counted == 0) | pl.col("fresh")).then(pl.lit("done"))
        .otherwise(pl.lit("approved"))
    )  # fmt: skip
    invited = pl.col("invited").replace_strict(_INVITED, default="to_invite", return_dtype=pl.String)
    return (
        pl.when(pl.col("outcome") == "done").then(held)
        .when(pl.col("outcome") != "pending").then("outcome")
        .otherwise(invited)
    )  # fmt: skip


def _groups(drawn: pl.DataFrame, by: str, sample: pl.DataFrame, frame: pl.DataFrame) -> tuple[GroupLine, ...]:
    responses = response_by(sample, frame, dict(drawn.select("unit_id", by).iter_rows()))
    states: dict[str, Counter[str]] = {}
    for name, state, count in drawn.group_by(by, "state").len().sort(by, "state").iter_rows():
        states.setdefault(name, Counter())[state] = count
    return tuple(GroupLine(name, of.total(), of, responses.get(name)) for name, of in states.items())


def _frame_of(rows: Iterable[tuple[Any, ...]], *columns: str) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String), orient="row")
