from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.store.case_on_disk import DEFINITION, PARTNERS, PRODUCTS, CaseOnDisk
from tests.store.ingest.when import NOW, WHO
from tramite.kernel.errors import InputRefused
from tramite.store.ingest import partitions
from tramite.store.ingest.ingesting import ingest
from tramite.store.ingest.loading import Loaded
from tramite.store.ingest.manifest import digest_of_file, read_manifest

HEADER = "document_id;document_line;date;channel_id;partner_id;product_id;units;net_amount\n"


@pytest.fixture
def case(tmp_path: Path) -> CaseOnDisk:
    """Return a case without sales."""
    case = CaseOnDisk(tmp_path / "case")
    case.write("case.toml", DEFINITION)
    case.write("books/partners.csv", PARTNERS)
    case.write("books/products.csv", PRODUCTS)
    return case


def sales(case: CaseOnDisk, name: str, *documents: int) -> Path:
    """Write a file of sell-in outside the case: a row for each document."""
    rows = "".join(f"{number};1;05/01/2024;shops;P001;K1;1;{number},50\n" for number in documents)
    return case.write(f"../incoming/{name}", HEADER + rows)


def bring(case: CaseOnDisk, *files: Path) -> tuple[Loaded, ...]:
    """Ingest files of sell-in in one call."""
    return ingest(case.path, files, who=WHO, when=NOW, table="sell_in")


def told(loaded: tuple[Loaded, ...]) -> list[str]:
    """Return what is told of each file."""
    return [f"{fault.file} {fault.row} {fault.kind} {fault.hint}" for each in loaded for fault in each.faults]


def test_files_of_one_call_see_the_keys_of_those_before_them(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", 1, 2))
    loaded = bring(case, sales(case, "b.csv", 2, 3), sales(case, "c.csv", 3, 4), sales(case, "d.csv", 4, 5))
    assert told(loaded) == [
        "b.csv 2 duplicate_elsewhere a.csv: 3", "c.csv 2 duplicate_elsewhere b.csv: 3",
        "d.csv 2 duplicate_elsewhere c.csv: 3",
    ]  # fmt: skip


def test_files_that_come_again_meet_the_old_rows_of_those_still_to_come_and_never_their_own(
    case: CaseOnDisk,
) -> None:
    bring(case, sales(case, "a.csv", 1, 2), sales(case, "b.csv", 3, 4), sales(case, "c.csv", 5))
    loaded = bring(case, sales(case, "a.csv", 1, 3), sales(case, "b.csv", 2, 4), sales(case, "c.csv", 5, 1, 3))
    assert told(loaded) == ["a.csv 3 duplicate_elsewhere b.csv: 2", "c.csv 3 duplicate_elsewhere a.csv: 2"]


def test_a_file_that_is_refused_as_a_whole_leaves_its_old_rows_for_those_after_it(case: CaseOnDisk) -> None:
    bring(case, sales(case, "a.csv", 1), sales(case, "b.csv", 2))
    before = read_manifest(case.path)
    bad = case.write("../incoming/b.csv", HEADER.replace("units", "pieces of it"))
    with pytest.raises(InputRefused) as refused:
        bring(case, sales(case, "a.csv", 1, 7), bad, sales(case, "c.csv", 2))
    assert {fault.file for fault in refused.value.faults} == {"b.csv"}
    assert read_manifest(case.path) == before


def test_each_file_of_rows_is_looked_through_once_in_a_call(
    case: CaseOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(case, *(sales(case, f"old{number}.csv", number) for number in range(5)))
    looked: Counter[str] = Counter()

    def counting(path: Path) -> str:
        looked[path.name] += 1
        return digest_of_file(path)

    monkeypatch.setattr(partitions, "digest_of_file", counting)
    loaded = bring(case, *(sales(case, f"new{number}.csv", 10 + number) for number in range(4)))
    assert [each.load.kept for each in loaded] == [1] * 4
    assert len(looked) == 5 + 3
    assert set(looked.values()) == {1}
