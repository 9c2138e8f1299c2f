from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.voices.sampling.sampling_frames import market, request, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.wording import Language
from tramite.reports.sample_page import render_sample
from tramite.voices.sampling.cost import study_cost
from tramite.voices.sampling.curve import revenue_curve
from tramite.voices.sampling.design import design_sample
from tramite.voices.sampling.field import plan_field
from tramite.voices.sampling.mode import choose_modes
from tramite.voices.sampling.response import field_state
from tramite.voices.sampling.summary import Drawing, SampleSummary


@pytest.fixture(scope="module")
def summary() -> SampleSummary:
    """Return a drawn sample: one refusal, one name that is not HTML, no contribution known."""
    asked = request()
    design = design_sample(market().with_columns(name=pl.col("unit_id") + pl.lit(" <b>& Co.")), request=asked)
    planned = plan_field(choose_modes(design.drawn, method=asked.method), method=asked.method)
    outcomes = [{"outcome": "pending"}] * planned.height
    outcomes[0] = {"outcome": "refused", "reason": "no time"}
    rows = (row | outcome for row, outcome in zip(planned.iter_rows(named=True), outcomes, strict=True))
    sample = rows_of("sample", *rows)
    return SampleSummary(
        sample=sample, frame=design.frame, curve=revenue_curve(design.frame),
        state=field_state(sample, design.frame),
        cost=study_cost(sample, contribution=None, net_sales=1e6, method=asked.method),
        drawing=Drawing(1, "0123456789abcdef", date(2025, 2, 3), "anna", "0.1.0"), design=design, update=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Sample for the interviews", "no time (1)", "3 February 2025", "to be decided", "n.d.", "certain"),
        ),
        ("it", ("Campione per le interviste", "no time (1)", "3 febbraio 2025", "da decidere", "n.d.", "certo")),
    ],
)
def test_the_page_says_it_in_both_languages(
    summary: SampleSummary, definition: CaseDefinition, language: Language, words: tuple[str, ...]
) -> None:
    page = render_sample(summary, definition=definition, language=language)
    for word in (*words, "0123456789abcdef", "G1 &lt;b&gt;&amp; Co."):
        assert word in page
    assert page.count("<svg") == 2
    assert "<b>" not in page
    assert "<script" not in page


def test_a_sample_without_record_says_that_it_cannot_be_repeated(
    summary: SampleSummary, definition: CaseDefinition
) -> None:
    bare = SampleSummary(
        sample=summary.sample.with_columns(week=pl.lit(None, pl.Int64)), frame=summary.frame,
        curve=summary.curve.clear(),
        state=summary.state, cost=summary.cost, drawing=None, design=None, update=None,
    )  # fmt: skip
    page = render_sample(bare, definition=definition, language="en")
    assert "was not drawn by tramite sample" in page
    assert page.count("<svg") == 1
