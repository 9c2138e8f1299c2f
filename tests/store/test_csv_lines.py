from __future__ import annotations

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tramite.store import csv_lines

FIELDS = st.one_of(
    st.sampled_from(["", "a", '""', '"a"', '"a;b"', '"a ""b"" c"', '" "']),
    st.text(st.sampled_from('a;" '), max_size=4),
)


@settings(max_examples=500)
@given(lines=st.lists(st.lists(FIELDS, min_size=2, max_size=2).map(";".join), min_size=1, max_size=3))
def test_lines_that_are_whole_records_at_sight_are_so_when_cut(lines: list[str]) -> None:
    text = pl.Series(lines, dtype=pl.String)
    assume(csv_lines._are_whole(text, 2, ";"))
    records, fields, stray = csv_lines._quoted(text, 2, ";", "file.csv")
    assert records.to_list() == lines
    assert set(fields) == {2}
    assert not stray.any()
