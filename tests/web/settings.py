"""The settings of the web face for tests: a home of their own, quick passwords, work done at once.

``TRAMITE_TEST_DATABASE`` says on which database; an SQLite file without it.
"""

from __future__ import annotations

import atexit
import os
import shutil
from tempfile import mkdtemp

_HOME = mkdtemp(prefix="tramite-tests-")
os.mkdir(os.path.join(_HOME, "static"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["TRAMITE_HOME"] = _HOME
os.environ["TRAMITE_DATABASE"] = os.environ.get("TRAMITE_TEST_DATABASE", "")
os.environ.pop("TRAMITE_TLS", None)

from tramite.web.settings import *  # noqa: E402, F403 - the home must be known first

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in use: threads of a database in memory share its locks, and are refused instead of waiting.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_HOME, "tests.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": TASKS["default"] | {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # noqa: F405
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ALLOWED_HOSTS = ["testserver", "localhost"]
