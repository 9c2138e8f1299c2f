from __future__ import annotations

import sys
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.voices.asking.questionnaire_project import PURPOSE, guide_for
from tramite.kernel.errors import TramiteError
from tramite.kernel.tables import ROLES
from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.guide_page import GuidePage, guide_pdf, render_guide
from tramite.voices.asking.brief import Brief
from tramite.voices.asking.guide import split_value

BRIEF = Brief("u-1", "Rossi & Figli <srl>", "Lazio", "IT", None, None, "large", lost=False)


def page_for(role: str, brief: Brief | None = None, level: str = "b") -> GuidePage:
    return GuidePage(
        guide=guide_for(role), version=f"{role}.dealers.0a1b2c3d", level=level, purpose=PURPOSE,  # type: ignore[arg-type]
        direct=True, k=5, seed=7, brief=brief,
    )  # fmt: skip


@cache
def printed(role: str) -> tuple[str, ...]:
    reader = PdfReader(BytesIO(guide_pdf(page_for(role, BRIEF), "it")))
    return tuple(page.extract_text() for page in reader.pages)


def test_guide_pdf_holds_the_brief_and_every_question() -> None:
    pages = printed("reseller")
    first, whole = pages[0], " ".join(" ".join(pages).split())
    for words in (
        "Rossi & Figli <srl>", "terzo più grande", "Lazio, IT", "Livello B", "Come mai?", "silenzio",
        "Non promettere",
        "Non vendere", "finché fanno 100", "sicura o stimata", "Nessun prezzo di rivendita futuro", "sindacali",
    ):  # fmt: skip
        assert words in " ".join(first.split())
    assert [q.item.id for q in guide_for("reseller").questions if q.item.id not in whole] == []
    assert f"Pagina 1 / {len(pages)}" in first
    assert all("reseller.dealers.0a1b2c3d" in page for page in pages)


def test_guide_pdf_reads_the_x_of_this_respondent() -> None:
    whole = " ".join(" ".join(printed("reseller")).split())
    question = next(q for q in guide_for("reseller").questions if q.item.id == "PX08")
    x = split_value(question, unit_id="u-1", seed=7)
    assert f"aumentasse i listini del {x:g}% e i concorrenti no" in whole


def test_guide_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(TramiteError) as caught:
        guide_pdf(page_for("customer"), "en")
    assert "apt install libpangoft2-1.0-0" in caught.value.say()


def test_guide_pdf_has_its_fonts_inside() -> None:
    reader = PdfReader(BytesIO(guide_pdf(page_for("customer"), "en")))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font for each in resources for font in each["/Font"].values()]
    described = [each.get_object().get("/DescendantFonts", [each])[0].get_object() for each in fonts]
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each["/FontDescriptor"]) for each in described)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_render_guide_has_room_for_every_answer(role: str, language: Language) -> None:
    html = render_guide(page_for(role), language)
    assert html.count('<article class="q ') == len(guide_for(role).questions)
    assert "{" not in html.split("</style>")[1]
    assert "<srl>" not in html


def test_render_guide_for_nobody_in_particular_shows_both_values_and_no_facts() -> None:
    html = render_guide(page_for("reseller"), "it")
    assert "del 5 / 10% e i concorrenti" in html
    assert "Dai registri" not in html


def test_render_guide_warns_what_employees_are_never_asked() -> None:
    assert "sono dipendenti" in render_guide(page_for("branch", level="c"), "it")
    assert "sono dipendenti" not in render_guide(page_for("reseller"), "it")


def test_guide_page_shuffles_cards_by_respondent_and_reproducibly() -> None:
    question = next(q for q in guide_for("reseller").questions if q.item.id == "PX03")
    shown = [a.code for a in page_for("reseller", BRIEF).shown(question)]
    assert sorted(shown) == sorted(a.code for a in question.answers)
    assert shown == [a.code for a in page_for("reseller", BRIEF).shown(question)]
    assert shown != [a.code for a in question.answers]
    assert list(page_for("reseller").shown(question)) == list(question.answers)
