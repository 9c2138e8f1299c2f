"""Text as different ledgers write it, brought to plain words, a whole column at a time."""

from __future__ import annotations

import unicodedata
from itertools import chain
from typing import Final

import polars as pl

# Everything that stands for a Latin letter or a digit: up to the letterlike signs, ligatures, wide forms.
_LETTERS: Final = tuple(map(chr, chain(range(0x80, 0x2200), range(0xFB00, 0xFB07), range(0xFF01, 0xFF5F))))


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _folding() -> dict[str, str]:
    bare = {letter: _bare(letter) for letter in _LETTERS}
    told = {letter: text for letter, text in bare.items() if not text or any(map(str.isascii, text))}
    return told | {"'": "", "’": "", "`": "", "&": " & "}


_FOLDING: Final = _folding()


def words_of(text: pl.Expr) -> pl.Expr:
    """Write text in lower case without accents, dots and signs; «&» is a word, an apostrophe is nothing."""
    bare = text.str.to_lowercase().str.replace_many(_FOLDING)
    return bare.str.replace_all("[^a-z0-9&]+", " ").str.strip_chars(" ")


def joined(words: pl.Expr) -> pl.Expr:
    """Put letters of an abbreviation together: «s r l» gives ``srl``."""
    marked = words.str.replace_all(r"\b[a-z0-9]\b", ".${0}.")
    return marked.str.replace_all(". .", "", literal=True).str.replace_all(".", "", literal=True)


def tidy(words: pl.Expr) -> pl.Expr:
    """Leave one space between words, and none around them."""
    return words.str.replace_all(" {2,}", " ").str.strip_chars(" ")


def plain(text: pl.Expr) -> pl.Expr:
    """Write text in plain words; «S.r.l.», «s. r. l.» and «SRL» all give ``srl``."""
    return joined(words_of(text))


def known(text: pl.Expr) -> pl.Expr:
    """Return null where nothing is written."""
    return pl.when(text != "").then(text)
