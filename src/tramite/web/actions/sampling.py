"""Draw the sample, keep what came of it, and say who speaks with whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from tramite.kernel.errors import TramiteError
from tramite.store.sampling import RECORD
from tramite.voices.sampling.side import Side
from tramite.voices.sampling.summary import SampleSummary
from tramite.web.actions.audit import Verb, note
from tramite.web.actions.working import try_on, work_on
from tramite.web.bridge.brings import keep_brings
from tramite.web.bridge.row_check import check_row
from tramite.web.models import HeldTable, Invitation, SampledUnit, SampleEntry, Study, User
from tramite.web.queries.field import asked_instead, begun_with, talks_of
from tramite.web.queries.talks import OPEN
from tramite.workflows.case import open_case
from tramite.workflows.sample import ChannelBrings, SavedSample, channel_brings, sample_case
from tramite.workflows.sample_changes import Replaced, VerifiedSample, replace_unit, verify_sample

_CLOSED: Final = ("refused", "not_eligible")  # outcomes after which nobody is to be met any more


class NotDrawnHere(TramiteError):
    """There is no reserve to replace somebody from."""

    http_status = 409


class FieldBegun(TramiteError):
    """Somebody was invited, rung, promised something or interviewed already."""

    http_status = 409


class OutcomeSettled(TramiteError):
    """What came of a unit is told by its interview."""

    http_status = 409


class PlaceTaken(TramiteError):
    """Somebody else is asked in the place of a unit."""

    http_status = 409


def preview_sample(study: Study, *, seed: int | None, sizes: Mapping[Side, int], by: User) -> SampleSummary:
    """Return the sample that would be drawn; nothing is kept.

    Raises:
        TramiteError: as :func:`draw_sample`.
    """
    return try_on(study, lambda path: _drawn(path, seed, sizes, by)[0].summary)


def draw_sample(study: Study, *, seed: int | None, sizes: Mapping[Side, int], by: User) -> SampleSummary:
    """Draw the sample of a study, in the place of one whose field work has not begun.

    Raises:
        InputRefused: rows of the frame have faults, or nobody is in it. FieldBegun: before, or while it was drawn.
    """
    _check_not_begun(study)

    def keep(drawn: tuple[SavedSample, ChannelBrings]) -> None:
        saved, brings = drawn
        keep_brings(study, brings)
        Study.objects.filter(pk=study.pk).update(worth_it="", worth_it_by=None, worth_it_cost=None)
        note(by, Verb.MADE, "sample", str(saved.summary.sample.height), study=study)

    saved, _ = work_on(
        study, lambda path: _drawn(path, seed, sizes, by), by=by, books=True,
        still=lambda: _check_not_begun(study), then=keep,
    )  # fmt: skip
    return saved.summary


def _check_not_begun(study: Study) -> None:
    begun = len(begun_with(study))
    if begun:
        raise FieldBegun("field_begun", count=begun)


def _drawn(path: Path, seed: int | None, sizes: Mapping[Side, int], by: User) -> tuple[SavedSample, ChannelBrings]:
    saved = sample_case(path, who=str(by), when=timezone.localdate(), seed=seed, sizes=sizes, again=True)
    return saved, channel_brings(saved.case)


def read_brings(study: Study) -> None:
    """Read from the books what each channel brings, and keep it."""
    brings = try_on(study, lambda path: channel_brings(open_case(path)))
    with transaction.atomic():
        keep_brings(study, brings)


def verified(study: Study) -> VerifiedSample:
    """Draw the sample again from its record, and list every difference.

    Raises:
        NotDrawnHere: it was drawn elsewhere.
    """
    _check_drawn_here(study)
    return try_on(study, verify_sample)


def replace(study: Study, unit_id: str, *, outcome: str, reason: str, by: User) -> Replaced:
    """Note why somebody cannot be interviewed, and take the next of the reserve in their place.

    Raises:
        NotDrawnHere: the sample has no reserve. InputRefused: no reason, or the unit is not open.
    """
    _check_drawn_here(study)
    day = timezone.localdate()

    def close(_: Replaced) -> None:
        _close_invitations(study, unit_id)
        note(by, Verb.CHANGED, "sampledunit", unit_id, study=study, fields=["outcome", "reason"])

    return work_on(
        study, lambda path: replace_unit(path, unit_id, reason=reason, who=str(by), when=day, outcome=outcome),
        by=by, then=close,
    )  # fmt: skip


def _close_invitations(study: Study, unit_id: str) -> None:
    pending = Invitation.objects.filter(study=study, unit_id=unit_id).exclude(state=Invitation.State.DONE)
    pending.filter(state=Invitation.State.BOOKED).update(changes=F("changes") + 1)
    pending.update(state=Invitation.State.REFUSED)


def _check_drawn_here(study: Study) -> None:
    if not study.files.filter(path=RECORD).exists():
        raise NotDrawnHere("sample_not_drawn_here", code=study.code)


@transaction.atomic
def set_outcome(unit: SampledUnit, outcome: str, reason: str, *, by: User) -> None:
    """Note what came of a unit, without a replacement; it stands in the log of the sample.

    Raises:
        InputRefused: the row does not meet its contract. OutcomeSettled: there is an interview. PlaceTaken: the
            unit would be open again beside whoever is asked in its place.
    """
    _hold(unit)
    if outcome == "done" or unit.outcome == "done" or talks_of(unit).exclude(status="refused").exists():
        raise OutcomeSettled("unit_settled", unit=unit.unit_id)
    other = asked_instead(unit)
    if outcome == "pending" and other is not None and other.outcome in (*OPEN, "done"):
        raise PlaceTaken("place_taken", unit=unit.unit_id, other=other.unit_id)
    unit.outcome, unit.reason = outcome, reason or None
    check_row(unit)
    unit.save(update_fields=["outcome", "reason"])
    if outcome in _CLOSED:
        _close_invitations(unit.study, unit.unit_id)
    _log_change(unit, f"{outcome}: {reason}" if reason else outcome, by=by)
    note(by, Verb.CHANGED, "sampledunit", unit.unit_id, study=unit.study, fields=["outcome", "reason"])


def _hold(unit: SampledUnit) -> None:
    """Read a unit again, and keep it, and its study, from others until the transaction ends."""
    Study.objects.select_for_update().get(pk=unit.study_id)
    unit.refresh_from_db(from_queryset=SampledUnit.objects.select_for_update())


@transaction.atomic
def set_mode(unit: SampledUnit, mode: str, reason: str, *, by: User) -> None:
    """Decide how to interview where the cost rule does not, and why; it stands in the log of the sample."""
    _hold(unit)
    unit.mode = mode
    check_row(unit)
    unit.save(update_fields=["mode"])
    _log_change(unit, f"{mode}: {reason}", by=by)
    note(by, Verb.CHANGED, "sampledunit", unit.unit_id, study=unit.study, fields=["mode"])


def _log_change(unit: SampledUnit, reason: str, *, by: User) -> None:
    """Add to the log of the sample; whoever does holds the study, so that no number is given twice."""
    log = SampleEntry.objects.filter(study=unit.study)
    last = log.aggregate(entry=Max("entry"), position=Max("position"))
    position = 0 if last["position"] is None else last["position"] + 1
    HeldTable.objects.get_or_create(study=unit.study, name=SampleEntry.contract.name)
    SampleEntry.objects.create(
        study=unit.study, position=position, entry=(last["entry"] or 0) + 1, date=timezone.localdate(),
        who=str(by), event="change", unit_id=unit.unit_id, reason=reason,
    )  # fmt: skip


@transaction.atomic
def assign(unit: SampledUnit, to: User | None, *, by: User) -> None:
    """Say who is to speak with a unit."""
    unit.assigned_to = to
    unit.save(update_fields=["assigned_to"])
    note(by, Verb.CHANGED, "sampledunit", unit.unit_id, study=unit.study, fields=["assigned_to"])


@transaction.atomic
def say_worth_it(study: Study, reason: str, cost: float, *, by: User) -> None:
    """Say why the interviews are worth what they cost, although that is above the budget or it is not known."""
    study.worth_it, study.worth_it_by, study.worth_it_cost = reason, by, cost
    study.save(update_fields=["worth_it", "worth_it_by", "worth_it_cost"])
    note(by, Verb.CHANGED, "study", study.code, study=study, fields=["worth_it"])
