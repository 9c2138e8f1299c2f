"""A small case in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk


@pytest.fixture
def case(tmp_path: Path) -> CaseOnDisk:
    """Return a case with two partners and a product."""
    made = CaseOnDisk(tmp_path / "case")
    made.write("case.toml", DEFINITION)
    made.write("books/partners.csv", PARTNERS)
    made.write("books/products.csv", PRODUCTS)
    return made
