"""An attack on all that the dossier of the example publishes: no hidden number, and nobody, can be found."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from scipy.optimize import brentq
from scipy.special import betaincinv

from tests.examples.published import families, page_numbers, respondents, sheet_numbers
from tests.voices.disclosure.attack import Found, Group, Number, isolated, narrow
from tramite.kernel.method import Method
from tramite.workflows.dossier import SavedDossier, make_dossier

K = Method().disclosure_k
RESELLERS = ("specialty", "value-added", "warehouse")
SHEETS = {"vote": "PX un voto", "revenue": "PX fatturato"}


@pytest.fixture(scope="module")
def whole(case_path: Path, tmp_path_factory: pytest.TempPathFactory) -> SavedDossier:
    """Write the dossier of the example, with its alternatives and few draws."""
    return make_dossier(_copy(case_path, tmp_path_factory.mktemp("whole"), {}))


@pytest.fixture(scope="module", params=[{"specialty": 3}, {"specialty": 3, "value-added": 7}])
def thin(
    case_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> SavedDossier:
    """Write the dossier of the example with only some of its interviews, so that there is something to hide."""
    return make_dossier(_copy(case_path, tmp_path_factory.mktemp("thin"), request.param))


def _copy(source: Path, target: Path, kept: Mapping[str, int]) -> Path:
    """Copy the example; of the active partners of a channel only so many are heard, from both of its strata."""
    for part in ("books", "voices") if kept else ("books", "voices", "alternatives"):
        shutil.copytree(source / part, target / part)
    settings = (source / "case.toml").read_text(encoding="utf-8").replace("[method]", "[method]\ndraws = 400")
    (target / "case.toml").write_text(settings, encoding="utf-8")
    interviews = _partners(source)
    turn = interviews.with_columns(pl.int_range(pl.len()).over("stratum").alias("turn")).sort("turn", "stratum")
    rank = turn.with_columns(pl.int_range(pl.len()).over("channel_id").alias("rank"))
    limit = pl.col("channel_id").replace_strict(dict(kept), default=10_000)
    dropped = rank.filter(pl.col("rank") >= limit).select("interview_id")
    for name in ("interviews", "responses"):
        table = pl.read_parquet(source / "voices" / f"{name}.parquet")
        stays = table.join(dropped, on="interview_id", how="anti", maintain_order="left")
        stays.write_parquet(target / "voices" / f"{name}.parquet")
    return target


def _partners(case: Path) -> pl.DataFrame:
    """Return the approved interviews of active partners, each with its stratum."""
    frame = pl.read_parquet(case / "voices" / "frame.parquet").filter(pl.col("status") == "active")
    interviews = pl.read_parquet(case / "voices" / "interviews.parquet").filter(pl.col("status") == "approved")
    heard = interviews.filter(pl.col("role") == "reseller")
    return heard.join(frame.select("unit_id", "stratum"), on="unit_id", maintain_order="left")


def _table(dossier: SavedDossier, name: str) -> pl.DataFrame:
    return pl.read_parquet(next(path for path in dossier.tables if path.stem == name))


def _weights(case_path: Path) -> dict[str, dict[str, float]]:
    """Return what each channel counts for: its active partners, and their sales. The vendor knows both."""
    frame = pl.read_parquet(case_path / "voices" / "frame.parquet")
    active = frame.filter((pl.col("status") == "active") & (pl.col("role") == "reseller"))
    votes = dict(active.group_by("channel_id").agg(pl.len().cast(pl.Float64)).iter_rows())
    sales = dict(active.group_by("channel_id").agg(pl.col("revenue").cast(pl.Float64).sum()).iter_rows())
    return {"vote": votes, "revenue": sales}


def _heard(dossier: SavedDossier) -> dict[str, int]:
    return dict(_partners(dossier.page.parents[1]).group_by("channel_id").len().iter_rows())


def _attack(dossier: SavedDossier, case_path: Path, table: pl.DataFrame) -> list[object]:
    found: list[object] = []
    for groups, numbers in families(table, _weights(case_path), _heard(dossier)):
        found += [*narrow(groups, numbers), *isolated(groups, numbers, k=K).items()]
    return found


def test_attack_finds_nothing_in_the_example(whole: SavedDossier, case_path: Path) -> None:
    table = _table(whole, "px")
    assert (table.height, table["hidden"].sum()) == (48, 0)
    assert _attack(whole, case_path, table) == []


def test_attack_finds_nothing_where_much_is_hidden(thin: SavedDossier, case_path: Path) -> None:
    table = _table(thin, "px")
    assert table.filter(pl.col("hidden_because") == "few").height > 0
    assert _attack(thin, case_path, table) == []


def test_attack_finds_a_cell_that_is_shown_by_mistake(thin: SavedDossier, case_path: Path) -> None:
    """Planted: the cell that was hidden to protect another is published after all."""
    table = _table(thin, "px")
    other = (pl.col("channel_id") == "value-added") & pl.col("hidden")
    assert table.filter(other).height > 0
    shown = pl.col("value").is_not_null() | other
    leaky = table.with_columns(pl.when(shown).then(50.0).alias("value"))  # all alike, so that sums hold
    found = {one.name for one in _attack(thin, case_path, leaky) if isinstance(one, Found)}
    few = table.filter((pl.col("hidden_because") == "few") & pl.col("channel_id").is_in(RESELLERS))
    assert found == {f"{row['weighting']}/{row['measure']}/{row['channel_id']}" for row in few.to_dicts()}


def test_page_and_workbook_show_no_more_than_the_tables(whole: SavedDossier, thin: SavedDossier) -> None:
    for dossier in (whole, thin):
        shown = _table(dossier, "px").filter(~pl.col("hidden"))
        page, sheets = page_numbers(dossier.page), sheet_numbers(dossier.workbook, SHEETS)
        columns = {column for _, _, column in page}
        assert len(page) == shown.height
        assert {cell for cell in sheets if cell[2] in columns} == page


def test_every_number_from_interviews_stands_on_k_of_them(thin: SavedDossier, whole: SavedDossier) -> None:
    for dossier in (thin, whole):
        for path in dossier.tables:
            table = pl.read_parquet(path)
            if not {"n", "sources", "value"} <= set(table.columns):
                continue
            few = pl.col("value").is_not_null() & pl.col("n").is_between(1, K - 1)
            assert table.filter(few & pl.col("sources").str.contains("interviews")).height == 0, path.stem


def test_no_difference_of_lists_of_interviews_leaves_a_few(thin: SavedDossier) -> None:
    """Within a measure, all without the channels that are shown is nobody, or at least k."""
    named = respondents(_table(thin, "px"))
    for (weighting, measure, channel), everyone in named.items():
        if channel == "all":
            parts = [ids for (w, m, c), ids in named.items() if (w, m) == (weighting, measure) and c != "all"]
            assert len(everyone.difference(*parts)) == 0 or len(everyone.difference(*parts)) >= K


def test_posterior_of_diversion_holds_nothing_of_a_hidden_side(whole: SavedDossier) -> None:
    """α is found back from mean and interval; what the shown sides and the prior do not explain is nothing."""
    posterior, sides = _table(whole, "diversion"), _table(whole, "diversion_sides")
    # one buyer has most of the spending of those heard online: there the vendor's people alone are shown
    assert sides.filter("hidden").select("channel_id", "item_id").unique().rows() == [("internet", "CC03")]
    for (channel,), rows in posterior.group_by("channel_id"):
        total = _strength(rows.row(0, named=True))
        shown = sides.filter((pl.col("channel_id") == channel) & ~pl.col("hidden"))
        added = (pl.col("share").fill_null(0.0) * pl.col("weight")).sum()
        told = dict(shown.group_by("destination").agg(added).iter_rows())
        prior = Method().diversion_prior / rows.height
        for row in rows.iter_rows(named=True):
            assert row["value"] * total - prior - told[row["destination"]] == pytest.approx(0, abs=0.02)


def _strength(row: Mapping[str, float]) -> float:
    """Return α₀ of a Dirichlet from one share's mean and upper end."""

    def miss(total: float) -> float:
        a = row["value"] * total
        return float(betaincinv(a, total - a, (1 + row["level"]) / 2)) - row["upper"]

    return float(brentq(miss, 2.0, 500.0, xtol=1e-9))


