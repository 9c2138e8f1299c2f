"""Names of companies as different ledgers write them, brought to one form.

Rules work on whole columns. Their patterns know no look-around: where a rule depends on what stands beside, a mark
is set first and taken away later.
"""

from __future__ import annotations

from itertools import product
from typing import Final

import polars as pl

from tramite.store.linkage.plain_words import joined, tidy, words_of

_SRL: Final = "societa a responsabilita limitata"
_COOPERATIVE: Final = product(("soc", "societa"), ("coop", "cooperativa"), (" sociale", ""), (" a rl", " arl", ""))
# Each word between spaces of its own; where one wording begins with another, the longer comes first.
_WRITTEN_OUT: Final = {
    f" {wording.replace(' ', '  ')} ": f" {code} "
    for code, wordings in (
        ("srls", (f"{_SRL} semplificata",)),
        ("srl", (_SRL, "societa consortile a responsabilita limitata")),
        ("sapa", ("societa in accomandita per azioni",)),
        ("spa", ("societa per azioni",)),
        ("snc", ("societa in nome collettivo",)),
        ("sas", ("societa in accomandita semplice",)),
        ("ss", ("societa semplice agricola", "societa semplice")),
        ("coop", tuple(f"{company} {kind}{social}{limited}" for company, kind, social, limited in _COOPERATIVE)),
        ("scarl", ("scrl", *(f"soc {kind} {rl}" for kind in ("cons", "consortile") for rl in ("a rl", "arl")))),
        ("individuale", ("ditta individuale", "impresa individuale")),
        ("inc", ("incorporated",)),
        ("ltd", ("co limited", "co ltd", "limited")),
        ("corp", ("corporation",)),
    )
    for wording in wordings
}
_FORMS: Final = (
    "srl|srls|spa|sapa|snc|sas|ss|scarl|scpa|coop|individuale|gmbh|ag|kg|ohg|ug|ltd|plc|llp|llc|inc|corp|sa|sarl|"
    "sasu|bv|nv|ab|oy|aps|sl|slu|sro|doo"
)
_STATES: Final = (
    r"\b(?:unipersonale|(?:a|con) (?:unico socio|socio unico)|in liquidazione|in breve|societa benefit)\b"
)
# «& C.»: two letters at least before it, so that «E.C. Costruzioni» keeps its initials.
_AND_COMPANY: Final = r"([a-z0-9]{2})(?: (?:&|e|and) (?:co|figli|soci))* (?:&|e|and) (?:co?|figli|soci)\b"
_PARTNERS: Final = "+"
_OF_PARTNERS: Final = r"\.d(?:i|ei|el) [^.+]* ?\+"
_ALONE_AT_THE_START: Final = r"^(?:ditta|spett(?:abile)?(?: le)?|soc(?:ieta)?) "
# Where the form stands, the last place first: at the end, before one more word, before the partners, in front.
_PLACES: Final = (
    rf" ({_FORMS})$",
    rf" ({_FORMS})(?: di|( [^ ]+))$",
    r"^.+ (snc|sas|individuale) di .*$",
    r"^(srl|spa|snc|sas|coop|individuale) ",
)
# Whoever writes from here has no domain of their own.
FREE_MAIL: Final = (
    "gmail.com", "googlemail.com", "libero.it", "virgilio.it", "tiscali.it", "tin.it", "alice.it", "tim.it",
    "inwind.it", "iol.it", "hotmail.com", "hotmail.it", "outlook.com", "outlook.it", "live.com", "live.it",
    "yahoo.com", "yahoo.it", "icloud.com", "me.com", "msn.com", "email.it", "fastwebnet.it", "aruba.it",
    "pec.it", "legalmail.it", "arubapec.it", "postecert.it", "gmx.de", "web.de",
)  # fmt: skip


