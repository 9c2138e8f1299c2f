"""Planted customers: Italian companies as several partners write them, with what is truly the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]


SURNAMES = _listed(
    "Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, Greco, Bruno, Gallo, Conti, Costa,"
    "Giordano, Mancini, Rizzo, Lombardi, Moretti, Barbieri, Fontana, Santoro, Mariani, Rinaldi, Caruso, Ferrara,"
    "Galli, Martini, Leone, Longo, Gentile, Martinelli, Vitale, Lombardo, Serra, Coppola, D'Angelo, Marchetti,"
    "Parisi, Villa, Conte, Ferraro, Ferri, Fabbri, Bianco, Marini, Grasso, Valentini, Messina, Sala, Gatti,"
    "Pellegrini, Palumbo, Sanna, Farina, Rizzi, Monti, Cattaneo, Morelli, Amato"
)
TRADES = _listed(
    "Impianti, Costruzioni, Arredamenti, Officina Meccanica, Trasporti, Serramenti, Elettronica, Tessile, Grafica,"
    "Alimentari, Cicli, Edilizia, Carpenteria, Idraulica, Stampaggio Plastica, Consulenza, Logistica, Ceramiche,"
    "Falegnameria, Legnami"
)
COINED = _listed(
    "Tecno, Euro, Nova, Delta, Omega, Alfa, Medi, Ital, Inter, Geo, Bio, Eco, Idro, Termo, Elettro, Auto, Metal,"
    "Edil, Agri, Info"
)
ENDS = _listed("lab, service, system, plast, graf, mec, tec, group, design, line, point, trade, form, color, pack")
FRANCHISES = ("Punto Ufficio", "Casa del Freno", "Bottega Verde Oro", "Bar Sport", "Autoscuola Europa")
CITIES = (
    ("Milano", "MI", "201"), ("Torino", "TO", "101"), ("Bologna", "BO", "401"), ("Roma", "RM", "001"),
    ("Napoli", "NA", "801"), ("Verona", "VR", "371"), ("Bergamo", "BG", "241"), ("Modena", "MO", "411"),
    ("Padova", "PD", "351"), ("Bari", "BA", "701"), ("Forlì", "FC", "471"), ("Cantù", "CO", "220"),
)  # fmt: skip
STREETS = _listed(
    "Giuseppe Garibaldi, Roma, Guglielmo Marconi, Giacomo Matteotti, Dante Alighieri, San Giovanni Bosco,"
    "XX Settembre, Alessandro Volta, Giuseppe Verdi, Camillo Cavour, dell'Industria, dell'Artigianato,"
    "Enrico Fermi, IV Novembre, Leonardo da Vinci, Galileo Galilei, Santa Maria, del Lavoro,"
    "Vittorio Veneto, Antonio Gramsci"
)
KINDS = {"Via": ("Via", "V.", "via"), "Viale": ("Viale", "V.le", "v.le"), "Piazza": ("Piazza", "P.zza", "P.za"),
         "Corso": ("Corso", "C.so", "c.so")}  # fmt: skip
FORMS = {
    "srl": ("S.r.l.", "SRL", "s.r.l.", "Srl", "Società a responsabilità limitata", "S.R.L. unipersonale"),
    "spa": ("S.p.A.", "SPA", "spa", "Società per Azioni"),
    "snc": ("S.n.c.", "SNC", "snc di {s} Mario & C.", "& C. S.n.c."),
    "sas": ("S.a.s.", "SAS", "sas di {s} Anna e C."),
}


@dataclass(frozen=True)
class Company:
    """A company as it is."""

    name: str
    form: str
    surname: str
    vat: str
    domain: str | None
    street: tuple[str, str, int]
    city: tuple[str, str, str]


@dataclass(frozen=True)
class Planted:
    """Customers as written, and for each the company it truly is."""

    customers: pl.DataFrame
    truth: dict[str, int]


def _vat(rng: np.random.Generator) -> str:
    digits = [int(d) for d in f"{rng.integers(1, 10_000_000):07d}{rng.integers(1, 101):03d}"]
    doubled = [d * (1 + place % 2) for place, d in enumerate(digits)]
    total = sum(d - 9 if d > 9 else d for d in doubled)
    return "".join(map(str, digits)) + str(-total % 10)


def _pick(rng: np.random.Generator, options: tuple[str, ...] | list[str]) -> str:
    return options[int(rng.integers(len(options)))]


def _company(
    rng: np.random.Generator, name: str | None = None, city: tuple[str, str, str] | None = None
) -> Company:
    surname = _pick(rng, SURNAMES)
    drawn = rng.random()
    if name is None and drawn < 0.55:
        name = f"{surname} {_pick(rng, TRADES)}" if rng.random() < 0.7 else f"{_pick(rng, TRADES)} {surname}"
    elif name is None and drawn < 0.9:
        name = f"{_pick(rng, COINED)}{_pick(rng, ENDS)}"
    elif name is None:
        name = f"Fratelli {surname}"
    word = name.lower().replace(" ", "").replace("'", "")
    domain = f"{word[:14]}{rng.integers(100_000)}.it" if rng.random() < 0.7 else None  # nobody shares a domain
    street = (_pick(rng, list(KINDS)), _pick(rng, STREETS), int(rng.integers(1, 180)))
    return Company(
        name, _pick(rng, ["srl", "srl", "srl", "spa", "snc", "sas"]), surname, _vat(rng), domain, street,
        city or CITIES[int(rng.integers(len(CITIES)))],
    )  # fmt: skip


def _typo(rng: np.random.Generator, text: str) -> str:
    at = int(rng.integers(1, len(text) - 1))
    return [text[:at] + text[at + 1 :], text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + _pick(rng, list("aeiorstln")) + text[at + 1 :]][int(rng.integers(3))]  # fmt: skip


def _address(rng: np.random.Generator, company: Company) -> str:
    kind, street, number = company.street
    if rng.random() < 0.1:  # moved, or another site
        kind, street, number = _pick(rng, list(KINDS)), _pick(rng, STREETS), int(rng.integers(1, 180))
    words = street.split()
    if len(words) > 1 and rng.random() < 0.25:
        street = " ".join([f"{words[0][0]}.", *words[1:]])
    city, province, code = company.city
    post = f"{code}{'00' if code == '220' else int(number) % 60:02}" if rng.random() < 0.85 else ""
    tail = [f"{city} ({province})", f"{city} {province}", city.upper()][int(rng.integers(3))]
    number_text = [f", {number}", f" {number}", f" n. {number}"][int(rng.integers(3))]
    text = f"{_pick(rng, KINDS[kind])} {street}{number_text}, {post} {tail}".replace("  ", " ")
    return _typo(rng, text) if rng.random() < 0.08 else text


def _written(rng: np.random.Generator, company: Company) -> dict[str, str | None]:
    name = company.name
    if rng.random() < 0.15:
        name = _typo(rng, name)
    if rng.random() < 0.15:
        name = name.upper()
    form = _pick(rng, FORMS[company.form]).format(s=company.surname) if rng.random() < 0.85 else ""
    vat = company.vat if rng.random() < 0.55 else None
    if vat and rng.random() < 0.05:
        at = int(rng.integers(11))
        vat = vat[:at] + str((int(vat[at]) + 1) % 10) + vat[at + 1 :]
    lent = rng.random() < 0.15
    domain = _pick(rng, ["gmail.com", "libero.it"]) if lent else company.domain if rng.random() < 0.6 else None
    return {
        "name": f"{name} {form}".strip(),
        "vat_number": f"IT{vat}" if vat and rng.random() < 0.3 else vat,
        "email_domain": domain,
        "address": _address(rng, company) if rng.random() < 0.92 else None,
        "postcode": None,
        "city": None,
    }


def planted(seed: int, companies: int = 1500) -> Planted:
    """Plant companies, most written once, the others two to four times, with hard negatives.

    Hard negatives: one in ten companies has the name of another one, in another city; franchisees of five chains
    share name and domain, each with a VAT number and a place of its own; one in twenty-five shares its building
    with another company.
    """
    rng = np.random.default_rng(seed)
    made: list[Company] = []
    for number in range(companies):
        kind = number % 100
        if kind < 10 and made:
            twin = made[int(rng.integers(len(made)))]
            elsewhere = [city for city in CITIES if city != twin.city]
            made.append(_company(rng, twin.name, elsewhere[int(rng.integers(len(elsewhere)))]))
        elif kind < 14:
            chain = _pick(rng, list(FRANCHISES))
            one = _company(rng, chain)
            domain = chain.lower().replace(" ", "") + ".it"
            made.append(Company(chain, one.form, one.surname, one.vat, domain, one.street, one.city))
        elif kind < 18 and made:
            host, one = made[int(rng.integers(len(made)))], _company(rng)
            made.append(Company(one.name, one.form, one.surname, one.vat, one.domain, host.street, host.city))
        else:
            made.append(_company(rng))
    rows: list[dict[str, str | None]] = []
    truth: dict[str, int] = {}
    for number, company in enumerate(made):
        for _ in range(int(rng.choice([1, 2, 3, 4], p=[0.6, 0.25, 0.1, 0.05]))):
            customer_id = f"c{len(rows):05d}"
            rows.append({"customer_id": customer_id, **_written(rng, company)})
            truth[customer_id] = number
    frame = pl.DataFrame(rows).with_columns(pl.lit(None, dtype=pl.String).alias("area"))
    return Planted(frame.sample(fraction=1.0, shuffle=True, seed=seed), truth)
