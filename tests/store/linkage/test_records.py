from __future__ import annotations

import polars as pl

from tramite.store.linkage.customers import customer_matching, prior_of
from tramite.store.linkage.records import records_of

CUSTOMERS = pl.DataFrame(
    {
        "customer_id": ["b", "a"],
        "name": ["Bianchi & C. snc", None],
        "vat_number": ["IT00743110157", "00000000000"],
        "email_domain": ["gmail.com", "rossi.it"],
        "address": ["V.le G. Verdi 12/A, 20121 Milano (MI)", None],
        "postcode": [None, None],
        "city": [None, None],
        "area": ["Nord", "Sud"],
    },
    schema_overrides={"postcode": pl.String, "city": pl.String},
)


def test_records_are_cleaned_and_what_is_not_known_is_null() -> None:
    nothing = dict.fromkeys(["name_start", "street_end", "name", "form", "vat", "street", "number"])
    assert records_of(CUSTOMERS).drop("name_words").to_dicts() == [
        {
            "unique_id": "b", "name_start": "bian", "street_end": "verdi",
            "name": "bianchi", "form": "snc", "vat": "00743110157", "domain": None, "street": "verdi",
            "number": "12a", "place": "milano", "postcode": "20121",
        },
        {"unique_id": "a", **nothing, "domain": "rossi.it", "place": "sud", "postcode": None},
    ]  # fmt: skip


def test_names_of_the_same_words_have_one_number_in_any_order() -> None:
    names = ["Rossi Impianti Verdi srl", "VERDI ROSSI IMPIANTI", "Rossi Rossi Impianti Verdi", "Rossi Verdi", None]
    customers = (
        CUSTOMERS.clear()
        .select(pl.all().extend_constant(None, len(names)))
        .with_columns(customer_id=pl.Series(list("abcde")), name=pl.Series(names))
    )
    numbers = records_of(customers)["name_words"].to_list()
    assert numbers[0] == numbers[1]
    assert len(set(numbers[1:])) == 4
    assert numbers[4] is None


def test_a_postcode_and_a_city_of_their_own_come_first() -> None:
    told = CUSTOMERS.with_columns(postcode=pl.lit("00100"), city=pl.lit("Roma Nord"))
    places = records_of(told).select("postcode", "place").rows()
    assert places == [("00100", "roma nord")] * 2


def test_columns_that_tell_nothing_are_not_compared() -> None:
    matching = customer_matching(records_of(CUSTOMERS))
    assert [comparison.create_output_column_name() for comparison in matching.comparisons] == ["place"]
    assert list(matching.training) == []


def test_prior_counts_sure_pairs_and_takes_one_at_least() -> None:
    records = records_of(pl.concat([CUSTOMERS] * 2 + [CUSTOMERS.with_columns(vat_number=pl.lit(None))]))
    # Of six entries two share a VAT number; the third of that name has none, and is no sure pair.
    assert prior_of(records, recall=0.5) == 1 / 0.5 / 15
    assert prior_of(records.head(3), recall=1.0) == 1 / 3
