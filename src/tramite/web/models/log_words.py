"""What the kinds of things and the fields in the log are called on pages; the log itself keeps their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import Language
from tramite.web.models.rights import Role

_LIST: Final = "list of "
KINDS: Final[Mapping[str, str | Promise]] = {
    "answers on competition": gettext_lazy("answers on competition"),
    "booking": gettext_lazy("booking"),
    "channel": gettext_lazy("channel"),
    "consent": gettext_lazy("consent"),
    "contact": gettext_lazy("contact"),
    "contactattempt": gettext_lazy("call"),
    "customer": gettext_lazy("customer"),
    "desk": gettext_lazy("the desk"),
    "device key": gettext_lazy("key of a device"),
    "dossier": gettext_lazy("dossier"),
    "draft": gettext_lazy("interview that is begun"),
    "fact": gettext_lazy("statement of the quiz"),
    "firm": gettext_lazy("firm"),
    "flag": gettext_lazy("flag of an interview"),
    "form": gettext_lazy("form"),
    "frameunit": gettext_lazy("who could be asked"),
    "guesses": gettext_lazy("guesses"),
    "hold": gettext_lazy("hold on personal data"),
    "import": gettext_lazy("import"),
    "interview": gettext_lazy("interview"),
    "invitation": gettext_lazy("invitation"),
    "login": gettext_lazy("log-in"),
    "partner": gettext_lazy("partner"),
    "person": gettext_lazy("personal data of one person"),
    "quality": gettext_lazy("quality of the interviews"),
    "questionnaires": gettext_lazy("questionnaires"),
    "record of processing": gettext_lazy("record of processing"),
    "recording": gettext_lazy("recording"),
    "roles": gettext_lazy("roles"),
    "sample": gettext_lazy("sample"),
    "sampledunit": gettext_lazy("who was drawn"),
    "sheet link": gettext_lazy("link to a sheet"),
    "study": gettext_lazy("study"),
    "submission": gettext_lazy("filled form"),
    "token": gettext_lazy("token of a program"),
    "user": gettext_lazy("account"),
    "vendor": gettext_lazy("vendor's people"),
    "words of the project": gettext_lazy("words of the project"),
}
_FIELDS: Final[Mapping[str, str | Promise]] = {
    "api": gettext_lazy("by a program"),
    "assigned_to": gettext_lazy("interviewer"),
    "channel": gettext_lazy("channel"),
    "goals": gettext_lazy("goals"),
    "is_active": gettext_lazy("open or closed"),
    "password": gettext_lazy("password"),
    "searched": gettext_lazy("searched"),
    "state": gettext_lazy("state"),
    "text": gettext_lazy("text"),
    "withdrawn_at": gettext_lazy("withdrawn"),
    "worth_it": gettext_lazy("why the study is worth its cost"),
    **{str(role): role.label for role in Role},
}
_TABLES: Final[Mapping[str, str]] = {
    "partner": "partners", "customer": "customers", "fact": "facts", "frameunit": "frame", "sampledunit": "sample",
    "flag": "quality_decisions", "interview": "interviews",
}  # fmt: skip


def kind_words(kind: str) -> str:
    """Return what a kind of thing is called; by its code, if it has no name."""
    if kind.startswith(_LIST):
        return _("list: %(kind)s") % {"kind": kind_words(kind.removeprefix(_LIST))}
    return str(KINDS.get(kind, kind))


def field_words(kind: str, name: str, language: Language) -> str:
    """Return what a field of a thing is called: as its table says, or by its own name."""
    columns = CONTRACTS[_TABLES[kind]].by_name if kind in _TABLES else {}
    if name not in _FIELDS and name in columns:
        return columns[name].say(language)
    return str(_FIELDS.get(name, name))
