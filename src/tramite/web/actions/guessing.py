"""Seal what somebody of the vendor guesses, before results are seen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tramite.web.actions.audit import Verb, note
from tramite.web.actions.quality import ask_to_check
from tramite.web.actions.working import work_on
from tramite.web.models import Guess, Study, User
from tramite.workflows.guesses import GuessSheet, take_guesses


def seal_guesses(study: Study, sheet: GuessSheet, *, by: User) -> str:
    """Write guesses into the case, as an interview, and keep them apart as they were sealed.

    Returns: the id of the interview.
    Raises:
        InputRefused: all that is wrong with the sheet. GuessTooLate: results were shown before.
    """
    when = timezone.localtime()
    interview_id = work_on(study, lambda path: take_guesses(path, sheet, when=when), by=by)
    with transaction.atomic():
        Guess.objects.bulk_create(
            Guess(study=study, author=by, interview_id=interview_id, item_id=item, number=number)
            for item, number in sheet.answers.items()
        )
        note(by, Verb.MADE, "guesses", interview_id, study=study)
    ask_to_check(study)
    return interview_id
