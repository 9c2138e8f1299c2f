"""Both languages say the same things."""

from __future__ import annotations

from string import Formatter

from tramite.kernel.method import reasons
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.wording import catalogue, say
from tramite.reports.sections.settings import BITE


def placeholders(sentence: str) -> list[str]:
    """Return the names in braces."""
    return sorted({name for _, name, _, _ in Formatter().parse(sentence) if name is not None})


def test_catalogue_has_the_same_keys_and_placeholders_in_both_languages() -> None:
    english, italian = catalogue("en"), catalogue("it")
    assert sorted(english) == sorted(italian)
    assert {key: placeholders(english[key]) for key in english} == {
        key: placeholders(italian[key]) for key in english
    }


def test_settings_give_the_reason_of_the_method() -> None:
    known = dict(reasons())
    for name in (name for names in BITE.values() for name in names):
        assert say(f"dossier.setting_{name}_why") == known[name].why


def test_every_table_says_what_is_missing_without_it() -> None:
    assert [name for name in CONTRACTS if f"dossier.without_{name}" not in catalogue("it")] == []
