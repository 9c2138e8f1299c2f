"""Every word of the pages in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.forms import DateField
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import override

import tramite.web
from tests.needed import needed
from tramite.web.models import SampleEntry, Study, User
from tramite.web.models.log_words import KINDS, field_words, kind_words

WEB = Path(tramite.web.__file__).parent
ITALIAN = WEB / "locale" / "it" / "LC_MESSAGES" / "django.po"


def _said(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_all(message.id): _all(message.string) for message in catalogue if message.id}


def _all(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def test_the_log_has_words_for_whatever_is_noted_in_it() -> None:
    program = "".join(file.read_text("utf-8") for file in WEB.rglob("*.py"))
    noted = set(re.findall(r'Verb\.[A-Z]+, "(?:list of )?([^"]+)"|note_list_seen\(request, "([^"]+)"\)', program))
    assert {one or other for one, other in noted} <= KINDS.keys()
    with override("it"):
        assert kind_words("list of sampledunit") == "elenco: chi è stato estratto"
        assert field_words("sampledunit", "reason", "it") == "motivo del rifiuto"
        entry = SampleEntry(event="change", reason="refused: non ha tempo: mai")
        assert entry.said == "rifiutata: non ha tempo: mai"


def test_no_date_on_an_english_page_can_be_read_in_two_ways() -> None:
    when = datetime(2024, 12, 1, 14, 30, tzinfo=UTC)
    with override("en"):
        written = [date_format(when, f"{name}_FORMAT") for name in ("SHORT_DATE", "SHORT_DATETIME", "MONTH_DAY")]
        assert written == ["1 Dec 2024", "1 Dec 2024, 14:30", "1 Dec"]
        assert DateField().clean("01/12/2024") == date(2024, 12, 1)
    with override("it"):
        assert date_format(when, "SHORT_DATE_FORMAT") == "01/12/2024"


def test_no_page_orders_day_and_month_by_itself() -> None:
    pages = "".join(page.read_text("utf-8") for page in WEB.glob("templates/**/*.html"))
    formats = set(re.findall(r'[|](?:date|time):"([^"]*)"', pages))
    mine = {each for each in formats if not each.endswith("_FORMAT")}
    assert mine == {"D", "D j", "Y-m-d"}  # weekdays; an address


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
