"""The invented company of the reports, as the rules of the plan see it."""

from __future__ import annotations

import pytest

from tests.reports.actions_made import ground_of
from tests.reports.conftest import make_dossier
from tramite.decisions.actions.ground import PlanGround


@pytest.fixture(scope="session")
def ground() -> PlanGround:
    """Return books, beliefs and decisions of an invented company."""
    return ground_of(make_dossier())