def with_company_names(customers: pl.LazyFrame) -> pl.LazyFrame:
    """Split the column ``name`` into ``core``, plain lower-case words, and ``form``, a short code or null.

    Forms known: Italian (srl, srls, spa, sapa, snc, sas, ss, scarl, cooperativa, ditta individuale) and the common
    foreign ones (GmbH, AG, KG, Ltd, PLC, LLC, Inc, Corp, SA, SARL, BV, NV, …), abbreviated or written out.
    «di Rossi Mario & C.» goes, and so does whatever follows «snc di» and «sas di»: some ledgers keep it, some do
    not. «di Rossi Mario» after a plain name stays: it tells one «Bar Sport» from another.

    Returns: an empty core where nothing but a form is written.
    """
    words = pl.col("_words")
    places = {f"_form_{place}": words.str.extract(pattern) for place, pattern in enumerate(_PLACES)}
    return (
        customers.with_columns(_words=_words(pl.col("name")))
        .with_columns(**places)
        .with_columns(form=pl.coalesce(*places), core=_core(words))
        .drop("_words", *places)
    )


def _words(name: pl.Expr) -> pl.Expr:
    words = joined(words_of(name).str.replace_all(_AND_COMPANY, f"${{1}} {_PARTNERS}"))
    words = words.str.replace_all(_STATES, " ")
    apart = pl.concat_str(pl.lit(" "), words.str.replace_all(" ", "  ", literal=True), pl.lit(" "))
    marked = (
        apart.str.replace_many(_WRITTEN_OUT, leftmost=True)
        .str.replace_all(r"\bd(?:i|ei|el)\b", ".${0}")
        .str.replace_all(_OF_PARTNERS, " ")
    )
    return tidy(marked.str.replace_all(".", "", literal=True)).str.replace(_ALONE_AT_THE_START, "")


def _core(words: pl.Expr) -> pl.Expr:
    at_the_end, before_one_word, before_partners = (pl.col(f"_form_{place}").is_not_null() for place in range(3))
    core = (
        pl.when(at_the_end).then(words.str.replace(_PLACES[0], ""))
        .when(before_one_word).then(words.str.replace(_PLACES[1], "${2}"))
        .when(before_partners).then(words.str.replace(r"^(.+) (?:snc|sas|individuale) di .*$", "${1}"))
        .otherwise(words.str.replace(_PLACES[3], ""))
    )  # fmt: skip
    return tidy(core.str.replace_many(["&", _PARTNERS], [""]))


def with_vat_numbers(customers: pl.LazyFrame) -> pl.LazyFrame:
    """Bring the column ``vat_number`` to one writing, ``vat``: null where it cannot be right.

    Italian numbers (11 digits, with or without IT) must meet their check digit: Luhn's sum over 11 digits is a
    multiple of 10 (DPR 633/1972, art. 35; algorithm: DM 23.12.1976). One mistyped digit never passes. A number of
    zeros passes the sum, and is none. Numbers of other countries keep their prefix and are not checked.
    """
    bare = pl.col("vat_number").str.to_uppercase().str.replace_all("[^A-Z0-9]", "").str.strip_prefix("IT")
    vat, italian = pl.col("vat"), pl.col("_italian")
    foreign = vat.str.contains("^[A-Z]{2}[A-Z0-9]{6,13}$") & vat.str.contains("[0-9]")
    return (
        customers.with_columns(vat=bare)
        .with_columns(_italian=pl.when(vat.str.contains("^[0-9]{11}$")).then(vat).cast(pl.Int64, strict=False))
        .with_columns(vat=pl.when(((italian >= 10_000) & (_luhn(italian) == 0)) | foreign).then(vat))
        .drop("_italian")
    )


def _luhn(number: pl.Expr) -> pl.Expr:
    digits = [number // 10**place % 10 for place in range(11)]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[1::2]]
    return pl.sum_horizontal(*digits[::2], *doubled) % 10


def with_own_domains(customers: pl.LazyFrame) -> pl.LazyFrame:
    """Take the ``domain`` out of ``email_domain``, an address or a site: null for one that a provider lends."""
    after = pl.col("email_domain").str.strip_chars().str.to_lowercase().str.replace("^.*@", "")
    domain = pl.col("domain")
    lent = domain.is_in(FREE_MAIL) | domain.str.contains(r"^pec\.|\.pec\.")
    return customers.with_columns(
        domain=after.str.replace(r"^(?:https?://)?(?:www\.)?", "").str.replace("/.*$", "")
    ).with_columns(domain=pl.when(domain.str.contains(r"^[^\s.]+(?:\.[^\s.]+)+$") & ~lent).then(domain))
