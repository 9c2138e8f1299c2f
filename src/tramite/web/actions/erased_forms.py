"""Filled forms that were erased, known by a digest alone: a device may send them again (ADR 35)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from tramite.web.models import ErasedForm, Study

_SALT = "tramite.erased_forms"


def remember_erased(study: Study, instances: Iterable[str]) -> None:
    """Keep digests of the ids of forms that are being erased."""
    digests = [ErasedForm(study=study, digest=_digest(study, instance)) for instance in instances]
    ErasedForm.objects.bulk_create(digests, ignore_conflicts=True)


def was_erased(study: Study, *instances: str) -> bool:
    """Tell whether any of these forms was erased."""
    digests = [_digest(study, instance) for instance in instances if instance]
    return ErasedForm.objects.filter(study=study, digest__in=digests).exists()


def _digest(study: Study, instance: str) -> str:
    return salted_hmac(_SALT, f"{study.pk} {instance}", algorithm="sha256").hexdigest()
