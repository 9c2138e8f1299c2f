from __future__ import annotations

import re
import unicodedata

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tramite.store.linkage.plain_words import plain, words_of


def column(*written: str) -> pl.DataFrame:
    return pl.DataFrame({"written": written})


def test_plain_drops_accents_and_joins_abbreviations() -> None:
    found = column("  Caffè  dell’Università  S.P.A. ", "s. r. l. B Groß & C", "").select(plain(pl.col("written")))
    assert found.to_series().to_list() == ["caffe delluniversita spa", "srlb gross & c", ""]


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x21FF, exclude_categories=("Cc", "Cs"))))
def test_words_are_those_of_the_unicode_decomposition(written: str) -> None:
    folded = unicodedata.normalize("NFKD", written.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’`").replace("&", " & ")
    assert column(written).select(words_of(pl.col("written"))).item() == re.sub("[^a-z0-9&]+", " ", bare).strip()
