"""A case that three partners' messy files come into."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.messy.make_files import CASE, PARTNERS, PRODUCTS, make_files

MAPPINGS = Path(__file__).parent / "messy" / "mapping"


@pytest.fixture
def messy(tmp_path: Path) -> CaseOnDisk:
    """Return a case with the partners' mappings and no sales."""
    case = CaseOnDisk(tmp_path / "case")
    case.write("case.toml", CASE)
    case.write("books/partners.csv", PARTNERS)
    case.write("books/products.csv", PRODUCTS)
    shutil.copytree(MAPPINGS, case.path / "books/mapping")
    return case


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return the ten files of the partners."""
    return make_files(tmp_path / "files")
