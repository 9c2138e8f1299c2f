"""Studies as projects, respondent types as forms, interviews as submissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import Max
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe

from tramite.kernel.tables import ROLES
from tramite.web.access import ProgramRequest, StudyRequest, programs
from tramite.web.actions.audit import Verb, note
from tramite.web.api_problem import problem
from tramite.web.bridge.content import sensitive_in
from tramite.web.faces.central.odata import Paging, document, paging_of
from tramite.web.faces.central.rows import submission, table_rows
from tramite.web.models import Interview, Right, Study
from tramite.web.models.interviews import InterviewQuerySet
from tramite.web.models.words import WORDS
from tramite.web.queries.interviews import may_read
from tramite.web.spoken import page_language

_NOT_THERE: Final = (404, 404.1, "Could not find the resource you were looking for.")
_NAMED: Final = 100  # interviews that a line of the log names one by one
_MAY_READ = programs(Right.READ_OWN_INTERVIEWS)


@programs()
@require_safe
def projects(request: ProgramRequest) -> HttpResponse:
    """List the studies whose interviews somebody may read."""
    visible = Study.objects.visible_to(request.user)
    mine = [study for study in visible if Right.READ_OWN_INTERVIEWS in study.rights_of(request.user)]
    return JsonResponse([_project(study) for study in mine], safe=False)


@_MAY_READ
@require_safe
def project(request: StudyRequest) -> HttpResponse:
    """Tell about one study."""
    return JsonResponse(_project(request.study))


def _project(study: Study) -> dict[str, Any]:
    made = study.made_at.isoformat()
    return {"id": study.pk, "name": study.title(page_language()), "description": study.code, "archived": False,
            "keyId": None, "createdAt": made, "updatedAt": None, "deletedAt": None}  # fmt: skip


@_MAY_READ
@require_safe
def forms(request: StudyRequest) -> HttpResponse:
    """List the respondent types of which somebody may read interviews."""
    return JsonResponse(_forms(request), safe=False)


@_MAY_READ
@require_safe
def form(request: StudyRequest, form: str) -> HttpResponse:
    """Tell about one respondent type."""
    found = [each for each in _forms(request) if each["xmlFormId"] == form]
    return JsonResponse(found[0]) if found else problem(*_NOT_THERE)


def _forms(request: StudyRequest) -> list[dict[str, Any]]:
    heard = _visible(request).values_list("role").annotate(version=Max("version")).order_by("role")
    made = request.study.made_at.isoformat()
    return [
        {"projectId": request.study.pk, "xmlFormId": role, "name": str(WORDS[role]), "version": version,
         "hash": "", "state": "open", "enketoId": None, "keyId": None, "createdAt": made, "updatedAt": None,
         "publishedAt": made}
        for role, version in heard
    ]  # fmt: skip


@_MAY_READ
@require_safe
def submissions(request: StudyRequest, form: str) -> HttpResponse:
    """List the interviews of a respondent type, without answers."""
    if form not in ROLES:
        return problem(*_NOT_THERE)
    found = list(_visible(request).filter(role=form))
    _note(request, form, [each.interview_id for each in found])
    return JsonResponse([submission(each) for each in found], safe=False)


@_MAY_READ
@require_safe
def one_submission(request: StudyRequest, form: str, instance: str) -> HttpResponse:
    """Tell about one interview, without answers."""
    found = _visible(request).filter(role=form, interview_id=instance).first()
    if found is None:
        return problem(*_NOT_THERE)
    note(request.user, Verb.SAW, "interview", found.interview_id, study=request.study, fields=["api"])
    return JsonResponse(submission(found))


@_MAY_READ
@require_safe
def service(request: StudyRequest, form: str) -> HttpResponse:
    """List the tables of a respondent type: one."""
    if form not in ROLES:
        return problem(*_NOT_THERE)
    here = request.build_absolute_uri().partition("?")[0].rstrip("/")
    tables = [{"name": "Submissions", "kind": "EntitySet", "url": "Submissions"}]
    return JsonResponse({"@odata.context": f"{here}/$metadata", "value": tables})


@_MAY_READ
@require_safe
def table(request: StudyRequest, form: str, table: str) -> HttpResponseBase:
    """Give interviews with the answers that somebody may read one by one, as an OData document."""
    if form not in ROLES or table != "Submissions":
        return problem(*_NOT_THERE)
    paging = paging_of(request.GET)
    if not isinstance(paging, Paging):
        return paging
    found = _visible(request).filter(role=form)
    _note(request, form, list(found[paging.skip : paging.end].values_list("interview_id", flat=True)))
    may = may_read(request.user, request.rights, sensitive_in(request.study))
    count = found.count()
    rows: Iterator[dict[str, Any]] = table_rows(found[paging.skip : paging.end], may)
    pieces = document(request, paging, rows, count=count)
    return StreamingHttpResponse(pieces, content_type="application/json; charset=utf-8")


def _visible(request: StudyRequest) -> InterviewQuerySet:
    visible = Interview.objects.filter(study=request.study).visible_to(request.user, request.rights)
    return visible.select_related("channel").order_by("position", "pk")


def _note(request: StudyRequest, form: str, codes: Sequence[str]) -> None:
    """Note which interviews somebody saw; of a long list, from which to which in its order, and how many."""
    told = codes if len(codes) <= _NAMED else [f"from {codes[0]}", f"to {codes[-1]}", f"in all {len(codes)}"]
    note(request.user, Verb.SAW, "list of interview", form, study=request.study, fields=["api", *told])


_FORM = "projects/<int:project>/forms/<str:form>"
urlpatterns = [
    path("projects", projects, name="api_projects"),
    path("projects/<int:project>", project, name="api_project"),
    path("projects/<int:project>/forms", forms, name="api_forms"),
    path(f"{_FORM}.svc", service, name="api_service"),
    path(f"{_FORM}.svc/<str:table>", table, name="api_table"),
    path(f"{_FORM}/submissions", submissions, name="api_submissions"),
    path(f"{_FORM}/submissions/<path:instance>", one_submission, name="api_submission"),
    path(_FORM, form, name="api_form"),
]
