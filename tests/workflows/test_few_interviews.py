"""The same program on twelve interviews says modest things."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tramite.workflows.dossier import SavedDossier, make_dossier


@pytest.fixture
def saved(example: Path) -> SavedDossier:
    """Return the dossier of the example with seven partners, three customers and two people of the vendor."""
    file = example / "voices" / "interviews.parquet"
    whole = pl.read_parquet(file)
    heads = (("reseller", 7), ("customer", 3), ("vendor", 2))
    few = pl.concat([whole.filter(pl.col("role") == role).head(count) for role, count in heads])
    few.write_parquet(file)
    answers = example / "voices" / "responses.parquet"
    pl.read_parquet(answers).join(few.select("interview_id"), on="interview_id", how="semi").write_parquet(answers)
    return make_dossier(example)


def test_twelve_interviews_are_not_made_to_say_more_than_they_do(saved: SavedDossier) -> None:
    beliefs = saved.content.beliefs
    assert beliefs.drivers is not None
    assert [told.drivers for told in beliefs.drivers.outcomes.values()] == [(), (), ()]
    assert beliefs.trends
    assert {trend.verdict for trend in beliefs.trends} <= {"not_shown", "not_evaluable"}
    assert beliefs.px_validity is not None
    assert beliefs.halo is None
    tables = {path.stem: pl.read_parquet(path) for path in saved.tables}
    told = tables["px"].filter(pl.col("value").is_not_null())
    assert told.height
    assert told["n"].min() >= 5  # type: ignore[operator]
    assert tables["knowledge"].is_empty()
