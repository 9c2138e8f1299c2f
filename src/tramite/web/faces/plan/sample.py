"""The sample: draw it, see what it covers and costs, verify it, say why it is worth its cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tramite.kernel.errors import TramiteError
from tramite.kernel.figures import figure
from tramite.kernel.wording import Language, say
from tramite.voices.sampling.side import SIDES
from tramite.voices.sampling.summary import SampleSummary
from tramite.web.access import StudyRequest, needs
from tramite.web.actions.sampling import draw_sample, preview_sample, read_brings, say_worth_it, verified
from tramite.web.bridge.budget import study_gate
from tramite.web.bridge.content import definition_of
from tramite.web.models import Right, SampledUnit, SampleEntry
from tramite.web.spoken import page_language

_DIFFERENCES = 50


class DrawForm(forms.Form):
    """How a sample is drawn; empty: as the case and the method say."""

    seed = forms.IntegerField(required=False, min_value=0, max_value=2**62, label=gettext_lazy("Seed"))
    partner = forms.IntegerField(
        required=False, min_value=0, max_value=100_000, label=gettext_lazy("Interviews with partners")
    )
    customer = forms.IntegerField(
        required=False, min_value=0, max_value=100_000, label=gettext_lazy("Interviews with end customers")
    )
    vendor = forms.IntegerField(
        required=False, min_value=0, max_value=100_000, label=gettext_lazy("Interviews with the vendor's people")
    )

    @property
    def asked(self) -> dict[str, Any]:
        """Return the seed and the sizes that were given."""
        sizes = {side: self.cleaned_data[side] for side in SIDES if self.cleaned_data[side] is not None}
        return {"seed": self.cleaned_data["seed"], "sizes": sizes}


class WorthForm(forms.Form):
    """Why the study is worth its cost."""

    reason = forms.CharField(
        min_length=10, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), label=gettext_lazy("Reason")
    )


@needs(Right.MANAGE_FIELD)
@require_safe
def sample(request: StudyRequest) -> HttpResponse:
    """Show the sample as it stands."""
    return render(request, "tramite/sample.html", _standing(request))


@needs(Right.MANAGE_FIELD)
@require_POST
def draw(request: StudyRequest) -> HttpResponse:
    """Show what would be drawn, or draw it."""
    form = DrawForm(request.POST)
    if not form.is_valid():
        return render(request, "tramite/sample.html", _standing(request, draw_form=form), status=422)
    try:
        if "preview" in request.POST:
            summary = preview_sample(request.study, by=request.user, **form.asked)
            context = {**_standing(request, draw_form=form), "preview": _told(request, summary)}
            return render(request, "tramite/sample.html", context)
        summary = draw_sample(request.study, by=request.user, **form.asked)
    except TramiteError as error:
        context = {**_standing(request, draw_form=form), "trouble": error.say(page_language())}
        return render(
            request, "tramite/sample.html", context, status=error.http_status if error.http_status < 500 else 422
        )
    messages.success(request, _("Drawn: %(count)s.") % {"count": summary.sample.height})
    return redirect("sample", study=request.study.code)


@needs(Right.MANAGE_FIELD)
@require_POST
def verify(request: StudyRequest) -> HttpResponse:
    """Draw the sample again from its record, and show every difference."""
    language = page_language()
    found = verified(request.study)
    differences = [
        (each.unit_id, say(f"sample.difference_{each.kind}", language), each.drawn, each.found, each.reason)
        for each in found.differences[:_DIFFERENCES]
    ]
    context = {**_standing(request), "verified": found, "differences": differences, "all": len(found.differences)}
    return render(request, "tramite/sample.html", context)


@needs(Right.MANAGE_FIELD)
@require_POST
def worth(request: StudyRequest) -> HttpResponse:
    """Say why the study is worth its cost."""
    form = WorthForm(request.POST)
    if form.is_valid():
        say_worth_it(
            request.study, form.cleaned_data["reason"], study_gate(request.study).planned.total, by=request.user
        )
        messages.success(request, _("Saved."))
        return redirect("sample", study=request.study.code)
    messages.error(request, " ".join(str(fault) for fault in form.errors.get("reason", ())))
    return redirect("sample", study=request.study.code)


@needs(Right.MANAGE_FIELD)
@require_POST
def brings(request: StudyRequest) -> HttpResponse:
    """Read from the books what the channels bring."""
    read_brings(request.study)
    return redirect("sample", study=request.study.code)


def _standing(request: StudyRequest, draw_form: DrawForm | None = None) -> dict[str, Any]:
    study = request.study
    drawn = SampledUnit.objects.filter(study=study)
    entries = SampleEntry.objects.filter(study=study).order_by("-entry")
    return {
        "drawn": drawn.count(),
        "settled": drawn.exclude(outcome="pending").count(),
        "entries": entries[:100],
        "draw_form": draw_form or DrawForm(initial={"seed": definition_of(study).seed}),
        "worth_form": WorthForm(),
        "budget": _budget(request),
    }


def _budget(request: StudyRequest) -> dict[str, Any]:
    gate, language, definition = study_gate(request.study), page_language(), definition_of(request.study)
    money = [
        figure(value, "money", language, definition.currency) for value in (gate.planned.total, gate.planned.limit)
    ]
    return {
        "gate": gate, "total": money[0], "limit": money[1], "undecided": gate.planned.undecided,
        "share": figure(definition.method.budget_share, "share", language),
        "break_even": figure(gate.planned.break_even, "share", language),
    }  # fmt: skip


def _told(request: StudyRequest, summary: SampleSummary) -> dict[str, Any]:
    """Write what a sample covers and costs."""
    language, definition = page_language(), definition_of(request.study)
    return {
        "units": summary.sample.height, "interviews": summary.interviews, "weeks": summary.weeks,
        "seed": None if summary.drawing is None else summary.drawing.seed,
        "cost": figure(summary.cost.total, "money", language, definition.currency),
        "limit": figure(summary.cost.limit, "money", language, definition.currency),
        "above": summary.cost.above_limit, "update": summary.update,
        "rows": list(_strata(summary, language)),
    }  # fmt: skip


def _strata(summary: SampleSummary, language: Language) -> Iterator[dict[str, Any]]:
    for side in summary.state.sides:
        strata = [row for row in summary.state.strata if row.side == side.side and row.asked]
        for row in (*strata, side) if side.asked else ():
            yield {
                "name": row.stratum or say(f"sample.side_{row.side}", language), "whole": not row.stratum,
                "N": row.N, "asked": row.asked, "heads": figure(row.coverage, "share", language),
                "revenue": figure(row.revenue_coverage, "share", language),
            }  # fmt: skip


urlpatterns = [
    path("plan/sample/", sample, name="sample"),
    path("plan/sample/draw/", draw, name="draw_sample"),
    path("plan/sample/verify/", verify, name="verify_sample"),
    path("plan/sample/worth/", worth, name="worth_it"),
    path("plan/sample/brings/", brings, name="read_brings"),
]
