"""The page stands by itself, in both languages, with all parts and without each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from tramite.beliefs.held import Beliefs
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.dossier import Dossier
from tramite.reports.page import render_html
from tramite.reports.rendering import css_string

from .conftest import BOOKS_MISSING, belief, make_dossier

VOID = {"meta", "br", "link", "img", "input", "hr"}
BOOKS_ABSENT = {name: BOOKS_MISSING[name] for name in ("by_line", "growth", "stock", "channel_overlap")}
PARTS: dict[str, Any] = {
    "statement_previous": None, "kpis": (), "imbalance": (), "reconciliation": None, "beliefs": Beliefs(),
    "comparison": None, "plan": None, "next_wave": None, "allocation": None, "verdicts": (),
    "missing_tables": (), "table_rows": {}, "refused": {}, **BOOKS_ABSENT,
}  # fmt: skip


class Reader(HTMLParser):
    """Reads a page: tags with attributes, ids, numeric cells, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.cells: list[tuple[dict[str, str | None], str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "td":
            self.cells.append((found, None))
        if tag == "a" and self.open and self.open[-1] == "td":
            self.cells[-1] = (self.cells[-1][0], found["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    @property
    def ids(self) -> list[str]:
        """All ids of the page."""
        return [found["id"] for _, found in self.tags if found.get("id")]  # type: ignore[misc]


@pytest.fixture(scope="module")
def written(dossier: Dossier) -> Callable[..., str]:
    """Return what writes the page, without a part if one is named; each page once."""

    @cache
    def write(language: Language, without: str | None = None) -> str:
        return render_html(dossier if without is None else replace(dossier, **{without: PARTS[without]}), language)

    return write


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, written: Callable[..., str]) -> str:
    """The whole page in a language."""
    return written(request.param)


def test_page_loads_nothing_from_elsewhere(page: str) -> None:
    reader = Reader(page)
    addresses = [
        (tag, name, value)
        for tag, found in reader.tags
        for name, value in found.items()
        if name in ("src", "href", "xlink:href", "action", "data", "srcset", "poster") and value
    ]
    assert [address for address in addresses if not address[2].startswith(("#", "data:"))] == []
    assert {tag for tag, _ in reader.tags} & {"script", "link", "iframe", "object", "embed", "base"} == set()
    assert re.findall(r"url\((?!#)[^)]*\)|@import", page) == []
    assert set(re.findall(r"https?://[^\"'\s<>]+", page)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_page_is_well_formed_and_ids_are_unique(page: str) -> None:
    reader = Reader(page)
    assert reader.open == []
    assert [name for name, count in Counter(reader.ids).items() if count > 1] == []
    links = [found["href"] for tag, found in reader.tags if tag == "a"]
    assert [link for link in links if str(link)[1:] not in reader.ids] == []


def test_page_has_for_every_number_a_source_that_exists(page: str) -> None:
    reader = Reader(page)
    numbers = [(found, href) for found, href in reader.cells if found.get("title") is not None]
    digits = re.findall(r"<td[^>]*>(?:<[^>]*>)*[^<]*\d[^<]*<", page)
    assert len(numbers) > 300
    assert [found for found, href in numbers if href is None or href[1:] not in reader.ids] == []
    assert [found for found, _ in numbers if not found["title"]] == []
    unlinked = [cell for cell in digits if "title=" not in cell]
    assert [cell for cell in unlinked if re.fullmatch(r"<td>[−\d.,%]+<", cell)] == []


def test_page_says_where_it_comes_from_in_every_section_it_touches(page: str) -> None:
    reader = Reader(page)
    badges = [found["class"] for _, found in reader.tags if found.get("role") == "note"]
    assert badges == ["banner", *["badge"] * 38]  # all but the front page, the settings and how to read


@pytest.mark.parametrize("part", PARTS)
def test_page_without_a_part_says_so(written: Callable[..., str], part: str) -> None:
    reader = Reader(written("en", part))
    sections = [found["id"] for tag, found in reader.tags if tag == "section"]
    assert sections == [
        "front", "question", "ahead", "strategy",
        "statement", "places", "growth", "kpis", "stock", "customers",
        "field-quality", "answers",
        "position", "px", "relationship", "drivers", "knowledge", "information", "trends", "selling", "roles",
        "paradigm", "conflict", "imbalance", "potential", "diversion", "reactions",
        "alternatives", "terms", "direct-test", "retail-test", "expansion-test", "budgets", "sensitivity",
        "allocation", "ask", "actions", "law",
        "settings", "data", "how-to-read",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "part",
    [
        "statement_previous",
        "by_line",
        "kpis",
        "imbalance",
        "stock",
        "reconciliation",
        "comparison",
        "plan",
        "allocation",
    ],
)
def test_page_without_a_part_tells_how_to_supply_it(written: Callable[..., str], part: str) -> None:
    whole, lacking = (page.count('class="words absent"') for page in (written("en"), written("en", part)))
    # without a comparison seven sections say so; three say something else that is lacking beside it
    assert lacking - whole == (4 if part == "comparison" else 1)


@pytest.mark.parametrize("name", [
    "px", "drivers", "knowledge", "information", "trends", "selling", "roles", "paradigm", "conflict", "position",
    "potential", "diversion", "reactions",
])  # fmt: skip
def test_page_without_a_belief_tells_how_to_supply_it(dossier: Dossier, name: str) -> None:
    bare = replace(dossier.beliefs, **{name: getattr(Beliefs(), name)})
    page = render_html(replace(dossier, beliefs=bare), "en")
    section = page[page.index(f'<section id="{name}"') :]
    section = section[: section.index("</section>")]
    assert (section.count('class="words absent"'), section.count("<table"), section.count("<svg")) == (1, 0, 0)


def test_page_escapes_names_also_inside_drawings() -> None:
    wicked = "<script>alert(1)</script>"
    page = render_html(make_dossier(vendor=wicked, web=wicked), "it")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    drawings = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert any("&lt;script&gt;" in drawing for drawing in drawings)
    assert Reader(page).open == []


def test_css_string_cannot_be_left() -> None:
    assert css_string('a"; } </style>') == r'"a\000022\00003b\000020\00007d\000020\00003c\00002fstyle\00003e"'


def test_page_does_not_tell_hidden_numbers(page: str) -> None:
    told = re.sub(
        r'\b(d|transform|x|y|points)="[^"]*"', "", page
    )  # coordinates of drawings are not numbers of ours
    assert re.findall(r".{20}37[.,]4.{5}|37[.,]37", told) == []
    # what the hidden channel's labels would tell
    assert page.count('id="px-vote-scores"') == 1
    row = re.search(r'id="px-vote-scores".*?(Magazzini all&#39;ingrosso|Depots).*?</tr>', page, flags=re.DOTALL)
    assert row is not None
    hidden = row.group(0)[row.group(0).rindex("<tr") :]
    assert len(re.findall(r">(?:nascosto|hidden)<", hidden)) == 7  # six numbers and the reading
    assert "critica" not in hidden
    assert "critical" not in hidden


def test_page_is_same_for_same_dossier(dossier: Dossier, written: Callable[..., str]) -> None:
    assert render_html(dossier, "en") == written("en")


def test_page_hides_belief_of_few_voices(dossier: Dossier) -> None:
    few = replace(belief(), sides=belief(2).sides[1:2])
    page = render_html(replace(dossier, beliefs=Beliefs(diversion={"depots": few}), comparison=None), "en")
    table = page[page.index('id="diversion-depots-shares"') :]
    assert "35.0%" not in table[: table.index("</table>")]
    assert 'id="diversion-depots-chart"' not in page


@pytest.mark.parametrize(("firms", "told"), [(1, "apart: fewer than 5."), (5, "apart: 5.")])
def test_page_counts_no_handful_of_firms_whose_informants_differ(dossier: Dossier, firms: int, told: str) -> None:
    px = dossier.beliefs.px
    assert px is not None
    page = render_html(replace(dossier, beliefs=Beliefs(px=replace(px, flagged_firms=firms))), "en")
    assert told in page


def test_page_judges_today_and_says_what_is_worth_knowing(page: str) -> None:
    section = page[page.index('id="strategy"') : page.index('id="statement"')]
    assert any(verdict in section for verdict in ("Verdict: improvable", "Verdetto: migliorabile"))
    assert any(name in section for name in ("all destinations together", "tutte le destinazioni insieme"))
    assert section.count("<svg") == 2


def test_page_claims_no_certainty_where_only_single_quantities_are_worth_nothing(dossier: Dossier) -> None:
    comparison = dossier.comparison
    assert comparison is not None
    assert comparison.strategy is not None
    alone = replace(comparison, strategy=replace(comparison.strategy, worth=()))
    page = render_html(replace(dossier, comparison=alone), "en")
    assert "Knowing all of them together would be worth 240,000" in page
    assert "in every simulated future the same course" not in page


def test_page_says_what_the_answer_leaves_out(page: str) -> None:
    question = page[page.index('id="question"') : page.index('id="strategy"')]
    names = ("Trade marketing and co-op, Cost of credit", "Trade marketing e co-marketing, Costo del credito")
    assert sum(name in question for name in names) == 1


def test_page_never_says_zero_or_hundred_per_cent_of_draws(dossier: Dossier) -> None:
    comparison = dossier.comparison
    assert comparison is not None
    sure = tuple(r if r.p_better is None else replace(r, p_better=1.0) for r in comparison.results)
    page = render_html(replace(dossier, comparison=replace(comparison, results=sure)), "en")
    question = page[page.index('id="question"') : page.index('id="strategy"')]
    assert question.count("all 10,000 draws") == sum(result.p_better == 1.0 for result in sure)
    assert "100.0%" not in question


def test_page_without_paradigm_tells_what_to_ask(dossier: Dossier) -> None:
    bare = replace(dossier, beliefs=replace(dossier.beliefs, paradigm=None))
    assert say("paradigm.missing") in render_html(bare, "en")
