"""Growth: drivers sum to the change; a channel whose growth cannot be told says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tramite.kernel.wording import say
from tramite.reports.dossier import Dossier
from tramite.reports.grid import Grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Words
from tramite.reports.sections.growth import write_growth


def test_growth_rows_sum_to_the_change(dossier: Dossier) -> None:
    found = [block for block in write_growth(Scribe(dossier, "en")).blocks if isinstance(block, Grid)]
    *drivers, total = [row for row in found[0].rows if row.cells]
    assert [row.cells[2].value for row in drivers] == pytest.approx(
        [379_042, 0, -219_042], abs=1
    )  # 160,000 · ln 1.2 / ln 1.08
    assert sum(row.cells[2].value or 0.0 for row in drivers) == pytest.approx(160_000)
    assert (total.cells[2].value, total.cells[3].value) == (160_000, 0.08)


def test_growth_says_why_it_cannot_be_told(dossier: Dossier) -> None:
    def reasons(given: Dossier) -> dict[str, str]:
        words = [block for block in write_growth(Scribe(given, "en")).blocks if isinstance(block, Words)]
        return dict(point.split(": n.d., ") for point in words[-1].points)

    # the case has no sell_out; the depots sold in both years
    assert reasons(dossier) == {
        "Web": say("growth.no_table", table="sell_out"), "Depots": say("growth.no_counts", table="sell_in"),
    }  # fmt: skip
    young = replace(dossier, statement_previous=None)
    assert reasons(young)["Depots"] == say("growth.no_year", table="sell_in")
