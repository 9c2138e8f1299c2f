from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import tramite
from tramite.kernel.wording import LANGUAGES, catalogue, say

SOURCE = Path(tramite.__file__).parent


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_say_the_same_things() -> None:
    english, italian = (catalogue(language) for language in LANGUAGES)
    assert english.keys() == italian.keys()
    assert {k: placeholders(s) for k, s in english.items()} == {k: placeholders(s) for k, s in italian.items()}


def test_no_sentence_is_empty_or_left_in_english() -> None:
    english, italian = (catalogue(language) for language in LANGUAGES)
    assert not [key for key, sentence in (english | italian).items() if not sentence.strip()]
    long = {key for key, text in english.items() if len(re.sub(r"{\w*}|[^\w ]", "", text).split()) > 3}
    assert not [key for key in long if english[key] == italian[key]]


def test_every_key_written_in_the_code_exists() -> None:
    pattern = re.compile(r"""\bsay\(\s*["']([a-z_0-9]+\.[a-z_0-9]+)["']""")
    used = {key for path in SOURCE.rglob("*.py") for key in pattern.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 20
    assert used <= catalogue("en").keys()


def test_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("no.such")
