"""Whose interviews somebody may send, and whose voice may be kept."""

from __future__ import annotations

from tramite.kernel.errors import InputRefused, UnsafeInput
from tramite.store.submissions.openrosa import read_openrosa
from tramite.voices.asking.form_names import UNIT
from tramite.voices.hearing.submission import Submission as FilledForm
from tramite.web.models import Consent, Right, SampledUnit, Study, Submission, User
from tramite.web.queries.talks import begun_as


def may_send(study: Study, form: FilledForm, original: Submission | None, *, by: User | None) -> bool:
    """Tell whether somebody may send an interview.

    Who runs the field work: any. An interviewer: of those assigned to them, those that they began in the browser,
    and corrections of what they sent and was accepted. ``None``, a sheet that its link let in: it is the
    respondent's own.
    """
    if by is None or Right.MANAGE_FIELD in study.rights_of(by):
        return True
    unit = form.value(UNIT)
    assigned = SampledUnit.objects.filter(study=study, unit_id=unit, assigned_to=by)
    if assigned.exists() or begun_as(form.id, by).filter(unit_id=unit).exists():
        return True
    if original is None or original.state == Submission.State.HELD or original.received_from_id != by.pk:
        return False
    return _unit_of(original) == unit


def may_keep_voice(study: Study, form: FilledForm) -> bool:
    """Tell whether it is noted that a respondent agreed to be recorded."""
    agreed = Consent.objects.filter(study=study, unit_id=form.value(UNIT), recording=True, withdrawn_at=None)
    return agreed.exists()


def _unit_of(submission: Submission) -> str:
    try:
        return read_openrosa(bytes(submission.body), file=submission.instance_id).value(UNIT)
    except (InputRefused, UnsafeInput):  # erased
        return ""
