"""Invented verdicts on channels, of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tramite.decisions.missing import Missing
from tramite.decisions.verdicts.verdict import Verdict
from tramite.kernel.estimate import Estimate


def channel_verdicts(estimate: Callable[..., Estimate]) -> Iterator[Verdict]:
    """Invent verdicts; ``estimate`` makes a number with its interval."""
    parts = (
        (None, "margin2_change", "open"),
        ("line:screws", "margin1_change", "yes"),
        ("line:", "margin1_change", "no"),
    )
    for part, margin, answer in parts:
        figures = {
            "sales_change": estimate(900_000, 400_000, "money"), margin: estimate(100_000, 150_000, "money"),
            "both_better": estimate(0.8, 0.0, "share"),
        }  # fmt: skip
        lacks = (Missing("parameters.halo"),) if part is None else ()
        yield Verdict("direct_sales", "web", answer, figures, part, lacks, alternative="close-depots")
    missing = (Missing("parameters.uptake_belief"),)
    yield Verdict("direct_sales", "web", "not_evaluable", missing=missing, alternative="invest-web")
    money = {code: estimate(-50_000, 20_000, "money") for code in ("contribution", "halo", "with_halo")}
    capital = (Missing("kpis.capital_employed", "dealers"),)
    yield Verdict("retail_return", "dealers", "contribution_below", money, missing=capital)
    tied = {"capital": estimate(2_000_000, 0, "money"), "return": estimate(0.12, 0.02, "share")}
    yield Verdict("retail_return", "depots", "return_above", money | tied)
    room = {
        "spare": estimate(0.03, 0.01, "share"), "conditional": estimate(0.1, 0.04, "share"),
        "margin_per_unit": estimate(0.2, 0.02, "share"), "worth": estimate(80_000, 30_000, "money"),
    }  # fmt: skip
    yield Verdict(
        "indirect_expansion", "dealers", "now", room, missing=(Missing("potential.term_demand", "dealers"),)
    )
    potential = (Missing("verdicts.potential_belief", "depots"),)
    yield Verdict("indirect_expansion", "depots", "not_evaluable", missing=potential)
