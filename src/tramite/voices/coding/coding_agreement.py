"""How well the people who coded the same answers agree, code by code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tramite.kernel.method import Method
from tramite.voices.coding.agreement import (
    Agreement,
    Floats,
    Presence,
    cohen_kappa,
    estimate_agreement,
    fleiss_kappa,
)
from tramite.voices.coding.answers import ANSWER, quote_of, texts_of
from tramite.voices.coding.book import NOTHING

Answer = tuple[str, str]
Spans = dict[tuple[str, str], list[tuple[int, int]]]  # by coder and code
_DISAGREEMENT = {
    "interview_id": pl.String, "item_id": pl.String, "start": pl.Int64, "end": pl.Int64, "quote": pl.String,
    "code": pl.String, "coder_a": pl.String, "coder_b": pl.String, "b_gave": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code.

    Attributes:
        answers: is the code there in the answer, or not. spans: is it there at each character.
        cohen: kappa of two coders; ``None`` if there are not two.
        fleiss: kappa of several; ``None`` where answers have different numbers of coders.
    """

    code: str
    answers: Agreement
    spans: Agreement
    cohen: float | None
    fleiss: float | None


@dataclass(frozen=True, slots=True)
class CodingAgreement:
    """Agreement of coders.

    Attributes:
        coders: who coded an answer that somebody else coded too. both: such answers.
        drawn, drawn_both: answers that were drawn for double coding; those of them that two have coded.
        codes: by code, those used on these answers. answers, spans: over all codes.
        disagreements: one row per coding that another reader of the answer did not give: where, ``code``,
            ``coder_a`` (gave it), ``coder_b`` (did not), ``b_gave`` (codes of b on any part of the span).
    """

    coders: tuple[str, ...]
    both: int
    drawn: int
    drawn_both: int
    codes: tuple[CodeAgreement, ...]
    answers: Agreement
    spans: Agreement
    disagreements: pl.DataFrame


def coding_agreement(
    codings: pl.DataFrame, *, answers: pl.DataFrame, drawn: pl.DataFrame, method: Method, rng: np.random.Generator
) -> CodingAgreement:
    """Estimate how well coders agree on the answers that two or more of them read.

    A coder has read an answer if he or she gave it any code, «none» included. Two questions, one α each:

    - *in the answer*: presence or absence of each code, since tables count interviews by code and not spans;
    - *at each character*: presence or absence of each code at every character, so that spans that overlap count
      by how much they do (nominal α with characters as units; Krippendorff 2019, §12.3). Characters of an answer
      are not independent, hence answers are what is drawn again for the interval.

    Args:
        codings: checked, contract ``codings``. answers: ``interview_id``, ``item_id``, ``text``.
        drawn: answers drawn for double coding. rng: of the intervals.

    Source: Krippendorff 2019; Hayes & Krippendorff 2007; METHOD §4.6.
    """
    texts, spans = texts_of(answers), _spans(codings)
    readers = {answer: sorted({coder for coder, _ in given}) for answer, given in spans.items()}
    both = sorted(answer for answer, coders in readers.items() if len(coders) > 1)
    codes = sorted({code for answer in both for _, code in spans[answer]} - {NOTHING})
    coders = tuple(sorted({coder for answer in both for coder in readers[answer]}))
    presence = _presence(both, codes, readers, spans)
    each, overall = estimate_agreement(presence, method=method, rng=rng)
    by_span, overall_span = estimate_agreement(
        _span_presence(both, codes, readers, spans, texts), method=method, rng=rng
    )
    wanted = set(drawn.select(ANSWER).iter_rows())
    return CodingAgreement(
        coders=coders,
        both=len(both),
        drawn=len(wanted),
        drawn_both=len(wanted.intersection(both)),
        codes=tuple(
            CodeAgreement(
                code, each[c], by_span[c], _cohen(code, coders, both, spans),
                fleiss_kappa(np.column_stack([presence.ones[:, c], presence.values - presence.ones[:, c]])),
            )
            for c, code in enumerate(codes)
        ),
        answers=overall,
        spans=overall_span,
        disagreements=_disagreements(both, readers, spans, texts),
    )  # fmt: skip


def _spans(codings: pl.DataFrame) -> dict[Answer, Spans]:
    spans: dict[Answer, Spans] = {}
    for interview, item, start, end, code, coder in codings.select(
        *ANSWER, "start", "end", "code", "coder"
    ).iter_rows():
        spans.setdefault((interview, item), {}).setdefault((coder, code), []).append((start, end))
    return spans


def _presence(
    both: Sequence[Answer],
    codes: Sequence[str],
    readers: Mapping[Answer, list[str]],
    spans: Mapping[Answer, Spans],
) -> Presence:
    m = np.array([len(readers[answer]) for answer in both], dtype=float)
    ones = np.array(
        [[sum((coder, code) in spans[a] for coder in readers[a]) for code in codes] for a in both], dtype=float
    ).reshape(len(both), len(codes))
    return Presence(m, ones, ones * (m[:, None] - ones) / (m[:, None] - 1))


def _span_presence(
    both: Sequence[Answer],
    codes: Sequence[str],
    readers: Mapping[Answer, list[str]],
    spans: Mapping[Answer, Spans],
    texts: Mapping[Answer, str],
) -> Presence:
    ones, apart = np.zeros((len(both), len(codes))), np.zeros((len(both), len(codes)))
    values = np.array([len(readers[answer]) * len(texts[answer]) for answer in both], dtype=float)
    for u, answer in enumerate(both):
        m, length = len(readers[answer]), len(texts[answer])
        for c, code in enumerate(codes):
            there = sum(
                (_covered(spans[answer].get((coder, code), []), length) for coder in readers[answer]),
                np.zeros(length),
            )
            ones[u, c] = there.sum()
            apart[u, c] = (there * (m - there)).sum() / (m - 1)
    return Presence(values, ones, apart)


def _covered(spans: Sequence[tuple[int, int]], length: int) -> Floats:
    covered = np.zeros(length)
    for start, end in spans:
        covered[start:end] = 1
    return covered


def _cohen(
    code: str, coders: Sequence[str], both: Sequence[Answer], spans: Mapping[Answer, Spans]
) -> float | None:
    if len(coders) != 2:
        return None
    table = np.zeros((2, 2))
    for answer in both:
        first, second = ((coder, code) in spans[answer] for coder in coders)
        table[int(first), int(second)] += 1
    return cohen_kappa(table)


def _disagreements(
    both: Sequence[Answer],
    readers: Mapping[Answer, list[str]],
    spans: Mapping[Answer, Spans],
    texts: Mapping[Answer, str],
) -> pl.DataFrame:
    rows = []
    for answer in both:
        given = spans[answer]
        for (coder, code), places in sorted(given.items()):
            for other in readers[answer]:
                if code == NOTHING or (other, code) in given:
                    continue
                for start, end in sorted(places):
                    quote = quote_of(texts[answer], start, end)
                    rows.append((*answer, start, end, quote, code, coder, other, _on(given, other, start, end)))
    return pl.DataFrame(rows, schema=_DISAGREEMENT, orient="row")


def _on(given: Spans, coder: str, start: int, end: int) -> str:
    codes = {
        code
        for (who, code), places in given.items()
        if who == coder and any(first < end and start < last for first, last in places)
    }
    return ", ".join(sorted(codes))
