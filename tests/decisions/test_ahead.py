"""The statement ahead: it meets the statement of the base year, and its lines meet the value."""

from __future__ import annotations

import numpy as np
import pytest

from tests.decisions.test_compare import CLOSE, INVEST, alternative
from tests.decisions.test_simulation import setting  # noqa: F401  (a fixture)
from tramite.books.lines import COMPANY, UNALLOCATED
from tramite.decisions.ahead import statement_ahead
from tramite.decisions.simulation import Setting, simulate
from tramite.kernel.chance import Chance
from tramite.kernel.periods import add_months


def test_today_is_the_base_year_again(setting: Setting) -> None:  # noqa: F811
    definition = setting.definition.model_copy(update={"method_overrides": {"baseline_growth_sd": 0.0}})
    still = Setting(setting.market, setting.statement, setting.beliefs, definition)
    today = simulate([], still, Chance(1, 5_000)).outcomes[0]
    ahead = statement_ahead(setting.market, today, add_months(setting.statement.period.last, 1))
    assert ahead.years == 3
    for place in (*setting.market.channels, COMPANY):
        for line in ("net_sales", "fixed_avoidable", "overhead"):
            assert ahead.year(place, line, 0) == pytest.approx(setting.statement.amount(place, line))
        # The margin is drawn: its mean is that of the year within its error.
        expected = setting.statement.amount(place, "cm1")
        assert ahead.year(place, "cm1", 0) == pytest.approx(expected, rel=0.01)


def test_lines_of_an_alternative_meet_its_ebitda(setting: Setting) -> None:  # noqa: F811
    both = simulate([alternative("both", CLOSE, INVEST)], setting, Chance(1, 600)).outcomes[1]
    ahead = statement_ahead(setting.market, both, add_months(setting.statement.period.last, 1))
    monthly = ahead.amounts[COMPANY, "ebitda"] + ahead.amounts[COMPANY, "one_off"]
    np.testing.assert_allclose(monthly, both.ebitda.mean(axis=0), rtol=1e-9)
    places = (*setting.market.channels, UNALLOCATED)
    total = sum(ahead.year(place, "cm2", 1) for place in places)
    assert total == pytest.approx(ahead.year(COMPANY, "cm2", 1))
    cells = sum(amount for _, _, line, amount in ahead.cells() if line == "cogs")
    assert cells == pytest.approx(ahead.amounts[COMPANY, "cogs"].sum())
