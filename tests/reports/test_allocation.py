"""The best mix in plain words: what it changes, what it risks, what limits it, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.decisions.allocation.availability import Unavailable
from tramite.decisions.allocation.case_allocation import CaseAllocation
from tramite.decisions.allocation.result import Allocation
from tramite.decisions.feasibility import Bar
from tramite.decisions.missing import Missing
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import LANGUAGES, Language, say
from tramite.reports.charts.allocation import frontier_chart
from tramite.reports.charts.theme import to_svg
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Section, Words, grids
from tramite.reports.sections.allocation import write_allocation
from tramite.reports.tables import dossier_tables

from .allocation_made import allocation


def found(made: CaseAllocation) -> Allocation:
    assert made.found is not None
    return made.found


def written(dossier: Dossier, made: CaseAllocation | None, language: Language = "en") -> Section:
    return write_allocation(Scribe(replace(dossier, allocation=made), language))


def sentences(blocks: tuple[Block, ...]) -> list[str]:
    told = []
    for block in blocks:
        if isinstance(block, Words):
            told += [block.text, *block.points]
        elif isinstance(block, Fold):
            told += sentences(block.blocks)
    return [text.replace("\xa0", " ") for text in told]


def grid(section: Section, name: str) -> Grid:
    return next(one for one in grids([section]) if one.id == name)


def test_the_best_mix_comes_first_with_its_risk_and_today_beside(dossier: Dossier) -> None:
    texts = sentences(written(dossier, allocation()).blocks)
    assert "The best mix within the limits: Depots: close." in texts
    assert (
        "Against today it gives 260,000 EUR on average (60,000 EUR to 460,000 EUR in 90% of futures); it is "
        "better than today in this share: 81.2%." in texts
    )
    assert "Risk: 640,000 EUR, against 800,000 EUR today." in texts
    assert say("allocation.today_over", limit="700,000 EUR") in texts
    assert say("allocation.gain", gain="260,000 EUR", mix="Depots: close") in texts
    assert say("allocation.relief", relief="390,000 EUR", mix="Dealers: close the smallest") in texts
    assert say("allocation.grade_D") in texts


def test_the_table_holds_each_mix_once_with_all_that_it_is(dossier: Dossier) -> None:
    rows = grid(written(dossier, allocation()), "allocation-mixes").rows
    assert [row.label for row in rows] == [
        "Today", "Dealers: close the smallest", "Depots: close", "Depots: close; Dealers: close the smallest",
    ]  # fmt: skip
    readings = [row.cells[-1].text for row in rows]
    assert readings == [
        "–", "efficient, risks less at today's return",
        "best within the limits, efficient, gives more at today's risk", "efficient",
    ]  # fmt: skip


def test_options_say_why_they_cannot_be_chosen(dossier: Dossier) -> None:
    rows = grid(written(dossier, allocation()), "allocation-options").rows
    told = {row.label: row.cells[-1].text for row in rows if row.cells}
    assert told == {
        "close": "yes", "sell": "blocked (law or contract): notice until 2026", "close the smallest": "no",
        "close all": "beyond a limit by itself",
    }  # fmt: skip
    effect = next(row for row in rows if row.label == "sell").cells[2]
    assert (effect.value, effect.text) == (None, say("figures.missing"))


def test_what_people_block_and_what_data_lack_is_told(dossier: Dossier) -> None:
    said = Estimate(0.6, 0.5, 0.7, 0.9, 12, 20, "share", "invented")
    lacks = (Missing("parameters.price_asked", "dealers", (("size", "12"), ("asked", "10"))),)
    bar = Bar("close-channel", "depots", "people", said)
    away = (Unavailable(2, "people", (bar,)), Unavailable(3, "missing", missing=lacks))
    made = allocation()
    alone = (*found(made).alone[:2], None, None)
    told = replace(made, unavailable=away, people_heard=True, found=replace(found(made), alone=alone))
    rows = grid(written(dossier, told), "allocation-options").rows
    texts = {row.label: row.cells[-1].text for row in rows if row.cells}
    assert texts["close the smallest"].startswith("Closing the channel in Depots is called blocked by 60.0% of")
    assert texts["close all"].startswith("not evaluable:")
    assert grid(written(dossier, told), "allocation-options").notes == ()
    assert grid(written(dossier, made), "allocation-options").notes == (say("allocation.people_unheard"),)


def test_what_limits_cost_stands_with_its_unit(dossier: Dossier) -> None:
    rows = grid(written(dossier, allocation()), "allocation-limits").rows
    assert [row.label for row in rows] == ["One-off budget", "Yearly budget", "People for change"]
    assert [row.cells[-1].text for row in rows] == ["0.1", "0.3", "7,500"]
    assert [cell.text for cell in rows[0].cells[:3]] == ["500,000", "430,000", "260,000"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_it_was_searched_is_told(dossier: Dossier, language: Language) -> None:
    made = allocation()
    (told,) = sentences(written(dossier, made, language).blocks[-2:-1])
    assert say("allocation.not_agreed", language) not in told
    effort = replace(found(made).effort, exhaustive=True, fit=None, agreed=False)
    other = replace(made, found=replace(found(made), effort=effort, gap=None))
    (told,) = sentences(written(dossier, other, language).blocks[-2:-1])
    assert say("allocation.gap_none", language) in told
    assert say("allocation.not_agreed", language) in told


def test_one_mix_that_wins_in_both_and_none_within_the_limit_are_said(dossier: Dossier) -> None:
    made = allocation()
    one = replace(made, found=replace(found(made), frontier=found(made).frontier[:1]))
    assert say("allocation.one_wins") in sentences(written(dossier, one).blocks)
    none = replace(made, found=replace(found(made), best=None, gap=None))
    assert say("allocation.best_none", limit="700,000 EUR") in sentences(written(dossier, none).blocks)
    today = found(made).today
    still = replace(found(made), best=today, distance=replace(found(made).distance, dearer=today, safer=today))
    texts = sentences(written(dossier, replace(made, found=still)).blocks)
    assert say("allocation.best_today") in texts
    assert say("allocation.on_frontier") in texts


def test_risk_beyond_the_limit_on_other_draws_is_said(dossier: Dossier) -> None:
    made = allocation()
    over = replace(made, found=replace(found(made), best=found(made).frontier[-1]))
    assert say("allocation.best_over", limit="700,000 EUR") in sentences(written(dossier, over).blocks)


def test_without_a_plan_or_books_it_says_what_to_bring(dossier: Dossier) -> None:
    assert written(dossier, None).blocks == (Words(say("allocation.absent"), tone="absent"),)
    lacking = replace(allocation(), found=None, missing=(Missing("lines.net_sales", "web"),))
    (words,) = written(dossier, lacking).blocks
    assert isinstance(words, Words)
    assert words.tone == "absent"
    assert "Net sales (Web)" in words.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_chart_names_kinds_and_alternatives(dossier: Dossier, language: Language) -> None:
    chart = frontier_chart(Scribe(dossier, language), found(allocation()), dossier.comparison)
    svg = to_svg(chart, language=language, picture_id="p", label="x")
    for kind in ("chart_mix", "chart_best", "chart_other", "chart_alternative", "today"):
        assert say(f"allocation.{kind}", language) in svg
    assert ("Chiudere i magazzini" if language == "it" else "Close the depots") in svg


def test_tables_hold_mixes_options_and_limits(dossier: Dossier) -> None:
    tables = dossier_tables(replace(dossier, allocation=allocation()))
    best = tables["mixes"].filter((tables["mixes"]["role"] == "best") & (tables["mixes"]["measure"] == "risk"))
    assert best["value"].to_list() == [640_000.0]
    assert best["mix"].to_list() == ["depots.close"]
    assert tables["mix_options"]["unavailable"].to_list() == ["", "plan", "", ""]
    assert tables["mix_options"]["in_best"].to_list() == [True, False, False, False]
    assert tables["mix_limits"]["change"].to_list()[:2] == [120_000.0, 260_000.0]
