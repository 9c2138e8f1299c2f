from __future__ import annotations

from datetime import date

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.estimation.waves import waves_of


def test_a_long_pause_is_between_waves() -> None:
    days = [date(2024, 1, 10), date(2024, 3, 20), date(2025, 2, 3), date(2025, 2, 1)]
    interviews = pl.DataFrame({"interview_id": list("abcd"), "date": days})
    first, second = waves_of(interviews, method=Method())
    assert (first.interview_ids, second.interview_ids) == (("a", "b"), ("d", "c"))
    assert (second.number, second.first, second.last) == (2, date(2025, 2, 1), date(2025, 2, 3))
    assert waves_of(interviews.clear(), method=Method()) == ()
