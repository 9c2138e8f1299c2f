from __future__ import annotations

import polars as pl
import pytest

from tramite.store.linkage.company_names import with_company_names, with_own_domains, with_vat_numbers


def vat_numbers(*written: str) -> list[str | None]:
    return with_vat_numbers(pl.LazyFrame({"vat_number": written})).collect()["vat"].to_list()


@pytest.mark.parametrize(
    ("written", "core", "form"),
    [
        ("Rossi Impianti S.r.l.", "rossi impianti", "srl"),
        ("ROSSI IMPIANTI SRL", "rossi impianti", "srl"),
        ("Rossi Impianti s. r. l. unipersonale", "rossi impianti", "srl"),
        ("Rossi Impianti Società a Responsabilità Limitata", "rossi impianti", "srl"),
        ("Start Società a responsabilità limitata semplificata", "start", "srls"),
        ("G.B. Costruzioni S.p.A.", "gb costruzioni", "spa"),
        ("Ferrari S.p.A. - in liquidazione", "ferrari", "spa"),
        ("Bianchi & C. S.n.c.", "bianchi", "snc"),
        ("Bianchi di Bianchi Luca & C. snc", "bianchi", "snc"),
        ("D'Angelo S.N.C. di D'Angelo A. e Figli", "dangelo", "snc"),
        ("Officina Verdi s.a.s. di Verdi Anna e C.", "officina verdi", "sas"),
        ("Trattoria da Gigi s.s.", "trattoria da gigi", "ss"),
        ("Consorzio Alfa S.c.a r.l.", "consorzio alfa", "scarl"),
        ("La Fenice società cooperativa a r.l.", "la fenice", "coop"),
        ("Soc. Coop. La Fenice", "la fenice", "coop"),
        ("Ditta individuale Gallo Pino", "gallo pino", "individuale"),
        ("Müller GmbH", "muller", "gmbh"),
        ("Acme Co., Ltd.", "acme", "ltd"),
        ("Acme Incorporated", "acme", "inc"),
        ("Bar Sport di Neri Ugo", "bar sport di neri ugo", None),
        ("Officina di Milano srl", "officina di milano", "srl"),
        ("E.C. Costruzioni", "ec costruzioni", None),
        ("Rossi & Figli & C. snc", "rossi", "snc"),
        ("Officina di Milano di Rossi Mario & C. sas", "officina di milano", "sas"),
        ("Rossi srl Milano", "rossi milano", "srl"),
        ("Gamma società cooperativa, Limited", "gamma coop", "ltd"),
        ("Acme Co Limited", "acme", "ltd"),
        ("SAS", "sas", None),
        ("", "", None),
    ],
)
def test_a_company_name_is_split_into_core_and_form(written: str, core: str, form: str | None) -> None:
    found = with_company_names(pl.LazyFrame({"name": [written]})).collect()
    assert found.to_dicts() == [{"name": written, "form": form, "core": core}]


def test_no_name_has_no_core() -> None:
    found = with_company_names(pl.LazyFrame({"name": [None]}, schema={"name": pl.String})).collect()
    assert found.rows() == [(None, None, None)]


@pytest.mark.parametrize("number", ["00743110157", "IT 00743110157", "it-00743110157", "07643520567"])
def test_vat_number_keeps_a_number_that_meets_its_check_digit(number: str) -> None:
    assert vat_numbers(number) == [number[-11:]]


@pytest.mark.parametrize("at", range(11))
def test_vat_number_refuses_any_one_wrong_digit(at: int) -> None:
    good = "00743110157"
    wrong = [good[:at] + digit + good[at + 1 :] for digit in "0123456789" if digit != good[at]]
    assert vat_numbers(*wrong) == [None] * 9


@pytest.mark.parametrize("number", ["00000000000", "0074311015", "007431101577", "partita IVA", "", "ESTERO"])
def test_vat_number_refuses_what_is_none(number: str) -> None:
    assert vat_numbers(number) == [None]


def test_vat_number_keeps_foreign_numbers_with_their_prefix() -> None:
    assert vat_numbers("DE 123456789", "gb-999 9999 73") == ["DE123456789", "GB999999973"]


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("info@Rossi.IT", "rossi.it"), ("https://www.rossi.it/contatti", "rossi.it"), ("rossi.it", "rossi.it"),
        ("mario.rossi@gmail.com", None), ("libero.it", None), ("rossi@pec.it", None), ("x@pec.rossi.it", None),
        ("rossi", None), ("", None),
    ],
)  # fmt: skip
def test_own_domain_leaves_out_what_providers_lend(written: str, domain: str | None) -> None:
    found = with_own_domains(pl.LazyFrame({"email_domain": [written]})).collect()
    assert found["domain"].to_list() == [domain]
