"""Which answers two people code."""

from __future__ import annotations

import hashlib
import math

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.coding.answers import ANSWER


def double_coding_draw(answers: pl.DataFrame, *, seed: int, method: Method) -> pl.DataFrame:
    """Draw the answers that a second person codes, ⌈share·n⌉ of every open question.

    Each answer has a number of its own, u = SHA-256(seed, interview, item)/2²⁵⁶; the smallest of each question are
    drawn. Anyone who knows the seed can draw again and find the same, and nobody can choose.

    Args:
        answers: ``interview_id``, ``item_id``, ``text``. seed: of the case.

    Returns: ``interview_id``, ``item_id``, ``u``, sorted.
    Source: METHOD §4.6 (``double_coding_share``).
    """
    numbered = answers.select(
        *ANSWER,
        pl.Series("u", [_number(seed, *key) for key in answers.select(ANSWER).iter_rows()], dtype=pl.Float64),
    )
    drawn = [
        group.sort("u", *ANSWER).head(math.ceil(method.double_coding_share * group.height))
        for group in numbered.partition_by("item_id", maintain_order=True)
    ]
    return (pl.concat(drawn) if drawn else numbered).sort(ANSWER)


def _number(seed: int, interview: str, item: str) -> float:
    digest = hashlib.sha256(f"{seed}\x1f{interview}\x1f{item}".encode()).digest()
    return int.from_bytes(digest, "big") / 2.0**256
