"""Save what somebody wrote in a form, or say in the form what is expected."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _

from tramite.kernel.errors import InputRefused
from tramite.web.access import StudyRequest
from tramite.web.spoken import page_language


def saved(request: StudyRequest, form: forms.BaseForm, save: Callable[[], None]) -> bool:
    """Save; what the contract of the row refuses is said beside its field, in the language of the page."""
    try:
        save()
    except InputRefused as error:
        for fault in error.faults:
            column = fault.column if fault.column in form.fields else None
            form.add_error(column, fault.expected(page_language()))
        return False
    messages.success(request, _("Saved."))
    return True
