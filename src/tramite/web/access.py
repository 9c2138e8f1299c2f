"""Who may open which page. A page that does not say so opens to nobody."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from tramite.web.actions.api_tokens import holder_of
from tramite.web.actions.device_keys import key_of
from tramite.web.api_problem import problem
from tramite.web.models import Right, Study, User
from tramite.web.openrosa_xml import message


class PageRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
    htmx: HtmxDetails


class ProgramRequest(PageRequest):
    """A request of a program, by a token."""

    token: str


class StudyRequest(PageRequest):
    """A request within a study, by somebody with a role in it."""

    study: Study
    rights: frozenset[Right]


class DeviceRequest(StudyRequest):
    """A request of an interviewer's device, by the key in its address."""

    token: str


@dataclass(frozen=True, slots=True)
class Access:
    """What a page asks of whoever opens it.

    Attributes:
        rights: all of these, in the study of its address. owners: only owners of the installation. device: the
            key of an interviewer's device, and no log-in. program: a program may ask, with a token; the study is
            a number in the address. None of them: any account.
    """

    rights: frozenset[Right] = frozenset()
    owners: bool = False
    device: bool = False
    program: bool = False


_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])
# Pages of libraries for whoever is, or is to be, logged in; all else of libraries is closed.
# Sheets that go ahead are opened by their link, which is asked for in their view.
_OPEN_TO_ALL: Final = frozenset(
    {
        "account_login", "account_logout", "account_inactive", "set_language", "health", "sheet", "sheet_form",
        "sheet_session", "send_sheet", "api_sessions",
    }
)  # fmt: skip
_OF_ACCOUNTS: Final = frozenset(
    {
        "account_change_password", "account_reauthenticate", "mfa_index", "mfa_authenticate", "mfa_reauthenticate",
        "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)  # fmt: skip
_BEFORE_A_PASSWORD: Final = _OPEN_TO_ALL | {"account_change_password", "account_reauthenticate"}
_MINUTE: Final = 60
_TRIES: Final = 30  # of keys that open nothing
_BEFORE_LOGIN: Final = _OPEN_TO_ALL | {"mfa_authenticate"}


def needs(*rights: Right) -> Callable[[_View], _View]:
    """Open a page of a study to whoever has all of these rights in it."""
    return _declare(Access(rights=frozenset(rights)))


def owners_only(view: _View) -> _View:
    """Open a page to owners of the installation."""
    return _declare(Access(owners=True))(view)


def any_account(view: _View) -> _View:
    """Open a page to whoever is logged in."""
    return _declare(Access())(view)


def device_only(view: _View) -> _View:
    """Open an address to devices of interviewers; what no cookie opens no other site can misuse."""
    return _declare(Access(device=True))(csrf_exempt(view))


def programs(*rights: Right) -> Callable[[_View], _View]:
    """Open an address to programs, whose holder has all of these rights in the study of the address.

    No cookie opens it but to read, so that no other site can misuse it.
    """

    def declare(view: _View) -> _View:
        return _declare(Access(rights=frozenset(rights), program=True))(csrf_exempt(view))

    return declare


def _declare(access: Access) -> Callable[[_View], _View]:
    def declare(view: _View) -> _View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declare


class AccessMiddleware:
    """Lets a request through to its page, or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the page is known only once its address is resolved."""
        return self._get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse, send elsewhere, or let through; a page of a study finds it, and its rights, in the request."""
        name = request.resolver_match.view_name
        access: Access | None = getattr(view, "access", None)
        if access is not None and access.device:
            return _enter_by_key(request, kwargs.pop("token"))
        if access is not None and access.program:
            return _enter_by_token(request, kwargs, access.rights)
        if not request.user.is_authenticated:
            return None if name in _BEFORE_LOGIN else _to(request, "account_login")
        if request.user.must_change_password and name not in _BEFORE_A_PASSWORD:
            return _to(request, "account_change_password")
        if name in _OPEN_TO_ALL | _OF_ACCOUNTS:
            return None
        if access is None or (access.owners and not request.user.is_owner):
            raise PermissionDenied
        if access.rights:
            _enter_study(request, kwargs.pop("study"), access.rights)
        return None


def _enter_study(request: Any, code: str, rights: frozenset[Right]) -> None:
    """Find the study of a request; one in which somebody has no role is not there for them."""
    study = Study.objects.visible_to(request.user).filter(code=code).first()
    if study is None:
        raise Http404
    request.study, request.rights = study, study.rights_of(request.user)
    if not rights <= request.rights:
        raise PermissionDenied


def _enter_by_key(request: Any, token: str) -> HttpResponse | None:
    """Find whose device asks, and whether they still hold interviews: at every request."""
    key = key_of(token)
    rights = key.study.rights_of(key.user) if key is not None and key.user.is_active else frozenset()
    if key is None or Right.CONDUCT_INTERVIEWS not in rights:
        if _tries_too_often(request):
            return message(_("Too many attempts. Wait a minute."), 429)
        return message(_("This device may not, or may no longer, work for the study. Ask for a new key."), 403)
    request.user, request.study, request.rights, request.token = key.user, key.study, rights, token
    activate(key.user.language)
    return None


def _tries_too_often(request: HttpRequest) -> bool:
    """Count a request with a key that opens nothing, from one address in a minute."""
    place = f"device_key-{get_adapter().get_client_ip(request)}-{time.time() // _MINUTE}"
    cache.add(place, 0)
    try:
        return cache.incr(place) > _TRIES
    except ValueError:  # the cache was emptied meanwhile
        return False


def _enter_by_token(request: Any, kwargs: dict[str, Any], rights: frozenset[Right]) -> HttpResponse | None:
    """Find who asks, by a token, or by a session where nothing changes; then the study, by its number."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    held = holder_of(token.strip()) if scheme.lower() == "bearer" else None
    if held is None and not scheme and request.method in ("GET", "HEAD") and request.user.is_authenticated:
        held = request.user
    if held is None or held.must_change_password:
        return problem(401, 401.2, "Could not authenticate with the provided credentials.")
    request.user, request.token = held, token.strip()
    if rights:
        study = Study.objects.visible_to(held).filter(pk=kwargs.pop("project")).first()
        if study is None:
            return problem(404, 404.1, "Could not find the resource you were looking for.")
        request.study, request.rights = study, study.rights_of(held)
        if not rights <= request.rights:
            return problem(403, 403.1, "The authenticated actor does not have rights to perform that action.")
    return None


def _to(request: Any, name: str) -> HttpResponse:
    address = reverse(name)
    if name == "account_login" and request.method == "GET" and not request.htmx:
        address += f"?next={request.path}"
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def rights_held(request: HttpRequest) -> dict[str, object]:
    """Give templates the study of the page and the names of the rights held in it."""
    study = getattr(request, "study", None)
    return {"study": study, "may": {right.value: True for right in getattr(request, "rights", ())}}
