"""Addresses of all pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import include, path
from django.views.i18n import set_language

from tramite.web.faces import (
    audit,
    central,
    competition,
    devices,
    dossiers,
    drafts,
    field,
    forms,
    health,
    interviews,
    openrosa,
    people,
    plan,
    privacy,
    received,
    registers,
    sheets,
    studies,
    talk_sending,
    talks,
)

_STUDY = "s/<slug:study>/"
urlpatterns = [
    path("health", health.health, name="health"),
    path("language", set_language, name="set_language"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second/", second_factor.index, name="mfa_index"),
    path("account/second/login/", second_factor.authenticate, name="mfa_authenticate"),
    path("account/second/again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second/codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("key/<str:token>/", include(openrosa.urlpatterns)),
    path("", include(central.token_urlpatterns)),
    path("v1/", include(central.urlpatterns)),
    path("", include(people.urlpatterns)),
    path("", include(audit.installation_urlpatterns)),
    path("", include(studies.urlpatterns)),
    path("", include(sheets.urlpatterns)),
    path(_STUDY, include(studies.study_urlpatterns)),
    path(_STUDY, include(registers.urlpatterns)),
    path(_STUDY, include(plan.urlpatterns)),
    path(_STUDY, include(field.urlpatterns)),
    path(_STUDY, include(interviews.urlpatterns)),
    path(_STUDY, include(competition.urlpatterns)),
    path(_STUDY, include(talks.urlpatterns)),
    path(_STUDY, include(drafts.urlpatterns)),
    path(_STUDY, include(talk_sending.urlpatterns)),
    path(_STUDY, include(forms.urlpatterns)),
    path(_STUDY, include(devices.urlpatterns)),
    path(_STUDY, include(received.urlpatterns)),
    path(_STUDY, include(dossiers.urlpatterns)),
    path(_STUDY, include(audit.urlpatterns)),
    path(_STUDY, include(privacy.urlpatterns)),
]
