"""Linkage of FEBRL 4, by name and address only: dates of birth and social security numbers stay unread."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest
import splink.comparison_level_library as levels
from splink import block_on
from splink.comparison_library import CustomComparison
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from tramite.kernel.method import Method
from tramite.store.linkage.matching import Matching, score_pairs

DATA = Path(__file__).parent / "data"
PERSONS = 5000
CANDIDATES = (
    ("surname",), ("given_name", "postcode"), ("given_name", "suburb"), ("address_1",), ("address_2",),
    ("postcode", "street_number"), ("suburb", "street_number"),
)  # fmt: skip


def persons(name: str) -> pl.DataFrame:
    text = gzip.decompress((DATA / name).read_bytes())
    table = pl.read_csv(text, infer_schema=False)
    table = table.rename({column: column.strip() for column in table.columns})
    bare = pl.all().str.strip_chars()
    table = table.select(pl.when(bare != "").then(bare).name.keep())
    return table.rename({"rec_id": "unique_id"}).drop("date_of_birth", "soc_sec_id")


def compared(name: str, *steps: ComparisonLevelCreator) -> CustomComparison:
    same = levels.ExactMatchLevel(name, term_frequency_adjustments=True)
    return CustomComparison([levels.NullLevel(name), same, *steps, levels.ElseLevel()], output_column_name=name)


def alike(name: str) -> CustomComparison:
    return compared(name, levels.JaroWinklerLevel(name, 0.92), levels.JaroWinklerLevel(name, 0.8))


def names() -> CustomComparison:
    given, surname = levels.JaroWinklerLevel("given_name", 0.88), levels.JaroWinklerLevel("surname", 0.88)
    unknown = levels.And(levels.NullLevel("given_name"), levels.NullLevel("surname"))
    equal = levels.And(levels.ExactMatchLevel("given_name"), levels.ExactMatchLevel("surname"))
    swapped = levels.ColumnsReversedLevel("given_name", "surname", symmetrical=True)
    steps = [equal, swapped, levels.And(given, surname), surname, given]
    return CustomComparison(
        [unknown.configure(is_null_level=True), *steps, levels.ElseLevel()], output_column_name="names"
    )


@pytest.fixture(scope="module")
def pairs() -> pl.DataFrame:
    first, second = persons("febrl4a.csv.gz"), persons("febrl4b.csv.gz")
    certain = first.join(second, on=["given_name", "surname", "postcode"]).height
    method = Method()
    matching = Matching(
        comparisons=[
            names(), alike("address_1"), alike("address_2"), alike("suburb"),
            compared("postcode", levels.LevenshteinLevel("postcode", 1), levels.LevenshteinLevel("postcode", 2)),
            compared("street_number"), compared("state"),
        ],
        candidates=[block_on(*columns) for columns in CANDIDATES],
        training=[block_on("surname"), block_on("postcode"), block_on("address_1")],
    )  # fmt: skip
    scored = score_pairs(
        first, second, matching=matching, prior=certain / method.link_certain_recall / PERSONS**2,
        from_probability=method.link_probability, seed=1,
    )  # fmt: skip
    return scored.pairs


def test_febrl4_is_linked_by_name_and_address(pairs: pl.DataFrame) -> None:
    person = {side: pl.col(side).str.extract(r"rec-(\d+)") for side in ("a", "b")}
    right = pairs.filter(person["a"] == person["b"]).height
    precision, recall = right / pairs.height, right / PERSONS
    f1 = 2 * precision * recall / (precision + recall)
    print(f"FEBRL 4, name and address: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
    assert f1 >= 0.977
