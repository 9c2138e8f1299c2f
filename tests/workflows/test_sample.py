from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.store.case_on_disk import DEFINITION
from tests.workflows.sampled_case import write_sampled_case
from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.workflows.checking import check_case
from tramite.workflows.sample import sample_case
from tramite.workflows.sample_changes import replace_unit, verify_sample

DAY = date(2025, 2, 3)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_sampled_case(tmp_path)


def table(case: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(case / "voices" / f"{name}.csv", separator=";", infer_schema=False)


def rewrite(case: Path, name: str, frame: pl.DataFrame) -> None:
    (case / "voices" / f"{name}.csv").write_text(frame.write_csv(separator=";"), encoding="utf-8")


def draw(case: Path, **more: object) -> pl.DataFrame:
    sample_case(case, who="anna", when=DAY, **more)  # type: ignore[arg-type]
    return table(case, "sample")


def test_sample_case_draws_writes_and_keeps_what_a_person_wrote(case: Path) -> None:
    saved = sample_case(case, who="anna", when=DAY)
    assert saved.drawn
    assert saved.summary.update is not None
    assert (saved.summary.update.added, saved.summary.update.by_hand) == (40, 2)
    frame = table(case, "frame")
    assert frame["unit_id"].to_list()[:2] == ["V1", "H1"]
    assert frame.row(1, named=True)["name"] == "'=Hotel [Roma]"
    assert dict(frame.group_by("stratum").len().rows()) == {
        "vendor-web": 1, "shops-customers": 1, "shops-certain": 1, "shops-lost": 5, "shops-large": 11,
        "shops-medium": 12, "shops-small": 11,
    }  # fmt: skip
    sample = table(case, "sample")
    assert sample.height == 23 + 2  # 51.65/(1 + 51.65/40) = 22.5 partners, and the two written by hand
    assert sample.row(0, named=True)["unit_id"] == "P01"
    assert sample.row(0, named=True)["informants"] == "2"
    assert check_case(case).faults == ()
    page = saved.page.read_text(encoding="utf-8")
    assert "Azienda 1 S.r.l." in page
    assert "<script" not in page
    assert (case / "sampling" / "draw.toml").is_file()
    assert table(case, "sample_log").select("event", "who", "seed").rows() == [("draw", "anna", "1")]


def test_a_sample_that_is_there_is_told_and_not_drawn_again(case: Path) -> None:
    draw(case)
    before = (case / "voices" / "sample.csv").read_bytes()
    saved = sample_case(case, who="luca", when=DAY)
    assert not saved.drawn
    assert saved.written == ()
    assert (case / "voices" / "sample.csv").read_bytes() == before


def test_same_seed_same_list_whatever_the_order_of_the_file(case: Path) -> None:
    first = draw(case)
    rewrite(case, "frame", table(case, "frame").reverse())
    again = draw(case, again=True)
    assert again.rows() == first.rows()
    other = draw(case, again=True, seed=99)
    assert set(other["unit_id"]) != set(first["unit_id"])
    verified = verify_sample(case)
    assert (verified.differences, verified.intact, verified.draws) == ((), True, 3)


def test_a_sample_in_the_field_is_not_drawn_again(case: Path) -> None:
    sample = draw(case)
    rewrite(case, "sample", sample.with_columns(outcome=pl.lit("done")))
    with pytest.raises(TramiteError, match="in the field"):
        sample_case(case, who="anna", when=DAY, again=True)


def test_replacement_comes_from_the_reserve_and_verifies(case: Path) -> None:
    sample = draw(case)
    out = sample.filter(pl.col("stratum") == "shops-small")["unit_id"][0]
    reserve = pl.read_csv(case / "sampling" / "reserve.csv", separator=";", infer_schema=False)
    due = reserve.filter(pl.col("stratum") == "shops-small")["unit_id"][0]
    done = replace_unit(case, out, reason=" has closed ", who="anna", when=DAY, outcome="not_eligible")
    assert (done.other_id, done.stratum) == (due, "shops-small")
    rows = table(case, "sample").filter(pl.col("unit_id").is_in([out, due]))
    assert rows.sort(pl.col("order").cast(int)).select("unit_id", "outcome", "reason", "replaces").rows() == [
        (out, "not_eligible", "has closed", None), (due, "pending", None, out),
    ]  # fmt: skip
    assert verify_sample(case).differences == ()
    with pytest.raises(InputRefused) as caught:
        replace_unit(case, due, reason=" ", who="anna", when=DAY)
    assert [fault.kind for fault in caught.value.faults] == ["no_reason_given"]


def test_who_takes_the_place_of_another_by_hand_is_found(case: Path) -> None:
    sample = draw(case)
    friend = table(case, "frame").filter(~pl.col("unit_id").is_in(sample["unit_id"].to_list()))["unit_id"][0]
    out = sample.filter(pl.col("stratum") == "shops-large")["unit_id"][0]
    rewrite(case, "sample", sample.with_columns(pl.col("unit_id").replace({out: friend})))
    found = {(each.kind, each.unit_id) for each in verify_sample(case).differences}
    assert {("removed", out), ("added", friend)} <= found


def test_a_changed_record_of_the_frame_is_found(case: Path) -> None:
    draw(case)
    file = case / "sampling" / "frame.parquet"
    pl.read_parquet(file).head(30).write_parquet(file)
    assert not verify_sample(case).intact
    file.unlink()
    with pytest.raises(InputRefused, match="cannot be repeated"):
        verify_sample(case)


def test_what_would_lose_a_row_is_refused(case: Path) -> None:
    with (case / "voices" / "frame.csv").open("a", encoding="utf-8") as stream:
        stream.write("X1;no such role;shops;a;active;X\n")
    before = (case / "voices" / "frame.csv").read_bytes()
    with pytest.raises(InputRefused) as caught:
        sample_case(case, who="anna", when=DAY)
    assert [(fault.kind, fault.value) for fault in caught.value.faults] == [("not_allowed", "no such role")]
    assert (case / "voices" / "frame.csv").read_bytes() == before
    assert not (case / "sampling").exists()


def test_a_case_without_anybody_and_one_without_a_draw_are_told(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(DEFINITION, encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        sample_case(tmp_path, who="anna", when=DAY)
    assert [fault.kind for fault in caught.value.faults] == ["no_frame_rows"]
    with pytest.raises(CaseNotFound, match="tramite sample"):
        verify_sample(tmp_path)


def test_the_example_tells_its_own_sample_and_draws_a_new_one(example: Path) -> None:
    told = sample_case(example, who="anna", when=DAY)
    assert (told.drawn, told.summary.drawing, told.summary.sample.height) == (False, None, 245)
    done = {side.side: side.done for side in told.summary.state.sides}
    assert sum(done.values()) == 155
    for name in ("sample", "frame", "interviews", "responses"):
        (example / "voices" / f"{name}.parquet").unlink()
    drawn = sample_case(example, who="anna", when=DAY)
    assert drawn.summary.frame.height == 579 + 16_425
    assert {side.side: side.n for side in drawn.summary.design.sides} == {"partner": 48, "customer": 52}  # type: ignore[union-attr]
    assert verify_sample(example).differences == ()
    shutil.rmtree(example / "sampling")
    with pytest.raises(CaseNotFound):
        verify_sample(example)
