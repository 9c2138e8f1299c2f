"""May these words be shown? Consent, level, and who could be recognised by them (METHOD §3.3, §4.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.kernel.method import Method
from tramite.kernel.tables import ROLES
from tramite.kernel.wording import Phrase
from tramite.voices.asking.bank import ItemBank
from tramite.voices.disclosure.confidentiality import ALLOWED, with_levels
from tramite.voices.estimation.field import usable_interviews

Refusal = Literal["unusable", "no_consent", "sensitive", "verbatim", "names", "together", "few"]
_NAME = 4  # letters: a shorter company name is a word like another
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:s\.?r\.?l|s\.?p\.?a|s\.?n\.?c|s\.?a\.?s|gmbh|ltd|inc|sarl|s\.?a)\.?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an interview, as they would be shown.

    Attributes:
        words: what is shown. paraphrased: in other words than those said.
        product, area, role: what is told of who said it; ``None``: nothing.
    """

    interview_id: str
    item_id: str
    words: str
    paraphrased: bool = False
    product: str | None = None
    area: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedQuote:
    """A quote that may not be shown, with all reasons."""

    quote: Quote
    why: tuple[Refusal, ...]

    @property
    def reasons(self) -> tuple[Phrase, ...]:
        """The reasons, in words: what to change."""
        return tuple(Phrase(f"disclosure.quote_{why}") for why in self.why)


def judge_quotes(
    quotes: tuple[Quote, ...],
    *,
    interviews: pl.DataFrame,
    frame: pl.DataFrame,
    bank: ItemBank,
    method: Method,
) -> tuple[tuple[Quote, ...], tuple[RefusedQuote, ...]]:
    """Part quotes that may be shown from those that may not.

    Refused are: of an interview that does not count (``unusable``), or without consent to be quoted
    (``no_consent``); of an item for groups only (``sensitive``); word for word, where the level allows no more
    than a paraphrase (``verbatim``); with the name of a firm of the frame in them (``names``); with product, area
    and role together (``together``); or with an area and a role that fewer than k of the frame have (``few``).

    Args:
        interviews, frame: contracts INTERVIEWS, FRAME.
        method: ``disclosure_k``.
    """
    known = usable_interviews(with_levels(interviews), roles=ROLES)
    rows = {row["interview_id"]: row for row in known.iter_rows(named=True)}
    names = _names(frame)
    shown, refused = [], []
    for quote in quotes:
        why = tuple(_refusals(quote, rows.get(quote.interview_id), frame, names, bank, method))
        if why:
            refused.append(RefusedQuote(quote, why))
        else:
            shown.append(quote)
    return tuple(shown), tuple(refused)


def _refusals(
    quote: Quote,
    interview: Mapping[str, object] | None,
    frame: pl.DataFrame,
    names: re.Pattern[str] | None,
    bank: ItemBank,
    method: Method,
) -> Iterator[Refusal]:
    if interview is None:
        yield "unusable"
        return
    if not interview.get("quotable"):
        yield "no_consent"
    if quote.item_id in bank and bank.item(quote.item_id).sensitive:
        yield "sensitive"
    allowed = next(rights for level, rights in ALLOWED.items() if level == interview["level"])
    if not (quote.paraphrased or allowed.quoted):
        yield "verbatim"
    if names is not None and names.search(quote.words):
        yield "names"
    if None not in (quote.product, quote.area, quote.role):
        yield "together"
    if 0 <= _alike(quote, frame) < method.disclosure_k:
        yield "few"


def _alike(quote: Quote, frame: pl.DataFrame) -> int:
    """Count who could have said it by what is told of them; −1 where nothing is."""
    told = {name: value for name, value in (("area", quote.area), ("role", quote.role)) if value is not None}
    if not told:
        return -1
    columns = {name: pl.col(name) if name in frame.columns else pl.lit(None, pl.String) for name in told}
    return frame.filter([columns[name] == value for name, value in told.items()]).height


def _names(frame: pl.DataFrame) -> re.Pattern[str] | None:
    """Return what finds the name of a firm of the frame in a text, with or without its legal form."""
    if "name" not in frame.columns:
        return None
    bare = {_LEGAL_FORM.sub("", name.strip()) for name in frame["name"].drop_nulls()}
    known = sorted(re.escape(name) for name in bare if len(name) >= _NAME)
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)", re.IGNORECASE) if known else None
