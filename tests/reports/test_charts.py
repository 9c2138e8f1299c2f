"""The charts say what the numbers say."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from tramite.decisions.comparison import Step
from tramite.kernel.wording import LANGUAGES, Language
from tramite.reports.charts.px import px_chart
from tramite.reports.charts.theme import padded, scale_of, to_svg
from tramite.reports.charts.waterfall import UNEXPLAINED, bars, waterfall_chart
from tramite.reports.dossier import Dossier
from tramite.reports.scribe import Scribe

from .conftest import comparison


def test_waterfall_bars_stand_end_to_end_and_reach_the_change() -> None:
    result = comparison().result("close-depots")
    laid = bars(result)
    assert [bar.start for bar in laid] == [0.0, *(bar.end for bar in laid[:-1])]
    assert [bar.end - bar.start for bar in laid] == [step.amount for step in result.steps]
    assert laid[-1].end == result.change.value


def test_waterfall_tells_what_steps_do_not_explain() -> None:
    result = comparison().result("close-depots")
    short = replace(result, steps=(*result.steps, Step("halo", -1_000.0)))
    last = bars(short)[-1]
    assert (last.code, last.end - last.start, last.end) == (UNEXPLAINED, 1_000.0, result.change.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_svg_is_named_and_its_ids_are_its_own(dossier: Dossier, language: Language) -> None:
    scribe = Scribe(dossier, language)
    result = comparison().result("close-depots")
    chart = waterfall_chart(scribe, result, today=comparison().result("today"))
    svg = to_svg(chart, language=language, picture_id="p1", label='a "b" <c>')
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert (root.get("role"), root.get("aria-label")) == ("img", 'a "b" <c>')
    ids = [x.get("id", "") for x in root.iter() if x.get("id")]
    assert [name for name in ids if not name.startswith("p1-")] == []
    texts = [x.text for x in root.iter() if x.tag.endswith("text")]
    assert ("−1,65" if language == "it" else "−1.65") in texts


def test_px_chart_names_hidden_cells(dossier: Dossier) -> None:
    assert dossier.beliefs.px is not None
    chart = px_chart(Scribe(dossier, "it"), dossier.beliefs.px, weighting="vote")
    svg = to_svg(chart, language="it", picture_id="p", label="x")
    assert svg.count(">nascosto<") == 4


def test_scale_of_picks_what_reads_best() -> None:
    assert [scale_of([x]) for x in (900.0, -12_000.0, 3e6)] == [1.0, 1e3, 1e6]


def test_padded_holds_zero_and_labels() -> None:
    assert padded([-1.0, 3.0], 0.25) == [-2.0, 4.0]
