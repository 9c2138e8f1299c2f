"""Every word of the pages in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client

import tramite.web
from tests.needed import needed
from tramite.web.models import Study, User

WEB = Path(tramite.web.__file__).parent
ITALIAN = WEB / "locale" / "it" / "LC_MESSAGES" / "django.po"


def _said(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_all(message.id): _all(message.string) for message in catalogue if message.id}


def _all(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def test_every_word_is_said_in_italian() -> None:
    with ITALIAN.open("rb") as stream:
        catalogue = read_po(stream, locale="it")
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    assert [words for words, said in _said(catalogue).items() if not all(said)] == []
    with ITALIAN.with_suffix(".mo").open("rb") as stream:
        assert _said(read_mo(stream)) == _said(catalogue)


def test_every_word_of_the_pages_is_in_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed("xgettext", "gettext")
    copy = shutil.copytree(WEB, tmp_path / "web")
    monkeypatch.chdir(copy)
    call_command("makemessages", locale=["it"], no_obsolete=True, no_location=True, verbosity=0)
    with ITALIAN.open("rb") as old, (copy / ITALIAN.relative_to(WEB)).open("rb") as new:
        assert set(_said(read_po(new))) == set(_said(read_po(old)))


@pytest.mark.parametrize(("language", "words"), [("it", "Negozi"), ("en", "Shops")])
def test_a_page_is_in_the_language_that_its_reader_chose(
    language: str, words: str, study: Study, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    client = browser_of(owner)
    client.post("/language", {"language": language, "next": "/"})
    page = client.get(f"/s/{study.code}/channels/").content.decode()
    assert f'<html lang="{language}">' in page
    assert words in page
