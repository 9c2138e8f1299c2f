"""What of a customer is compared: cleaned columns, one row per entry of the customers table."""

from __future__ import annotations

import polars as pl

from tramite.store.linkage.company_names import with_company_names, with_own_domains, with_vat_numbers
from tramite.store.linkage.plain_words import known, plain
from tramite.store.linkage.postal_addresses import with_postal_addresses

_WANTED = ("customer_id", "name", "vat_number", "email_domain", "address", "postcode", "city", "area")
COMPARED = ("name", "form", "vat", "domain", "street", "number", "place", "postcode")


def records_of(customers: pl.DataFrame) -> pl.DataFrame:
    """Clean names, VAT numbers, domains and addresses for comparison.

    Args:
        customers: table of the contract ``customers``.

    Returns: one row per customer, in their order. Null is not known: an invalid VAT number and a lent e-mail
    domain are null. Beside :data:`COMPARED`: ``name_words``, one number for the words of the name in any order;
    ``name_start``, its first letters; ``street_end``, the last word of the street, since clerks drop the first
    name of «Via Giuseppe Verdi». ``place`` is the city or, without one, the sales area; a postcode and a city of
    their own columns come before those in the address.
    """
    cleaned = (
        customers.lazy()
        .select(pl.col(_WANTED).cast(pl.String))
        .pipe(with_company_names)
        .pipe(with_postal_addresses)
        .pipe(with_vat_numbers)
        .pipe(with_own_domains)
        .select(
            unique_id="customer_id",
            name=known(pl.col("core")),
            form="form",
            vat="vat",
            domain="domain",
            street="street",
            number="number",
            postcode=pl.coalesce(known(pl.col("postcode")), "postcode_in_address"),
            place=pl.coalesce(
                known(plain(pl.col("city"))), "city_in_address", known(pl.col("area").str.to_lowercase())
            ),
        )
    )
    records = cleaned.with_columns(
        name_words=pl.col("name").str.split(" ").list.eval(pl.element().hash()).list.sum(),
        name_start=pl.col("name").str.head(4),
        street_end=pl.col("street").str.extract("([^ ]+)$"),
    )
    return records.collect(engine="streaming")
