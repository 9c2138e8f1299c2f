"""Change what a study is for, in the text of ``case.toml``."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from tramite.kernel.case import Named
from tramite.web.actions.audit import Verb, note
from tramite.web.models import Study, User
from tramite.workflows.transfer import change_goals


@transaction.atomic
def save_goals(study: Study, goals: Sequence[Named], *, by: User) -> None:
    """Put goals in the place of those that a study has.

    Raises:
        InputRefused: the definition would no longer hold together; nothing is changed.
    """
    held = Study.objects.select_for_update().get(pk=study.pk)
    held.definition, _ = change_goals(held.definition, goals)
    held.save(update_fields=["definition"])
    note(by, Verb.CHANGED, "study", study.code, study=study, fields=["goals"])
