"""A part of the interface of ODK Central, so that analysts read answers with their own tools (pyODK, Power BI)."""

from tramite.web.faces.central.reading import urlpatterns as _reading
from tramite.web.faces.central.sessions import urlpatterns as _sessions
from tramite.web.faces.central.tokens import urlpatterns as token_urlpatterns

urlpatterns = [*_sessions, *_reading]
__all__ = ["token_urlpatterns", "urlpatterns"]
