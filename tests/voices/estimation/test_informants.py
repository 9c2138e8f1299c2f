from __future__ import annotations

import polars as pl

from tramite.voices.estimation.informants import firm_answers

INTERVIEWS = pl.DataFrame({"interview_id": ["i1", "i2", "i3", "i4"], "unit_id": ["a", "a", "b", "c"]})


def values(*rows: tuple[str, str, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema={"interview_id": pl.String, "key": pl.String, "value": pl.Float64}, orient="row"
    )


def test_informants_of_a_firm_are_averaged_and_their_disagreement_is_told() -> None:
    heard = values(("i1", "", 80.0), ("i2", "", 40.0), ("i3", "", 70.0), ("other", "", 1.0))
    firms = firm_answers(heard, INTERVIEWS, apart_from=25)
    assert firms.values.rows() == [("a", "", 60.0), ("b", "", 70.0)]
    assert firms.spread.rows() == [("a", "", 2, 40.0)]
    assert (firms.several, firms.apart) == (1, 1)


def test_an_informant_without_an_answer_leaves_the_firm_to_the_other() -> None:
    heard = values(("i1", "", 80.0), ("i2", "", None), ("i4", "", None))
    firms = firm_answers(heard, INTERVIEWS, apart_from=25)
    assert firms.values.rows() == [("a", "", 80.0)]
    assert (firms.several, firms.apart) == (0, 0)


def test_a_spread_equal_to_the_threshold_is_not_apart() -> None:
    heard = values(("i1", "x", 0.5), ("i2", "x", 0.25), ("i1", "y", 0.5), ("i2", "y", 0.75))
    firms = firm_answers(heard, INTERVIEWS, apart_from=0.25)
    assert firms.values.rows() == [("a", "x", 0.375), ("a", "y", 0.625)]
    assert (firms.several, firms.apart) == (1, 0)
