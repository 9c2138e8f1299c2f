"""What a study is for, and who could be asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tramite.kernel.case import Name, Named
from tramite.kernel.errors import TramiteError
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.goals import save_goals
from tramite.web.bridge.content import definition_of
from tramite.web.models import Right
from tramite.web.models.words import WORDS
from tramite.web.queries.plan import populations
from tramite.web.spoken import page_language


class GoalForm(forms.Form):
    """One goal."""

    code = forms.RegexField(
        r"^[a-z0-9][a-z0-9_-]*$",
        max_length=40,
        label=gettext_lazy("Code"),
        error_messages={"invalid": gettext_lazy("Small letters, digits and hyphens.")},
    )
    name_it = forms.CharField(max_length=200, label=gettext_lazy("In Italian"))
    name_en = forms.CharField(max_length=200, label=gettext_lazy("In English"))


class _Goals(forms.BaseFormSet[GoalForm]):
    def clean(self) -> None:
        """A code stands once."""
        codes = [form.cleaned_data.get("code") for form in self.forms if form.cleaned_data]
        if len({*codes}) < len(codes):
            raise forms.ValidationError(_("Two goals have the same code."))


GoalForms = forms.formset_factory(GoalForm, formset=_Goals, extra=1, can_delete=True, max_num=20)


@needs(Right.READ_REGISTERS)
@require_safe
def plan(request: StudyRequest) -> HttpResponse:
    """Show what a study is for, and who could be asked."""
    language, definition = page_language(), definition_of(request.study)
    rows = [
        (WORDS.get(row["role"], row["role"]), row["channel"].name(language), row)
        for row in populations(request.study)
    ]
    context = {"goals": [(goal.id, goal.name.say(language)) for goal in definition.goals], "populations": rows}
    return render(request, "tramite/plan.html", context)


@needs(Right.MANAGE_FIELD)
def goals(request: StudyRequest) -> HttpResponse:
    """Change what a study is for, in ``case.toml``."""
    held = [
        {"code": goal.id, "name_it": goal.name.it, "name_en": goal.name.en}
        for goal in definition_of(request.study).goals
    ]
    goal_forms = GoalForms(request.POST or None, initial=held, prefix="goals")
    trouble = ""
    if request.method == "POST" and goal_forms.is_valid():
        try:
            save_goals(
                request.study, [_goal(each) for each in goal_forms.cleaned_data if _stays(each)], by=request.user
            )
        except TramiteError as error:
            trouble = error.say(page_language())
        else:
            messages.success(request, _("Saved."))
            return redirect("plan", study=request.study.code)
    status = 422 if goal_forms.is_bound else 200
    return render(request, "tramite/goals.html", {"goal_forms": goal_forms, "trouble": trouble}, status=status)


def _stays(data: dict[str, Any]) -> bool:
    return bool(data) and not data.get("DELETE")


def _goal(data: dict[str, Any]) -> Named:
    return Named(id=data["code"], name=Name(en=data["name_en"], it=data["name_it"]))


urlpatterns = [path("plan/", plan, name="plan"), path("plan/goals/", goals, name="goals")]
