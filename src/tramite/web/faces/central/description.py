"""The interface described in OpenAPI 3.1, for programs that make clients and checks of it."""

from __future__ import annotations

from typing import Any, Final

from tramite.kernel.version import VERSION

_Schema = dict[str, Any]
_TEXT: Final[_Schema] = {"type": "string"}
_MOMENT: Final[_Schema] = {"type": "string", "format": "date-time"}
_NUMBER: Final[_Schema] = {"type": "integer"}
_MAYBE_TEXT: Final[_Schema] = {"type": ["string", "null"]}


def _object(**fields: _Schema) -> _Schema:
    return {"type": "object", "properties": fields, "required": list(fields)}


def _list(name: str) -> _Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _answer(schema: _Schema, words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _problems(*statuses: int) -> dict[str, Any]:
    words = {
        400: "not what is expected", 401: "no token, or one that is over", 403: "no right to it",
        404: "not there, or not for you", 429: "too many attempts", 501: "not understood here",
    }  # fmt: skip
    problem = {"$ref": "#/components/schemas/Problem"}
    return {str(status): _answer(problem, words[status]) for status in statuses}


def _place(name: str, schema: _Schema, where: str = "path") -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


_PROJECT: Final = _place("project", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1})
_FORM: Final = _place("form", {"type": "string", "pattern": "^[a-z_]+$"})
_INSTANCE: Final = _place("instance", {"type": "string", "pattern": "^[A-Za-z0-9:-]+$"})
_PAGES: Final = [
    _place("$top", {"type": "integer", "minimum": 0}, "query"),
    _place("$skip", {"type": "integer", "minimum": 0}, "query"),
    _place("$count", {"type": "boolean"}, "query"),
]


def _read(words: str, schema: _Schema, *places: dict[str, Any], problems: tuple[int, ...] = (401,)) -> _Schema:
    answers = {"200": _answer(schema, words), **_problems(*problems)}
    return {"get": {"summary": words, "parameters": list(places), "responses": answers}}


_IN_A_STUDY: Final = (401, 403, 404)
_ROWS: Final = {
    "type": "object",
    "properties": {
        "@odata.context": _TEXT, "@odata.count": _NUMBER, "@odata.nextLink": _TEXT,
        "value": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["@odata.context", "value"],
}  # fmt: skip
DESCRIPTION: Final[dict[str, Any]] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Tramite",
        "version": VERSION,
        "description": "A part of the interface of ODK Central: studies as projects, respondent types as forms, "
        "interviews as submissions. Without names; answers on competition for the clean team alone.",
    },
    "servers": [{"url": "/v1"}],
    "security": [{"token": []}],
    "paths": {
        "/sessions": {
            "post": {
                "summary": "log in: a token for a day",
                "security": [],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _object(email=_TEXT, password=_TEXT)}},
                },
                "responses": {
                    "200": _answer(_object(token=_TEXT, createdAt=_MOMENT, expiresAt=_MOMENT), "a token"),
                    **_problems(400, 401, 429),
                },
            }
        },
        "/sessions/current": {
            "delete": {
                "summary": "log out",
                "responses": {"200": _answer(_object(success={"type": "boolean"}), "ended"), **_problems(401)},
            }
        },
        "/users/current": _read("whose token it is", {"$ref": "#/components/schemas/User"}),
        "/projects": _read("studies whose interviews one may read", _list("Project")),
        "/projects/{project}": _read(
            "one study", {"$ref": "#/components/schemas/Project"}, _PROJECT, problems=_IN_A_STUDY
        ),
        "/projects/{project}/forms": _read("respondent types", _list("Form"), _PROJECT, problems=_IN_A_STUDY),
        "/projects/{project}/forms/{form}": _read(
            "one respondent type", {"$ref": "#/components/schemas/Form"}, _PROJECT, _FORM, problems=_IN_A_STUDY
        ),
        "/projects/{project}/forms/{form}/submissions": _read(
            "interviews, without answers", _list("Submission"), _PROJECT, _FORM, problems=_IN_A_STUDY
        ),
        "/projects/{project}/forms/{form}/submissions/{instance}": _read(
            "one interview, without answers", {"$ref": "#/components/schemas/Submission"},
            _PROJECT, _FORM, _INSTANCE, problems=_IN_A_STUDY,
        ),
        "/projects/{project}/forms/{form}.svc/Submissions": _read(
            "interviews with their answers", _ROWS, _PROJECT, _FORM, *_PAGES, problems=(400, *_IN_A_STUDY, 501)
        ),
    },
    "components": {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Problem": _object(code={"type": "number"}, message=_TEXT),
            "User": _object(id=_NUMBER, type=_TEXT, email=_TEXT, displayName=_TEXT, createdAt=_MOMENT),
            "Project": _object(id=_NUMBER, name=_TEXT, description=_TEXT, createdAt=_MOMENT),
            "Form": _object(
                projectId=_NUMBER, xmlFormId=_TEXT, name=_TEXT, version=_TEXT, state=_TEXT, createdAt=_MOMENT
            ),
            "Submission": _object(
                instanceId=_TEXT, submitterId=_NUMBER, createdAt=_MOMENT, reviewState=_MAYBE_TEXT
            ),
        },
    },
}  # fmt: skip
