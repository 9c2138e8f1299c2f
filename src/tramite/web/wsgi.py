"""What the production server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from tramite.web.chunked import with_lengths

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tramite.web.settings")
application = with_lengths(get_wsgi_application())
