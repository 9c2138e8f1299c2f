"""Codes proposed for answers that nobody coded, each with the example it rests on; a person decides."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import polars as pl

from tramite.voices.coding.answers import ANSWER, quote_of, texts_of
from tramite.voices.coding.book import NOTHING

PROPOSER = "tramite: nearest example"
PROPOSED = (*ANSWER, "start", "end", "code")
_SENTENCE = re.compile(r"[^.!?;:\n\r]+")
_GRAMS = (3, 4, 5)
_SCHEMA = {
    "interview_id": pl.String, "item_id": pl.String, "start": pl.Int64, "end": pl.Int64, "text": pl.String,
    "code": pl.String, "decision": pl.String, "score": pl.Float64, "because": pl.String,
}  # fmt: skip


def propose_codes(answers: pl.DataFrame, *, codings: pl.DataFrame) -> pl.DataFrame:
    """Propose for each sentence of an uncoded answer the code of the most similar span that a person coded.

    Likeness is the cosine of the two texts' letter groups, 3 to 5 long within words, each weighted
    tf·(1 + ln(N/df)) over the N examples: it sees words and their inflections in any language, not meaning. It
    knows nothing that no person has coded.

    Args:
        answers: ``interview_id``, ``item_id``, ``text``. codings: checked, contract ``codings``.

    Returns: contract ``proposals``, nothing decided, most similar first; sentences like no example are not there.
    Source: METHOD §4.6 («machine codes are proposals confirmed by a person»).
    """
    texts = texts_of(answers)
    coded = set(codings.select(ANSWER).iter_rows())
    told = (
        codings.filter(pl.col("code") != NOTHING).select(*ANSWER, "start", "end", "code").unique().sort(PROPOSED)
    )
    examples = [(quote_of(texts[i, q], start, end), code) for i, q, start, end, code in told.iter_rows()]
    index = _Index([quote for quote, _ in examples])
    rows = []
    for answer, text in texts.items():
        for start, end in _sentences(text) if answer not in coded else ():
            score, nearest = index.nearest(text[start:end])
            if nearest is not None:
                quote, code = examples[nearest]
                rows.append((*answer, start, end, quote_of(text, start, end), code, None, round(score, 4), quote))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort(
        "score", *PROPOSED, descending=[True, *[False] * len(PROPOSED)]
    )


class _Index:
    """Examples by their letter groups."""

    def __init__(self, examples: Sequence[str]) -> None:
        counts = [Counter(_grams(example)) for example in examples]
        found = Counter(gram for count in counts for gram in count)
        self.unseen = 1 + math.log(max(len(examples), 1))
        self.rarity = {gram: 1 + math.log(len(examples) / times) for gram, times in found.items()}
        self.examples: dict[str, list[tuple[int, float]]] = {}
        for place, count in enumerate(counts):
            weights = {gram: times * self.rarity[gram] for gram, times in count.items()}
            length = math.hypot(*weights.values())
            for gram, weight in weights.items():
                self.examples.setdefault(gram, []).append((place, weight / length))

    def nearest(self, text: str) -> tuple[float, int | None]:
        """Return the cosine with the most similar example, and its place; none if nothing is shared."""
        weights = {
            gram: times * self.rarity.get(gram, self.unseen) for gram, times in Counter(_grams(text)).items()
        }
        length = math.hypot(*weights.values())
        cosines: dict[int, float] = defaultdict(float)
        for gram, weight in weights.items():
            for place, other in self.examples.get(gram, ()):
                cosines[place] += weight / length * other
        best = min(cosines, key=lambda place: (-cosines[place], place), default=None)
        return (0.0, None) if best is None else (min(cosines[best], 1.0), best)


def _grams(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text.casefold()):
        bounded = f" {word} "
        for size in _GRAMS:
            yield from (bounded[at : at + size] for at in range(len(bounded) - size + 1))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(text):
        words = found.group()
        start = found.start() + len(words) - len(words.lstrip())
        end = found.start() + len(words.rstrip())
        if start < end:
            yield start, end
