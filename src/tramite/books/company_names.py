"""Names of companies as different ledgers write them, brought to one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

# The longer wording first: «società a responsabilità limitata semplificata» holds the shorter one.
_WORDINGS: Final = (
    (r"societa a responsabilita limitata semplificata", "srls"),
    (r"societa (?:consortile )?a responsabilita limitata", "srl"),
    (r"societa per azioni", "spa"),
    (r"societa in nome collettivo", "snc"),
    (r"societa in accomandita semplice", "sas"),
    (r"societa in accomandita per azioni", "sapa"),
    (r"societa semplice(?: agricola)?", "ss"),
    (r"soc(?:ieta)? coop(?:erativa)?(?: sociale)?(?: a rl| arl)?", "coop"),
    (r"scarl|scrl|soc cons(?:ortile)? a ?rl", "scarl"),
    (r"(?:ditta|impresa) individuale", "individuale"),
    (r"incorporated", "inc"),
    (r"limited", "ltd"),
    (r"corporation", "corp"),
    (r"co ltd", "ltd"),
)
_WRITTEN_OUT: Final = tuple((re.compile(rf"\b(?:{wording})\b"), code) for wording, code in _WORDINGS)
_MAY_BE_WRITTEN_OUT: Final = re.compile(r"\bsoc|\bsc|individuale|incorporated|limited|corporation|ltd")
_APOSTROPHES: Final = str.maketrans("", "", "'’`")
_SIGNS: Final = re.compile(r"[^a-z0-9&]+")
_FORMS: Final = frozenset((
    "srl", "srls", "spa", "sapa", "snc", "sas", "ss", "scarl", "scpa", "coop", "individuale", "gmbh", "ag",
    "kg", "ohg", "ug", "ltd", "plc", "llp", "llc", "inc", "corp", "sa", "sarl", "sasu", "bv", "nv", "ab", "oy",
    "aps", "sl", "slu", "sro", "doo",
))  # fmt: skip
_STATES: Final = re.compile(
    r"\b(?:unipersonale|(?:a|con) (?:unico socio|socio unico)|in liquidazione|in breve|societa benefit)\b"
)
_LEADING: Final = frozenset(("srl", "spa", "snc", "sas", "coop", "individuale"))
# «& C.»: two letters at least before it, so that «E.C. Costruzioni» keeps its initials.
_AND_COMPANY: Final = re.compile(r"(?<=[a-z0-9]{2}) (?:&|e|and) (?:co?|figli|soci)(?= |$)")
_PARTNERS: Final = re.compile(r"\b(?:di|dei|del) (?:(?!\b(?:di|dei|del)\b).)*? ?andco\b")
_LETTERS: Final = re.compile(r"(?<![^ ])(?:[a-z0-9] )+[a-z0-9](?![^ ])")
_ALONE_AT_THE_START: Final = re.compile(r"^(?:ditta|spett(?:abile)?(?: le)?|soc(?:ieta)?) ")
# Whoever writes from here has no domain of their own.
FREE_MAIL: Final = frozenset((
    "gmail.com", "googlemail.com", "libero.it", "virgilio.it", "tiscali.it", "tin.it", "alice.it", "tim.it",
    "inwind.it", "iol.it", "hotmail.com", "hotmail.it", "outlook.com", "outlook.it", "live.com", "live.it",
    "yahoo.com", "yahoo.it", "icloud.com", "me.com", "msn.com", "email.it", "fastwebnet.it", "aruba.it",
    "pec.it", "legalmail.it", "arubapec.it", "postecert.it", "gmx.de", "web.de",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name without its legal form: ``core`` in plain lower-case words, ``form`` as a short code or ``None``."""

    core: str
    form: str | None


def plain(text: str) -> str:
    """Write text in lower case without accents, dots and signs; letters of an abbreviation stand together.

    «S.r.l.», «s. r. l.» and «SRL» all give ``srl``.
    """
    return _joined(_words(text))


def _words(text: str) -> str:
    bare = text.casefold()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return _SIGNS.sub(" ", bare.translate(_APOSTROPHES).replace("&", " & ")).strip()


def _joined(words: str) -> str:
    return _LETTERS.sub(lambda letters: letters[0].replace(" ", ""), words)


def company_name(text: str) -> CompanyName:
    """Split a company name into its core and its legal form.

    Forms known: Italian (srl, srls, spa, sapa, snc, sas, ss, scarl, cooperativa, ditta individuale) and the common
    foreign ones (GmbH, AG, KG, Ltd, PLC, LLC, Inc, Corp, SA, SARL, BV, NV, …), abbreviated or written out.
    «di Rossi Mario & C.» goes, and so does whatever follows «snc di» and «sas di»: some ledgers keep it, some do
    not. «di Rossi Mario» after a plain name stays: it tells one «Bar Sport» from another.

    Returns: an empty core where nothing but a form is written.
    """
    words = _STATES.sub(" ", _joined(_AND_COMPANY.sub(" andco", _words(text))))
    if _MAY_BE_WRITTEN_OUT.search(words):
        for wording, code in _WRITTEN_OUT:
            words = wording.sub(code, words)
    tokens = _ALONE_AT_THE_START.sub("", " ".join(_PARTNERS.sub(" ", words).split())).split()
    at = _place_of_form(tokens)
    if at is None:
        form, core = None, tokens
    else:
        form, follow = tokens[at], tokens[at + 1 :]
        core = tokens[:at] + ([] if at and follow[:1] == ["di"] else follow)
    return CompanyName(" ".join(word for word in core if word not in ("&", "andco")), form)


def _place_of_form(tokens: list[str]) -> int | None:
    for place in range(len(tokens) - 1, 0, -1):
        partners_follow = tokens[place] in ("snc", "sas", "individuale") and tokens[place + 1 : place + 2] == [
            "di"
        ]
        if tokens[place] in _FORMS and (place >= len(tokens) - 2 or partners_follow):
            return place
    return 0 if len(tokens) > 1 and tokens[0] in _LEADING else None


def vat_number(text: str) -> str | None:
    """Return a VAT number in one writing, or ``None`` where it cannot be right.

    Italian numbers (11 digits, with or without IT) must meet their check digit: Luhn's sum over 11 digits is a
    multiple of 10 (DPR 633/1972, art. 35; algorithm: DM 23.12.1976). One mistyped digit never passes. A number of
    zeros passes the sum, and is none. Numbers of other countries keep their prefix and are not checked.
    """
    bare = re.sub(r"[^A-Z0-9]", "", text.upper()).removeprefix("IT")
    if re.fullmatch(r"\d{11}", bare):
        return bare if int(bare[:7]) and _luhn(bare) else None
    return bare if re.fullmatch(r"[A-Z]{2}(?=.*\d)[A-Z0-9]{6,13}", bare) else None


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def own_domain(text: str) -> str | None:
    """Return the domain of an e-mail address or site, ``None`` for one that a provider lends to anybody."""
    domain = re.sub(r"^(?:https?://)?(?:www\.)?", "", text.strip().casefold().rsplit("@", 1)[-1]).split("/")[0]
    lent = domain in FREE_MAIL or domain.startswith("pec.") or ".pec." in domain
    return domain if re.fullmatch(r"[^\s.]+(?:\.[^\s.]+)+", domain) and not lent else None
