from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tramite.store.ingest import hash_runs
from tramite.store.ingest.hash_runs import HashRuns

ADDED = st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(added=ADDED, asked=st.lists(st.integers(0, 31), max_size=20))
def test_runs_count_what_was_added_in_memory_and_on_the_disk(
    added: list[list[int]], asked: list[int], tmp_path: Path
) -> None:
    counts = Counter(number for numbers in added for number in numbers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hash_runs, "_LONG", 5)
        patch.setattr(hash_runs, "_LONGEST", 20)
        runs = HashRuns(tmp_path)
        for numbers in added:
            runs.add(np.array(numbers, np.uint64))
        found = runs.count(np.array(sorted(asked), np.uint64))
    assert found.tolist() == [counts[number] for number in sorted(asked)]
    assert list(tmp_path.iterdir()) == []
