"""Customers of any number, a fifth of them written twice: simulated names, streets and VAT numbers from a seed."""

from __future__ import annotations

import numpy as np
import polars as pl

from tramite.kernel.tables import CUSTOMERS
from tramite.store.columns import DTYPES

_SYLLABLES = np.array([consonant + vowel for consonant in "bcdfglmnprstvz" for vowel in "aeio"])
_FORMS = np.array([" srl", " S.r.l.", " spa", " snc", " di Rossi & C. sas", ""])
_TWICE = 0.2


def write_customers(rows: int, seed: int = 1) -> pl.DataFrame:
    """Return the table; a second writing drops a letter of the name, and often the VAT number."""
    rng = np.random.default_rng(seed)
    known = round(rows / (1 + _TWICE))
    people = pl.DataFrame(
        {
            "name": _words(rng, known, 4),
            "vat_number": [_with_check_digit(number) for number in range(1, known + 1)],
            "address": pl.Series(_words(rng, known, 3)) + pl.Series(rng.integers(1, 200, known)).cast(pl.String),
            "postcode": pl.Series(rng.integers(10_000, 90_000, known)).cast(pl.String),
        }
    ).with_columns(address="Via " + pl.col("address").str.replace(r"(\d+)$", " $1"))
    again = people.head(rows - known).with_columns(
        name=pl.concat_str(pl.col("name").str.head(3), pl.col("name").str.slice(4)),
        vat_number=pl.when(pl.Series(rng.random(rows - known) < 0.4)).then("vat_number"),
    )
    both = pl.concat([people, again])
    forms = pl.Series(rng.choice(_FORMS, rows))
    both = both.with_columns(customer_id=pl.format("k{}", pl.int_range(rows)), name=pl.col("name") + forms)
    schema = {column.name: DTYPES[column.kind] for column in CUSTOMERS.columns}
    return both.match_to_schema(schema, missing_columns="insert").sample(fraction=1, shuffle=True, seed=seed)


def _words(rng: np.random.Generator, count: int, syllables: int) -> pl.Series:
    parts = [pl.Series(rng.choice(_SYLLABLES, count)) for _ in range(syllables)]
    return pl.DataFrame(parts).select(pl.concat_str(pl.all()).alias("word"))["word"] if count else pl.Series([""])


def _with_check_digit(number: int) -> str:
    digits = f"{number:07}001"
    doubled = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return digits + str(-doubled % 10)
