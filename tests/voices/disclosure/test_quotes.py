from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.kernel.wording import LANGUAGES
from tramite.voices.asking.bank import load_bank
from tramite.voices.disclosure.quotes import Quote, Refusal, judge_quotes

FRAME = pl.DataFrame(
    {
        "unit_id": [str(number) for number in range(9)],
        "role": ["reseller"] * 5 + ["agent"] * 4,
        "area": ["nord"] * 6 + ["sud"] * 3,
        "name": ["Rossi Cicli S.r.l.", "Bi", *["Verdi"] * 7],
    }
)
INTERVIEWS = pl.DataFrame(
    {
        "interview_id": ["open", "groups", "silent", "aside"],
        "role": ["reseller", "reseller", "agent", "agent"],
        "status": ["approved", "approved", "approved", "has_issues"],
        "consent": [True] * 4,
        "level": ["a", None, None, "a"],
        "quotable": [True, True, None, True],
    }
)
SAID = Quote("groups", "PZ01", "Vorrei consegne complete.", paraphrased=True)


def refused(quote: Quote) -> tuple[Refusal, ...]:
    shown, left = judge_quotes((quote,), interviews=INTERVIEWS, frame=FRAME, bank=load_bank(), method=Method())
    assert (shown == (quote,)) is (left == ())
    return left[0].why if left else ()


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        (SAID, ()),
        (replace(SAID, interview_id="silent"), ("no_consent",)),
        (replace(SAID, interview_id="aside"), ("unusable",)),
        (replace(SAID, interview_id="nobody"), ("unusable",)),
        (replace(SAID, paraphrased=False), ("verbatim",)),
        (replace(SAID, interview_id="open", paraphrased=False), ()),
        (replace(SAID, item_id="PW01"), ("sensitive",)),
        (replace(SAID, words="Con la ROSSI CICLI S.r.l. va meglio"), ("names",)),
        (replace(SAID, words="Come Rossi Cicli, più o meno"), ("names",)),
        (replace(SAID, words="Noi della verdi non lo facciamo"), ("names",)),
        (replace(SAID, words="Di bi-camere non ne vendo"), ()),
        (replace(SAID, area="nord", role="reseller"), ()),
        (replace(SAID, area="nord", role="agent"), ("few",)),
        (replace(SAID, area="sud"), ("few",)),
        (replace(SAID, product="bikes", area="nord", role="reseller"), ("together",)),
        (replace(SAID, product="bikes", area="nord"), ()),
    ],
)
def test_quote_is_shown_only_where_nobody_is_given_away(quote: Quote, why: tuple[Refusal, ...]) -> None:
    assert refused(quote) == why


def test_all_reasons_are_told_at_once_in_both_languages() -> None:
    quote = Quote("silent", "PW01", "Verdi è più caro", product="bikes", area="sud", role="agent")
    _, (left,) = judge_quotes((quote,), interviews=INTERVIEWS, frame=FRAME, bank=load_bank(), method=Method())
    assert left.why == ("no_consent", "sensitive", "verbatim", "names", "together", "few")
    assert all(reason.say(language) for reason in left.reasons for language in LANGUAGES)
