"""Note what became of filled forms: whose interviews they are, and what was kept out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from tramite.kernel.errors import Fault
from tramite.web.models import Interview, InterviewVersion, Study, Submission
from tramite.workflows.submissions import AnswersTaken

State = Submission.State
_BETWEEN = " · "  # the file of a fault and the id of its form


@transaction.atomic
def note_taken(study: Study, batch: Sequence[int], taken: AnswersTaken) -> None:
    """Note on forms what came of taking them in, and on interviews who conducted them.

    Args:
        batch: keys of the forms. taken: these forms among others.
    """
    forms = _forms(batch)
    states = {come.interview_id: come.state for come in taken.come}
    faults = _faults(taken)
    codes = {form.code for form in forms.values()}
    talks = Interview.objects.filter(study=study, interview_id__in=codes)
    interviews = dict(talks.values_list("interview_id", "pk"))
    corrections = Submission.objects.filter(replaces__in=batch).exclude(state=State.HELD)
    replaced = set(corrections.values_list("replaces", flat=True))
    noted, taken_in = [], dict[int, int]()
    for pk in batch:
        root = _root(forms, pk)
        refused = states.get(root.code, "refused") == "refused"
        if not refused and root.code in interviews:
            taken_in[pk] = interviews[root.code]
        noted.append(
            Submission(
                pk=pk,
                state=State.REPLACED if pk in replaced else State.REFUSED if refused else State.TAKEN,
                faults=[] if pk in replaced else faults[root.code],
                interview_id=interviews.get(root.code),
            )
        )
    Submission.objects.bulk_update(noted, ["state", "faults", "interview"], batch_size=200)
    before = [original for pk in batch if (original := forms[pk].replaces) is not None]
    Submission.objects.filter(pk__in=before).update(state=State.REPLACED, faults=[])
    _note_people(forms, taken_in)
    _note_reasons(batch)


def keep_out(batch: Sequence[int]) -> None:
    """Note that the program fails on some forms."""
    fault = {"item": "", **asdict(Fault("", "submission_program"))}
    Submission.objects.filter(pk__in=batch).update(state=State.REFUSED, faults=[fault])


@dataclass(frozen=True, slots=True)
class _Form:
    code: str
    replaces: int | None
    by: int | None


def _forms(batch: Sequence[int]) -> dict[int, _Form]:
    """Return some forms, and those that they correct."""
    found: dict[int, _Form] = {}
    wanted = set(batch)
    while wanted:
        rows = Submission.objects.filter(pk__in=wanted)
        for pk, code, replaces, by in rows.values_list("pk", "instance_id", "replaces", "received_from"):
            found[pk] = _Form(code, replaces, by)
        wanted = {form.replaces for form in found.values() if form.replaces is not None} - found.keys()
    return found


def _root(forms: Mapping[int, _Form], pk: int) -> _Form:
    """Return the first form of a chain of corrections: its id is that of the interview."""
    form = forms[pk]
    while form.replaces is not None:
        form = forms[form.replaces]
    return form


def _faults(taken: AnswersTaken) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for refusal in taken.refusals:
        found[refusal.interview_id].append({"item": refusal.item, **asdict(refusal.fault)})
    for fault in taken.faults:
        found[fault.file.rpartition(_BETWEEN)[2]].append({"item": "", **asdict(fault)})
    return found


def _note_people(forms: Mapping[int, _Form], interview_of: Mapping[int, int]) -> None:
    """Note who sent the first form of an interview as who conducted it, and who sent the last as its author."""
    conducted, written = defaultdict(list), defaultdict(list)
    for pk, interview in interview_of.items():
        conducted[_root(forms, pk).by].append(interview)
        written[forms[pk].by].append(interview)
    for user, interviews in conducted.items():
        Interview.objects.filter(pk__in=interviews, conducted_by=None).update(conducted_by=user)
    for user, interviews in written.items():
        versions = InterviewVersion.objects.filter(interview__in=interviews, current=True, made_by=None)
        versions.update(made_by=user)


def _note_reasons(batch: Sequence[int]) -> None:
    """Note on the versions that corrections made why they were made, where whoever corrected said so."""
    said = Submission.objects.filter(pk__in=batch, interview__isnull=False).exclude(reason="").order_by("pk")
    for interview, received_at, reason in said.values_list("interview_id", "received_at", "reason"):
        made = InterviewVersion.objects.filter(interview_id=interview, current=True, made_at__gte=received_at)
        made.update(reason=reason)
