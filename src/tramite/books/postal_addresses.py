"""Italian postal addresses as different ledgers write them, brought to one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tramite.books.company_names import plain

_STREET_KINDS: Final = {
    "v": "via", "vle": "viale", "vl": "viale", "cso": "corso", "pzza": "piazza", "pza": "piazza", "pz": "piazza",
    "ple": "piazzale", "pzle": "piazzale", "lgo": "largo", "str": "strada", "vic": "vicolo", "vlo": "vicolo",
    "loc": "localita", "fraz": "frazione", "fr": "frazione", "ctr": "contrada", "cda": "contrada", "zi": "zona",
}  # fmt: skip
_KINDS: Final = frozenset(_STREET_KINDS.values())
_SMALL: Final = frozenset(
    [
        "di",
        "del",
        "della",
        "dei",
        "delle",
        "degli",
        "da",
        "san",
        "santa",
        "santo",
        "sant",
        "s",
        "ss",
        "n",
        "nr",
        "num",
        "civ",
        "numero",
        "snc",
    ]
)
_DOTTED: Final = re.compile(r"^\s*(v|c|p|l|z)\s*\.\s*(le|lo|so|zza|za|zle|go|i)\b\.?", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"(?:\b(?:I|IT)\s?-\s?)?\b(\d{5})\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[\s,](\d{1,4})\s?(?:/|-)?\s?([a-z]|bis|ter)?\b", re.IGNORECASE)
_PROVINCE: Final = re.compile(r"(?:\s*\([A-Za-z]{2}\)|[\s,-]+[A-Z]{2})\s*$")


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address in parts, plain lower-case words; ``None`` where the text does not tell.

    Attributes:
        street: without its kind (via, piazza …), initials and «San»: what clerks abbreviate.
        number: with its letter (``12``, ``12a``).
        postcode: five digits.
        city: without the province.
    """

    street: str | None
    number: str | None
    postcode: str | None
    city: str | None


def postal_address(text: str) -> PostalAddress:
    """Split an address such as «V.le G. Garibaldi, 12/A - 20121 Milano (MI)» into its parts."""
    found = _POSTCODE.search(text)
    street_part, city_part = (text[: found.start()], text[found.end() :]) if found else _at_last_comma(text)
    street_text = _DOTTED.sub(r"\1\2 ", street_part)
    number = next(reversed(list(_NUMBER.finditer(street_text))), None)  # «Via 4 Novembre 10»: the last one
    if number:
        street_text = street_text[: number.start()]
    return PostalAddress(
        street=_street(street_text) or None,
        number=(number[1].lstrip("0") + (number[2] or "").lower()) or None if number else None,
        postcode=found[1] if found else None,
        city=plain(_PROVINCE.sub("", city_part.strip(" ,-"))) or None,
    )


def _at_last_comma(text: str) -> tuple[str, str]:
    before, comma, after = text.rpartition(",")
    if not comma:
        before, comma, after = text.rpartition(" - ")
    return (before, after) if comma and not re.search(r"\d", after) else (text, "")


def _street(text: str) -> str:
    words = plain(text).split()
    if words and _STREET_KINDS.get(words[0], words[0]) in _KINDS:
        words = words[1:]
    return " ".join(word for word in words if len(word) > 1 and word not in _SMALL)
