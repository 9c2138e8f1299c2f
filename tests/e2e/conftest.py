"""Debian's Chromium, for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.tablet import WAIT
from tests.e2e.test_dossier_in_browser import FLAGS
from tests.needed import needed


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=needed("chromium", "chromium"), args=FLAGS)
        expect.set_options(timeout=WAIT)
        with pytest.MonkeyPatch.context() as patch:
            # The browser's own loop runs while a test looks into the database.
            patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
            yield opened
        opened.close()
