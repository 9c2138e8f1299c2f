"""Take what filled forms say into the tables of their study, in the background."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from tramite.web.models import Study


def ask_to_take_in(study: Study) -> None:
    """Put the taking in of a study's filled forms on the list of work, once however many come."""
    with transaction.atomic():
        if Study.objects.filter(pk=study.pk, to_take_in=False).update(to_take_in=True):
            take_in.enqueue(study.pk)


@task()
def take_in(study_id: int) -> None:
    """Take in all filled forms of a study that wait."""
