from __future__ import annotations

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.sampling.field import plan_field


def rows(
    stratum: str, count: int, *, certain: bool = False, mode: str | None = "video", informants: int = 1
) -> list[dict[str, object]]:
    return [
        {
            "unit_id": f"{stratum}{n}", "side": "partner", "stratum": stratum, "certain": certain, "place": n,
            "informants": informants, "mode": mode,
        }
        for n in range(1, count + 1)
    ]  # fmt: skip


def test_certain_first_and_the_lost_all_along() -> None:
    planned = plan_field(
        pl.DataFrame([*rows("lost", 2), *rows("rest", 4), *rows("top", 1, certain=True)]), method=Method()
    )
    assert planned["unit_id"].to_list() == ["top1", "rest1", "lost1", "rest2", "rest3", "lost2", "rest4"]
    assert planned["order"].to_list() == [1, 2, 3, 4, 5, 6, 7]


def test_a_week_holds_what_the_interviewers_can_do() -> None:
    method = Method().overridden({"field_interviewers": 1, "field_per_week": 2})
    drawn = [
        *rows("top", 1, certain=True, informants=2),
        *rows("forms", 6, mode="self"),
        *rows("rest", 3, mode=None),
    ]
    planned = plan_field(pl.DataFrame(drawn), method=method)
    weeks = dict(planned.select("unit_id", "week").rows())
    assert weeks["top1"] == 1
    assert {weeks[f"forms{n}"] for n in range(1, 7)} == {1}
    assert [weeks[f"rest{n}"] for n in (1, 2, 3)] == [2, 2, 3]
