from __future__ import annotations

from datetime import date

import pytest

from tests.store.case_on_disk import DEFINITION, CaseOnDisk
from tramite.store.definition import load_definition


def test_load_definition_reads_a_case(case: CaseOnDisk) -> None:
    definition = load_definition(case.path)
    assert [channel.id for channel in definition.channels] == ["web", "shops"]
    assert definition.as_of == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("old", "new", "english", "italian"),
    [
        ('currency = "EUR"', 'currency = "eur"',
         "column 'currency': found 'eur', expected three capital letters (ISO 4217), as EUR",
         "colonna 'currency': trovato 'eur', attese tre lettere maiuscole (ISO 4217), come EUR"),
        ('vendor = "Rossi"', "", "column 'vendor': this setting is required",
         "colonna 'vendor': questa impostazione è obbligatoria"),
        ("2024-12-31", '"31/12/2024"',
         "column 'as_of': found '31/12/2024', expected a date, as 2024-12-31, without quotation marks",
         "colonna 'as_of': trovato '31/12/2024', attesa una data, come 2024-12-31, senza virgolette"),
        ('kind = "web"', 'kind = "online"',
         "column 'channels.0.kind': found 'online', expected one of: sales-force, agents, distributors, "
         "resellers, "
         "branches, retail, franchise, web, marketplace",
         "colonna 'channels.0.kind': trovato 'online', atteso uno di questi valori: sales-force, agents, "
         "distributors, "
         "resellers, branches, retail, franchise, web, marketplace"),
        ('id = "web"', 'id = "Web shop"',
         "column 'channels.0.id': found 'Web shop', expected lower-case letters, digits, - and _, "
         "beginning with a "
         "letter or digit",
         "colonna 'channels.0.id': trovato 'Web shop', attese lettere minuscole, cifre, - e _, con una "
         "lettera o una "
         "cifra all'inizio"),
        ('vendor = "Rossi"', 'vendor = "Rossi"\nvendors = 1',
         "column 'vendors': no setting has this name; similar names: vendor",
         "colonna 'vendors': nessuna impostazione ha questo nome; nomi simili: vendor"),
        ('id = "shops"', 'id = "web"', "column 'channels.id': found 'web', expected an id that no other "
        "entry of this list has",
         "colonna 'channels.id': trovato 'web', atteso un id che nessun altro elemento di questo elenco abbia"),
        ('reach = "direct"', 'reach = "direct"\nsells_to = ["shop"]',
         "column 'channels.0.sells_to': found 'shop', expected one of: end-customer, shops",
         "colonna 'channels.0.sells_to': trovato 'shop', atteso uno di questi valori: end-customer, shops"),
    ],
)  # fmt: skip
def test_load_definition_says_what_is_expected(
    case: CaseOnDisk, old: str, new: str, english: str, italian: str
) -> None:
    case.write("case.toml", DEFINITION.replace(old, new, 1))
    assert case.refusal() == [f"'case.toml', {english}"]
    assert case.refusal("it") == [f"'case.toml', {italian}"]


def test_load_definition_tells_settings_of_the_method_with_the_rest(case: CaseOnDisk) -> None:
    method = "\n[method]\ndiscount_rat = 0.1\ninterval_level = 2\ndraws = 'many'\n"
    case.write("case.toml", DEFINITION.replace('language = "it"', 'language = "fr"') + method)
    assert case.refusal() == [
        "'case.toml', column 'language': found 'fr', expected one of: en, it",
        "'case.toml', column 'method.draws': found 'many', expected a number",
        "'case.toml', column 'method.discount_rat': no setting has this name; similar names: discount_rate",
        "'case.toml', column 'method.interval_level': found '2', expected a value in 0–1 (share)",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("vendor = 'x'\ncurrency = \n",
         "'case.toml', row 2, column '12': expected valid TOML here; a quotation mark, bracket or equals "
         "sign may be missing"),
        ("x = " + "[" * 20_000, "'case.toml': expected valid TOML here; a quotation mark, bracket or "
        "equals sign may be missing"),
        ("vendor = 'Città'\n".encode("cp1252"),
         "'case.toml', row 1: found '0xE0', expected text in UTF-8, and this line has a byte that is "
         "not; save the file as UTF-8"),
        ("", "'case.toml': the file is empty; expected a first row with the names of the columns"),
    ],
)  # fmt: skip
def test_load_definition_refuses_what_is_not_toml(case: CaseOnDisk, content: str | bytes, fault: str) -> None:
    case.write("case.toml", content)
    assert case.refusal() == [fault]
