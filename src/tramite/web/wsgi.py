"""What the production server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tramite.web.settings")
_application = get_wsgi_application()

from tramite.web.actions.device_keys import key_of  # noqa: E402 - Django must be set up before
from tramite.web.chunked import with_lengths  # noqa: E402

application = with_lengths(_application, lambda secret: key_of(secret) is not None)
