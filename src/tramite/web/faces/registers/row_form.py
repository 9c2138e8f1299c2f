"""The form of a row of a register: what is left empty is nothing, and a code stands once in a study."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tramite.kernel.case import Named
from tramite.kernel.wording import Language
from tramite.web.access import StudyRequest
from tramite.web.actions.registers import save_register_row
from tramite.web.bridge.content import definition_of
from tramite.web.models import Customer, Partner
from tramite.web.saving import saved
from tramite.web.spoken import page_language

_Row = TypeVar("_Row", Partner, Customer)
_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RegisterForm(forms.ModelForm[_Row]):
    """A partner or a customer."""

    code_field: ClassVar[str]

    @staticmethod
    def widgets(*lines: str) -> dict[str, forms.Widget]:
        """Return the widgets of fields whose text is one line, and of the day that rows have."""
        return {**{name: forms.TextInput() for name in lines}, "since": _DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Language = page_language()
        segments: tuple[Named, ...] = definition_of(self.instance.study).segments
        choices = [("", "—"), *((segment.id, segment.name.say(language)) for segment in segments)]
        label = self.fields["segment_id"].label
        self.fields["segment_id"] = forms.ChoiceField(choices=choices, required=False, label=label)

    def clean(self) -> dict[str, Any]:
        """Empty text is nothing; segments are those of the study; a code is taken once."""
        data = {name: None if value == "" else value for name, value in (super().clean() or {}).items()}
        same = type(self.instance).objects.filter(
            study=self.instance.study, **{self.code_field: data.get(self.code_field)}
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error(self.code_field, _("This code is taken."))
        return data


def edited(request: StudyRequest, form: RegisterForm[Any], title: str, *, back: str) -> HttpResponse:
    """Save what was written and go back to the list, or show the form with what is wrong.

    Args:
        back: name of the list.
    """

    def save() -> None:
        save_register_row(form.save(commit=False), fields=form.changed_data, by=request.user)

    if request.method == "POST" and form.is_valid() and saved(request, form, save):
        return redirect(back, study=request.study.code)
    context = {"form": form, "title": title, "back": back}
    return render(request, "tramite/form.html", context, status=422 if form.is_bound else 200)