def _ratings(dossier: SavedDossier) -> pl.DataFrame:
    """Return who answered PR08 by stratum: ``channel_id``, ``stratum``, ``n``, ``N``."""
    folder = dossier.page.parents[1] / "voices"
    responses = pl.read_parquet(folder / "responses.parquet")
    answered = responses.filter((pl.col("item_id") == "PR08") & pl.col("number").is_not_null())
    heard = _partners(folder.parent).join(answered.select("interview_id"), on="interview_id", how="semi")
    sizes = pl.read_parquet(folder / "frame.parquet").group_by("stratum").len("N")
    return heard.group_by("channel_id", "stratum").len("n").join(sizes, on="stratum").sort("stratum")


def test_whole_answers_cannot_be_worked_out_from_printed_means(thin: SavedDossier) -> None:
    """PR08 is a whole number from 0 to 10: as printed, to one decimal, its means leave it open."""
    strata = _ratings(thin)
    groups = [Group(stratum, n, float(N), step=10 / n) for _, stratum, n, N in strata.iter_rows()]
    of = {channel: strata.filter(pl.col("channel_id") == channel)["stratum"] for channel in RESELLERS}
    table = _table(thin, "px").filter((pl.col("measure") == "recommendation") & (pl.col("weighting") == "vote"))
    numbers = [
        Number(
            row["channel_id"], frozenset(of.get(row["channel_id"], strata["stratum"])),
            row["value"], error=0.05, why=row["hidden_because"],
        )
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    assert narrow(groups, numbers) == []
