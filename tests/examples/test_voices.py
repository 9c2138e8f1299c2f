"""The simulated voices: complete, well-formed, and what the written truth says, within sampling error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from build import make_voices
from polars.testing import assert_frame_equal
from scipy import stats

from tramite.kernel.case import CaseDefinition
from tramite.voices.asking.bank import PILLARS, load_bank
from tramite.voices.asking.item_shape import shape_of
from tramite.voices.estimation.scores import score_answers
from tramite.voices.simulated.truth import Truth
from tramite.voices.simulated.usual import with_usual

Tables = Mapping[str, pl.DataFrame]
RESELLERS = ("specialty", "value-added", "warehouse")


@pytest.fixture(scope="module")
def truth(case_path: Path) -> Truth:
    return with_usual(tomllib.loads((case_path / "truth.toml").read_text(encoding="utf-8")))


def test_make_voices_follows_its_seed(case_path: Path, tables: Tables, example: CaseDefinition) -> None:
    text = (case_path / "truth.toml").read_text(encoding="utf-8")
    again = make_voices(example, tables, text)
    assert_frame_equal(again["responses"], tables["responses"])
    other = make_voices(example, tables, text, seed=example.seed + 1)
    assert not other["responses"].equals(tables["responses"])


def test_each_reseller_channel_has_enough_voices(tables: Tables) -> None:
    good = tables["interviews"].filter(pl.col("status") == "approved")
    counts = {(role, channel): n for role, channel, n in good.group_by("role", "channel_id").len().iter_rows()}
    assert [channel for channel in RESELLERS if counts["reseller", channel] < 15] == []
    assert [channel for channel in RESELLERS if counts["customer", channel] < 12] == []
    assert [channel for channel in (*RESELLERS, "internet") if counts["vendor", channel] < 5] == []


def test_lost_partners_are_heard(tables: Tables) -> None:
    done = tables["sample"].filter(pl.col("outcome") == "done").join(tables["frame"], on="unit_id")
    lost = done.filter((pl.col("status") == "lost") & (pl.col("role") == "reseller"))
    assert dict(lost.group_by("channel_id").len().sort("channel_id").iter_rows()) == dict.fromkeys(RESELLERS, 5)


def test_every_done_unit_has_its_interview(tables: Tables) -> None:
    done = tables["sample"].filter(pl.col("outcome") == "done")["unit_id"]
    assert sorted(done) == sorted(tables["interviews"]["unit_id"])


@pytest.mark.parametrize("role", ["reseller", "customer"])
def test_every_core_item_is_in_every_interview(tables: Tables, role: str) -> None:
    asked = {item.id for item in load_bank().items_for(role, core=True)}
    interviews = tables["interviews"].filter(pl.col("role") == role).select("interview_id")
    answered = tables["responses"].join(interviews, on="interview_id").group_by("interview_id").agg("item_id")
    assert [row["interview_id"] for row in answered.iter_rows(named=True) if set(row["item_id"]) != asked] == []


def test_shares_sum_to_one_hundred(tables: Tables) -> None:
    bank = load_bank()
    shares = [item.id for item in bank.items if item.scale == "share100"]
    beside = {key for item in shares for key in shape_of(bank.item(item)).extra_numbers}
    given = tables["responses"].filter(
        pl.col("item_id").is_in(shares) & pl.col("missing").is_null() & ~pl.col("key").is_in(beside)
    )
    sums = given.group_by("interview_id", "item_id").agg(pl.col("number").sum())
    assert sums["number"].unique().to_list() == [100.0]


def test_codes_are_those_of_their_lists(tables: Tables, example: CaseDefinition) -> None:
    bank = load_bank()
    lists = {item.id: item.choices for item in bank.items if item.choices and not item.choices.startswith("@")}
    selling = {channel.id for channel in example.selling_channels}
    texts = tables["responses"].filter(pl.col("item_id").is_in(list(lists)) & pl.col("text").is_not_null())
    unknown = [
        (row["item_id"], row["text"])
        for row in texts.filter(pl.col("key").is_in(["", "code"])).iter_rows(named=True)
        if row["text"] not in {choice.code for choice in bank.choices_of(lists[row["item_id"]])} | selling
    ]
    assert unknown == []


def test_open_answers_say_that_they_are_simulated(tables: Tables) -> None:
    opened = [item.id for item in load_bank().items if item.scale == "open"]
    answers = tables["responses"].filter(pl.col("item_id").is_in(opened))
    assert answers.height > 0
    assert answers.filter(~pl.col("text").str.starts_with("[simulato]")).height == 0


def test_facts_are_true_in_the_books(tables: Tables) -> None:
    products, sell_in, sell_out = tables["products"], tables["sell_in"], tables["sell_out"]
    price = {name: products.filter(pl.col("name").str.starts_with(name))["list_price"] for name in
             ("Sport-100", "Mountain-200")}  # fmt: skip
    dealer_share = products["dealer_price"].cast(pl.Float64) / products["list_price"].cast(pl.Float64)
    checked = {
        "helmet": bool((price["Sport-100"] < 50).all()),
        "mountain-200": bool((price["Mountain-200"] < 2000).all()),
        "online-list": bool((sell_out["discount_amount"] == 0).all()),
        "dealer-60": bool(((dealer_share - 0.6).abs() < 0.0001).all()),
        "no-volume": bool((sell_in["discount_amount"] == 0).all()),
    }
    assert checked == dict(tables["facts"].select("fact_id", "true").iter_rows())
    assert sell_in.filter(pl.col("discount_amount") > 0).height == 3282


def _pillar_scores(tables: Tables) -> pl.DataFrame:
    """Return one row per active partner interviewed: channel, stratum, mean score of each pillar."""
    bank = load_bank()
    scores = score_answers(tables["responses"], bank=bank).drop_nulls("score")
    means = [
        scores.filter(pl.col("item_id").is_in([item.id for item in bank.pillar_items(pillar)]))
        .group_by("interview_id").agg(pl.col("score").mean().alias(pillar))
        for pillar in PILLARS
    ]  # fmt: skip
    table = tables["interviews"].filter(pl.col("role") == "reseller").select("interview_id", "unit_id")
    for mean in means:
        table = table.join(mean, on="interview_id", validate="1:1")
    return table.join(tables["frame"].filter(pl.col("status") == "active"), on="unit_id")


def _z_scores(tables: Tables, truth: Truth) -> dict[tuple[str, str], tuple[float, float]]:
    """Return z = (stratified mean − truth) / standard error, its 90% bound (Student's t), by channel and pillar.

    No finite population correction: the truth is of the process that made the partners, not of these partners.
    """
    found: dict[tuple[str, str], tuple[float, float]] = {}
    sizes = dict(tables["frame"].group_by("stratum").len().iter_rows())
    scores = _pillar_scores(tables)
    for channel in RESELLERS:
        strata = [(sizes[f"{channel}-{size}"], scores.filter(pl.col("stratum") == f"{channel}-{size}"))
                  for size in ("large", "small")]  # fmt: skip
        total = sum(size for size, _ in strata)
        for pillar in PILLARS:
            mean = sum(size / total * float(rows[pillar].to_numpy().mean()) for size, rows in strata)
            parts = [(size / total) ** 2 * float(rows[pillar].to_numpy().var(ddof=1)) / rows.height
                     for size, rows in strata]  # fmt: skip
            freedom = sum(parts) ** 2 / sum(
                part**2 / (rows.height - 1) for part, (_, rows) in zip(parts, strata, strict=True)
            )
            z = (mean - truth.pillars[channel][pillar]) / sum(parts) ** 0.5
            found[channel, pillar] = (z, float(stats.t.ppf(0.95, freedom)))
    return found


def test_pillar_means_recover_the_truth_within_sampling_error(tables: Tables, truth: Truth) -> None:
    z_scores = _z_scores(tables, truth)
    print({f"{channel}/{pillar}": round(z, 2) for (channel, pillar), (z, _) in z_scores.items()})
    inside = sum(abs(z) <= bound for z, bound in z_scores.values())
    assert (len(z_scores), inside >= 7) == (9, True), z_scores
    assert max(abs(z) for z, _ in z_scores.values()) < 4


def test_customers_recover_the_diversion_within_sampling_error(tables: Tables, truth: Truth) -> None:
    """The sum over destinations of squared z is near its expectation: most lie inside two standard errors."""
    asked = tables["interviews"].filter(pl.col("role") == "customer").select("interview_id", "channel_id")
    answers = tables["responses"].filter((pl.col("item_id") == "CC03") & pl.col("missing").is_null())
    shares = answers.join(asked, on="interview_id").group_by("channel_id", "key").agg(
        mean=pl.col("number").mean() / 100, error=pl.col("number").std() / 100 / pl.len().sqrt()
    )  # fmt: skip
    z_scores = [
        (row["mean"] - truth.diversion[row["channel_id"]][row["key"]]) / row["error"]
        for row in shares.iter_rows(named=True)
    ]
    assert len(z_scores) == 4 * 8
    assert sum(abs(z) <= 2 for z in z_scores) >= 26
