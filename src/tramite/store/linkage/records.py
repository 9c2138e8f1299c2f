"""What of a customer is compared: cleaned columns, one row per entry of the customers table."""

from __future__ import annotations

import polars as pl

from tramite.books.company_names import company_name, own_domain, plain, vat_number
from tramite.books.postal_addresses import postal_address

COMPARED = ("name", "form", "vat", "domain", "street", "number", "place", "postcode")


def records_of(customers: pl.DataFrame) -> pl.DataFrame:
    """Clean names, VAT numbers, domains and addresses for comparison.

    Args:
        customers: table of the contract ``customers``.

    Returns: one row per customer, in the order of ``unique_id``. Null is not known: an invalid VAT number and a
    lent e-mail domain are null. Beside :data:`COMPARED`: ``name_sorted``, the words of the name in alphabetical
    order; ``name_start``, its first letters; ``street_end``, the last word of the street, since clerks drop the
    first name of «Via Giuseppe Verdi». ``place`` is the city or, without one, the sales area; a postcode and a
    city of their own columns come before those in the address.
    """
    rows = []
    wanted = ("customer_id", "name", "vat_number", "email_domain", "address", "postcode", "city", "area")
    for customer_id, name, vat, domain, address, postcode, city, area in customers.select(wanted).iter_rows():
        company = company_name(name or "")
        parts = postal_address(address or "")
        rows.append(
            {
                "unique_id": customer_id,
                "name": company.core or None,
                "name_sorted": " ".join(sorted(company.core.split())) or None,
                "name_start": company.core[:4] or None,
                "form": company.form,
                "vat": vat_number(vat or ""),
                "domain": own_domain(domain or ""),
                "street": parts.street,
                "street_end": (parts.street or "").rpartition(" ")[2] or None,
                "number": parts.number,
                "postcode": postcode or parts.postcode,
                "place": plain(city or "") or parts.city or (area or "").casefold() or None,
            }
        )
    schema = ["unique_id", "name_sorted", "name_start", "street_end", *COMPARED]
    return pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String)).sort("unique_id")
