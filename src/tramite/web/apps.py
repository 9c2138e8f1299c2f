"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TramiteConfig(AppConfig):
    """The one application, label ``tramite``."""

    name = "tramite.web"
    label = "tramite"
    verbose_name = _("Tramite")
    default_auto_field = "django.db.models.BigAutoField"
