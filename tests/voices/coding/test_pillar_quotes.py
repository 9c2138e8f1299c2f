from __future__ import annotations

import polars as pl

from tests.beliefs.heard_voices import Heard
from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.coding.book import starter_codebook
from tramite.voices.coding.pillar_quotes import pillar_quotes

SAID = (
    ("i-partner-shops-0", "E-CLM", "claims take weeks"),
    ("i-partner-shops-1", "E-CLM", "nobody rings back"),
    ("i-partner-shops-2", "P-MAP", "we read it in the paper"),
    ("i-customer-shops-0", "E-CLM", "said by a customer"),
)


def quotes(levels: list[str], *, population: int = 40, quotable: bool = True) -> dict[tuple[str, str], list[str]]:
    heard = Heard(population)
    heard.hear("partner", "shops", 3, lambda i: {"PZ01": "one change"})
    heard.hear("customer", "shops", 1, lambda i: {"CZ02": "one change"})
    study = heard.study()
    interviews = study.interviews.with_columns(pl.Series("level", levels), pl.lit(quotable).alias("quotable"))
    codings = pl.DataFrame(
        [(name, "PZ01", 0, len(words), code, "anna", words) for name, code, words in SAID],
        schema=["interview_id", "item_id", "start", "end", "code", "coder", "quote"], orient="row",
    )  # fmt: skip
    found = pillar_quotes(
        codings, interviews, study.frame, book=starter_codebook(), bank=load_bank(), method=Method()
    )
    return {place: [quote.words for quote in told] for place, told in found.items()}


def test_words_are_told_by_channel_and_promise_where_their_level_allows_it() -> None:
    assert quotes(["a", "b", "a", "a"]) == {
        ("shops", "easy"): ["claims take weeks"], ("shops", "predictable"): ["we read it in the paper"]
    }  # fmt: skip


def test_words_are_not_told_without_consent_or_of_a_handful_of_partners() -> None:
    assert quotes(["a"] * 4, quotable=False) == {}
    assert quotes(["a"] * 4, population=4) == {}
