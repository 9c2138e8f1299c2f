"""Planted customers, linked once for all tests."""

from __future__ import annotations

import polars as pl
import pytest

from tests.store.linkage.italian_companies import Planted, planted
from tramite.kernel.method import Method
from tramite.kernel.tables import LINK_DECISIONS
from tramite.store.columns import empty_frame
from tramite.store.linkage.links import Linkage, link_customers


@pytest.fixture(scope="session")
def companies() -> Planted:
    """Return companies of a seed that the model was not made with (those were 1 and 2)."""
    return planted(20_240)


@pytest.fixture(scope="session")
def nothing_decided() -> pl.DataFrame:
    """Return decisions without rows."""
    return empty_frame(LINK_DECISIONS)


@pytest.fixture(scope="session")
def linkage(companies: Planted, nothing_decided: pl.DataFrame) -> Linkage:
    """Return the planted customers, linked."""
    return link_customers(companies.customers, decisions=nothing_decided, method=Method(), seed=1)
