"""How two entries of the customers table are compared: name, form, VAT number, domain, street and place."""

from __future__ import annotations

from typing import Final

import polars as pl
import splink.comparison_level_library as levels
from splink import block_on
from splink.comparison_library import CustomComparison
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from tramite.store.linkage.matching import Matching

# A valid VAT number is one company by law: what random pairs share it by is slips of the pen. Not estimated: in a
# table with many duplicates random pairs share it because they are duplicates.
_VAT_BY_CHANCE: Final = 1e-6
_CANDIDATES: Final = (
    ("vat",),
    ("domain",),
    ("name_words",),
    ("name_start", "postcode"),
    ("name_start", "place"),
    ("street_end", "number"),
    ("number", "postcode"),
)
_TRAINING: Final = (("vat",), ("street", "number"), ("name_words",))


def customer_matching(records: pl.DataFrame) -> Matching:
    """Choose the comparisons that a table allows.

    A column without two different values tells nothing; a VAT number tells as soon as two entries have one.

    Args:
        records: as :func:`~tramite.store.linkage.records.records_of` makes them.
    """
    differ = records.select(pl.all().min() != pl.all().max()).row(0, named=True)
    told = {name for name, differs in differ.items() if differs}
    told |= {"vat"} if records["vat"].count() > 1 else set()
    chosen = [_compare(name, steps) for name, steps in _levels().items() if name in told]
    rules = [block_on(*columns) for columns in _CANDIDATES if told.issuperset(columns)]
    training = [block_on(*columns) for columns in _TRAINING if told.issuperset(columns)]
    return Matching(chosen, rules, training)


def prior_of(records: pl.DataFrame, *, recall: float) -> float:
    """Say how likely two random entries are one, from those that surely are.

    λ = (pairs with the same VAT number, or without one the same name, street and number) / recall / all pairs; at
    least one pair is taken to be there, so that λ > 0.

    Args:
        recall: share of the true pairs that these are, 0–1, not 0.
    """
    same = ("name_words", "street", "number")
    without = pl.when(pl.all_horizontal(pl.col(same).is_not_null())).then(pl.struct(same).hash())
    vat = pl.when(pl.col("vat").is_not_null()).then(pl.col("vat").hash())
    sizes = records.select(key=pl.coalesce(vat, without)).drop_nulls().group_by("key").len()["len"]
    certain = max(int((sizes * (sizes - 1) // 2).sum()), 1)
    pairs = records.height * (records.height - 1) / 2
    return min(certain / recall / pairs, 0.5)


def _levels() -> dict[str, list[ComparisonLevelCreator]]:
    alike = {step: levels.JaroWinklerLevel("name", step) for step in (0.95, 0.88)}
    same_words = levels.ExactMatchLevel("name_words", term_frequency_adjustments=True)
    return {
        "name": [same_words, alike[0.95], alike[0.88]],
        "form": [levels.ExactMatchLevel("form")],
        "vat": [
            levels.ExactMatchLevel("vat").configure(u_probability=_VAT_BY_CHANCE, fix_u_probability=True),
        ],
        "domain": [levels.ExactMatchLevel("domain", term_frequency_adjustments=True)],
        "street": [
            levels.And(levels.ExactMatchLevel("street"), levels.ExactMatchLevel("number")),
            levels.And(_street_alike(), levels.ExactMatchLevel("number")),
            _street_alike(),
        ],
        "place": [
            levels.ExactMatchLevel("place", term_frequency_adjustments=True),
            levels.ExactMatchLevel("postcode"),
            levels.JaroWinklerLevel("place", 0.9),
        ],
    }


def _street_alike() -> ComparisonLevelCreator:
    return levels.Or(levels.JaroWinklerLevel("street", 0.9), levels.JaroWinklerLevel("street_end", 0.9))


def _compare(name: str, steps: list[ComparisonLevelCreator]) -> CustomComparison:
    return CustomComparison([levels.NullLevel(name), *steps, levels.ElseLevel()], output_column_name=name)
