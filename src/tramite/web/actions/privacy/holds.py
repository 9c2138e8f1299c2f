"""Hold back the destruction of personal data, with a reason and an end."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from tramite.web.actions.audit import Verb, note
from tramite.web.models import Hold, Study, User


@transaction.atomic
def hold(study: Study, kind: Hold.Kind, *, until: date, reason: str, by: User) -> Hold:
    """Keep something beyond its day, until another."""
    held = Hold.objects.create(study=study, kind=kind, until=until, reason=reason, made_by=by)
    note(by, Verb.MADE, "hold", kind, study=study, fields=[f"until {until.isoformat()}"])
    return held


@transaction.atomic
def lift(held: Hold, *, by: User) -> None:
    """End a hold: what is due is destroyed the next day."""
    held.lifted_at = timezone.now()
    held.save(update_fields=["lifted_at"])
    note(by, Verb.REMOVED, "hold", held.kind, study=held.study)
