from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tramite.kernel.errors import InputRefused
from tramite.workflows.case import open_case
from tramite.workflows.results import case_results


def test_results_are_the_px_index_and_the_items_asked_for(example: Path, tmp_path: Path) -> None:
    file = tmp_path / "results.parquet"
    found = case_results(example, items=["PE05", "CK03", "PE05"], output=file)
    assert [(one.item.id, one.side) for one in found.items] == [("PE05", "partner"), ("CK03", "customer")]
    written = pl.read_parquet(file)
    assert set(written["item_id"]) >= {"px", "easy", "PE05", "CK03"}
    assert set(written.filter(item_id="PE05")["weighting"]) == {"vote", "revenue"}
    assert set(written.filter(item_id="CK03")["weighting"]) == {"vote"}
    assert set(written["simulated"]) == {True}


def test_a_channel_alone_is_judged_with_its_table(example: Path) -> None:
    settings = example / "case.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[method]", "[method]\ndisclosure_k = 8"))
    whole = case_results(example, items=["VE01"]).to_frame().filter(item_id="VE01", channel_id="specialty")
    alone = case_results(example, items=["VE01"], channel="specialty").to_frame().filter(item_id="VE01")
    assert alone.equals(whole)
    assert alone.select("value", "n", "N", "effective_n", "hidden_because").row(0) == (
        None,
        None,
        None,
        None,
        "few",
    )


def test_items_without_a_table_are_told_all_at_once(example: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        case_results(example, items=["PW01", "PX06", "PX10", "XX"], channel="moon")
    assert [(fault.file, fault.kind, fault.value) for fault in refused.value.faults] == [
        ("--item", "item_clean_team", "PW01"), ("--item", "item_scale", "PX06"),
        ("--item", "item_diversion", "PX10"), ("--item", "unknown_item", "XX"),
        ("--channel", "not_allowed", "moon"),
    ]  # fmt: skip


def test_a_case_without_interviews_has_no_results(example: Path) -> None:
    (example / "voices" / "interviews.parquet").unlink()
    (example / "voices" / "responses.parquet").unlink()
    found = case_results(example, items=["PE05"])
    assert (found.px, found.items, found.to_frame().height) == (None, (), 0)


def test_answers_of_a_case_show_no_item_for_a_clean_team(example: Path) -> None:
    answers = open_case(example).answers
    assert answers is not None
    assert [item.id for item in answers.apart_items] == ["PS02", "PW01", "PW03"]
    assert not {one.item.id for one in answers.items} & {"PS02", "PW01", "PW03", "PX10", "CC03", "VX10"}
    assert {one.side for one in answers.items} == {"partner", "customer", "vendor"}
    assert [told.name for told in answers.scales] == ["easy", "predictable", "profitable", "buying"]


def test_a_hidden_cell_has_no_mean_and_no_gap(example: Path) -> None:
    answers = open_case(example).answers
    assert answers is not None
    cells = [(one, cell) for one in answers.items for cell in one.table.cells]
    hidden = [(one, cell) for one, cell in cells if cell.hidden_because]
    assert {(cell.mean, cell.estimate.value, cell.estimate.lower) for _, cell in hidden} == {(None, None, None)}
    gaps = {(one.item.id, gap.domain, view) for one in answers.items for gap in one.table.gaps
            for view in ("vote", gap.weighting)}  # fmt: skip
    assert not gaps & {(one.item.id, cell.domain, cell.weighting) for one, cell in hidden}
    assert len(gaps) > 100


def test_the_gap_of_large_partners_is_what_the_two_views_show(example: Path) -> None:
    answers = open_case(example).answers
    assert answers is not None
    for one in answers.items:
        for gap in one.table.gaps:
            sized, vote = (one.table.cell(gap.domain, gap.key, view) for view in (gap.weighting, "vote"))
            shown = (sized.estimate.value or 0.0) - (vote.estimate.value or 0.0)
            assert gap.difference.value == pytest.approx(shown, abs=0.11)  # each of the three is rounded
