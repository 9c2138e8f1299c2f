"""Italian postal addresses as different ledgers write them, brought to one form."""

from __future__ import annotations

from typing import Final

import polars as pl

from tramite.store.linkage.plain_words import known, plain, tidy

_KINDS: Final = (
    "via|v|viale|vle|vl|corso|cso|piazza|pzza|pza|pz|piazzale|ple|pzle|largo|lgo|strada|str|vicolo|vic|vlo|"
    "localita|loc|frazione|fraz|fr|contrada|ctr|cda|zona|zi"
)
_SMALL: Final = "di|del|della|dei|delle|degli|da|san|santa|santo|sant|ss|nr|num|civ|numero|snc"
_DOTTED: Final = r"(?i)^\s*(v|c|p|l|z)\s*\.\s*(le|lo|so|zza|za|zle|go|i)\b\.?"
_POSTCODE: Final = r"(?i)(?:\b(?:I|IT)\s?-\s?)?\b(\d{5})\b"
_NUMBER: Final = r"[\s,]\d{1,4}\s?[/-]?\s?(?i:[a-z]|bis|ter)?\b"
_NUMBER_PARTS: Final = r"^.0*(\d*)\s?[/-]?\s?((?i)[a-z]|bis|ter)?\b(?s:.*)$"
_PROVINCE: Final = r"(?:\s*\([A-Za-z]{2}\)|[\s,-]+[A-Z]{2})\s*$"
# Signs that nobody types: between the parts of an address, and before each number in a street.
_BETWEEN: Final = "\x1f"
_BEFORE: Final = "\x1e"


def with_postal_addresses(customers: pl.LazyFrame) -> pl.LazyFrame:
    """Split the column ``address``, such as «V.le G. Garibaldi, 12/A - 20121 Milano (MI)», into its parts.

    Returns: with ``street``, without its kind (via, piazza …), initials and «San», which clerks abbreviate;
    ``number``, with its letter (``12``, ``12a``); ``postcode_in_address``, five digits; ``city_in_address``,
    without the province. In plain lower-case words, null where the text does not tell.
    """
    text, before = pl.col("_text"), f"{_BEFORE}[^{_BEFORE}]*$"
    return (
        customers.with_columns(_parts=_cut(pl.col("address")).str.split_exact(_BETWEEN, 2))
        .with_columns(
            pl.col("_parts").struct.rename_fields(["_text", "_code", "_city"]).struct.unnest(),
        )
        .with_columns(_text=text.str.replace(_DOTTED, "${1}${2} ").str.replace_all(_NUMBER, f"{_BEFORE}${{0}}"))
        .with_columns(
            postcode_in_address=known(pl.col("_code")),
            street=known(_street(text.str.replace(before, ""))),
            # «Via 4 Novembre 10»: the last one.
            number=known(
                text.str.extract(f"{_BEFORE}([^{_BEFORE}]*)$")
                .str.replace(_NUMBER_PARTS, "${1}${2}")
                .str.to_lowercase()
            ),
            city_in_address=known(plain(pl.col("_city").str.strip_chars(" ,-").str.replace(_PROVINCE, ""))),
        )
        .drop("_parts", "_text", "_code", "_city")
    )


def _cut(text: pl.Expr) -> pl.Expr:
    """Set signs around the postcode or, without one, two in place of the last comma or dash before a city."""
    at_postcode = text.str.replace(_POSTCODE, f"{_BETWEEN}${{1}}{_BETWEEN}")
    at_comma = text.str.replace(r",([^,\d]*)$", f"{_BETWEEN}{_BETWEEN}${{1}}")
    at_dash = text.str.replace(r"(?s)^(.*) - (\D*)$", f"${{1}}{_BETWEEN}{_BETWEEN}${{2}}")
    return (
        pl.when(at_postcode.str.contains(_BETWEEN, literal=True)).then(at_postcode)
        .when(text.str.contains(",", literal=True)).then(at_comma)
        .otherwise(at_dash)
    )  # fmt: skip


def _street(text: pl.Expr) -> pl.Expr:
    words = plain(text).str.replace(rf"^(?:{_KINDS})(?: |$)", "")
    return tidy(words.str.replace_all(rf"&|\b(?:[a-z0-9]|{_SMALL})\b", ""))
