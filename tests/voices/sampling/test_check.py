from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.voices.sampling.sampling_frames import market, request, rows_of
from tramite.kernel.errors import InputRefused
from tramite.voices.sampling.check import sample_differences
from tramite.voices.sampling.design import SampleDesign, design_sample
from tramite.voices.sampling.replace import next_in_reserve

DAY = date(2025, 3, 1)
LOG = rows_of("sample_log", {"entry": 1, "date": DAY, "who": "Anna", "event": "draw"})


def entry(
    number: int, event: str, unit_id: str, other_id: str | None = None, reason: str | None = "ill"
) -> pl.DataFrame:
    return rows_of("sample_log", {
        "entry": number, "date": DAY, "who": "Anna", "event": event, "unit_id": unit_id, "other_id": other_id,
        "reason": reason,
    })  # fmt: skip


@pytest.fixture(scope="module")
def design() -> SampleDesign:
    return design_sample(market(), request=request())


@pytest.fixture(scope="module")
def sample(design: SampleDesign) -> pl.DataFrame:
    rows = (
        design.drawn.with_row_index("order", offset=1).select("unit_id", "order", "stratum").iter_rows(named=True)
    )
    return rows_of("sample", *({**row, "outcome": "pending"} for row in rows))


def differences(
    design: SampleDesign, sample: pl.DataFrame, now: pl.DataFrame, log: pl.DataFrame = LOG
) -> list[tuple[str, ...]]:
    found = sample_differences(now, design.frame, drawn=sample, order=design.ordered, log=log)
    return [(each.kind, each.unit_id, each.drawn, each.found, each.reason) for each in found]


def swapped(sample: pl.DataFrame, out: str, into: str) -> pl.DataFrame:
    return sample.with_columns(pl.col("unit_id").replace({out: into}))


def reserve_of(design: SampleDesign, stratum: str) -> list[str]:
    return design.reserve.filter(pl.col("stratum") == stratum)["unit_id"].to_list()


def first(sample: pl.DataFrame, stratum: str) -> str:
    return str(sample.filter(pl.col("stratum") == stratum)["unit_id"][0])


def test_a_sample_as_drawn_has_no_difference(design: SampleDesign, sample: pl.DataFrame) -> None:
    assert differences(design, sample, sample) == []


def test_a_good_one_in_the_place_of_a_drawn_one_shows(design: SampleDesign, sample: pl.DataFrame) -> None:
    out, friend = first(sample, "shops-lost"), reserve_of(design, "shops-lost")[-1]
    now = swapped(sample, out, friend)
    order = str(sample.filter(pl.col("unit_id") == out)["order"].item())
    assert differences(design, sample, now) == [
        ("removed", out, order, "", ""), ("added", friend, "", "shops-lost", ""),
    ]  # fmt: skip
    log = pl.concat([LOG, entry(2, "change", friend, reason="the agent asked for it")])
    assert differences(design, sample, now, log)[1][-1] == "the agent asked for it (Anna, 2025-03-01)"


def test_replacements_follow_the_reserve(design: SampleDesign, sample: pl.DataFrame) -> None:
    out = first(sample, "shops-lost")
    right, wrong = reserve_of(design, "shops-lost")[:2]
    assert next_in_reserve(sample, design.ordered, unit_id=out) == right
    gone = sample.with_columns(
        outcome=pl.when(pl.col("unit_id") == out).then(pl.lit("refused")).otherwise("outcome")
    )
    gone = gone.with_columns(reason=pl.when(pl.col("unit_id") == out).then(pl.lit("ill")))
    for other, found in ((right, []), (wrong, [("replaced_out_of_order", out, right, wrong, "")])):
        row = rows_of("sample", {"unit_id": other, "order": 999, "stratum": "shops-lost", "outcome": "pending"})
        log = pl.concat([LOG, entry(2, "replace", out, other)])
        assert differences(design, sample, pl.concat([gone, row]), log) == found
    silent = pl.concat([LOG, entry(2, "replace", out, right, reason=None)])
    row = rows_of("sample", {"unit_id": right, "order": 999, "stratum": "shops-lost", "outcome": "pending"})
    assert [each[0] for each in differences(design, sample, pl.concat([gone, row]), silent)] == ["no_reason"]


def test_a_refusal_without_a_reason_and_a_changed_frame_show(design: SampleDesign, sample: pl.DataFrame) -> None:
    unit = first(sample, "dist")
    now = sample.with_columns(
        outcome=pl.when(pl.col("unit_id") == unit).then(pl.lit("refused")).otherwise("outcome")
    )
    assert differences(design, sample, now) == [("no_reason", unit, "", "refused", "")]
    frame = design.frame.filter(pl.col("unit_id") != "P01").with_columns(
        stratum=pl.when(pl.col("unit_id") == "P02").then(pl.lit("mine")).otherwise("stratum")
    )
    added = rows_of("frame", {"unit_id": "X", "stratum": "new", "role": "reseller", "status": "active"})
    found = sample_differences(sample, pl.concat([frame, added]), drawn=sample, order=design.ordered, log=LOG)
    assert [(each.kind, each.unit_id, each.found) for each in found] == [
        ("frame_removed", "P01", ""), ("frame_stratum", "P02", "mine"), ("frame_added", "X", "new"),
    ]  # fmt: skip


def test_who_refused_is_replaced_once_and_who_answered_never(design: SampleDesign, sample: pl.DataFrame) -> None:
    out = first(sample, "shops-lost")
    due, next_due = reserve_of(design, "shops-lost")[:2]
    for outcome in ("pending", "not_reached", "refused", "not_eligible"):
        now = sample.with_columns(
            outcome=pl.when(pl.col("unit_id") == out).then(pl.lit(outcome)).otherwise("outcome")
        )
        assert next_in_reserve(now, design.ordered, unit_id=out) == due
    row = {"unit_id": due, "order": 999, "stratum": "shops-lost", "outcome": "refused", "replaces": out}
    now = pl.concat([sample, rows_of("sample", row)])
    assert next_in_reserve(now, design.ordered, unit_id=due) == next_due
    unit = first(sample, "dist")
    done = now.with_columns(outcome=pl.when(pl.col("unit_id") == unit).then(pl.lit("done")).otherwise("outcome"))
    for wrong, kind in (("nobody", "not_in_sample"), (unit, "already_settled"), (out, "already_replaced")):
        with pytest.raises(InputRefused) as caught:
            next_in_reserve(done, design.ordered, unit_id=wrong)
        assert [fault.kind for fault in caught.value.faults] == [kind]
    assert next_in_reserve(sample, design.ordered, unit_id="V0") is None  # all three of the vendor were asked
