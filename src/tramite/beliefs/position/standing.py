"""How the company stands in each channel: share of wallet, rank, recommendation, continuity, tension."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.beliefs.conflict.belief import ConflictBelief
from tramite.beliefs.px.result import PxResult
from tramite.kernel.estimate import Estimate
from tramite.voices.disclosure.confidentiality import Reader, may_read_group
from tramite.voices.disclosure.screening import release
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.nps import promotion
from tramite.voices.estimation.scores import score_answers
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

Figure = Literal[
    "wallet", "first", "second", "later", "px", "recommendation", "nps", "continuity", "tension", "clash",
]  # fmt: skip
_VENDOR, _BUNDLES = "vendor", ("other",)  # «others» are many brands: none of them has a rank
_RANKS: tuple[Figure, ...] = ("first", "second", "later")
_WALLETS: tuple[tuple[Side, str], ...] = (("customer", "CX01"), ("partner", "PW01"), ("vendor", "VW01"))


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure of one channel, as one side tells it, one vote each.

    Attributes:
        side: who said it; the vendor's people guess what partners would say.
        hidden_because: why it is hidden, as in ``MeasureCell``; empty where shown.
    """

    figure: Figure
    side: Side
    channel_id: str
    estimate: Estimate
    hidden_because: str


def standings(
    study: Study, *, px: PxResult | None, conflict: ConflictBelief | None, reader: Reader = "vendor"
) -> tuple[Standing, ...]:
    """Gather where the company stands, by channel and side.

    Share of wallet: our part of a hundred (CX01 customers, PW01 partners, VW01 the vendor's guess). Rank: share of
    respondents to whom no, one, or more single brands are larger than ours; brands of equal share have the better
    rank. Recommendation 0–100 and NPS (CR01, PR08); continuity, the chance of buying or selling as much in two
    years (CR06, PR09); tension and clashes from ``conflict``; PX.

    Args:
        reader: what partners sell of other brands is an item on competition: a vendor does not get it.

    Source: requirement R30; METHOD §3.1, §3.2.4, §3.8.1, §4.10; rank rule after Keiningham et al. 2011.
    """
    return (
        *_wallets(study, reader), *_ratings(study), *_of_px(px), *_of_conflict(conflict),
    )  # fmt: skip


def _wallets(study: Study, reader: Reader) -> Iterator[Standing]:
    for side, item_id in _WALLETS:
        item = study.bank.item(item_id)
        if not may_read_group(item, reader=reader, firms=study.method.disclosure_k, method=study.method):
            continue
        table = study.table(item_id, side, ("vote",))
        yield from _cells(table, "wallet", side, key=_VENDOR)
        if side != "vendor":
            ranks = study.measure(
                rank_values(item_values(study.responses, item=item, bank=study.bank)),
                Measure(f"{item_id}_rank", (item_id,), (0.0, 1.0), "share", "share"), side, weightings=("vote",),
            )  # fmt: skip
            for rank in _RANKS:
                yield from _cells(ranks, rank, side, key=rank)


def rank_values(shares: pl.DataFrame) -> pl.DataFrame:
    """Return by interview whether the vendor comes first, second or later among single brands.

    Args:
        shares: ``interview_id``, ``key`` (brand), ``value`` (share).
    """
    single = shares.filter(~pl.col("key").is_in(_BUNDLES))
    ours = single.filter(pl.col("key") == _VENDOR).select("interview_id", ours="value")
    larger = single.join(ours, on="interview_id").group_by("interview_id").agg(
        before=(pl.col("value") > pl.col("ours")).sum()
    )  # fmt: skip
    wide = larger.select(
        "interview_id", first=pl.col("before") == 0, second=pl.col("before") == 1, later=pl.col("before") > 1
    )
    long = wide.unpivot(index="interview_id", variable_name="key", value_name="value")
    return long.with_columns(pl.col("value").cast(pl.Float64)).sort("interview_id", "key")


def _ratings(study: Study) -> Iterator[Standing]:
    yield from _cells(study.table("CR01", "customer"), "recommendation", "customer")
    asked = study.responses.filter(pl.col("item_id") == "CR01")
    scores = score_answers(asked, bank=study.bank).filter(pl.col("answer").is_not_null()).sort("interview_id")
    promoters = scores.select("interview_id", key=pl.lit(""), value=promotion(pl.col("answer")))
    net = study.measure(promoters, Measure("nps", ("CR01",), (-100.0, 100.0), "points"), "customer")
    yield from _cells(net, "nps", "customer")
    yield from _cells(study.table("CR06", "customer"), "continuity", "customer")
    yield from _cells(study.table("PR09", "partner"), "continuity", "partner")
    yield from _cells(study.table("VR08", "vendor"), "recommendation", "vendor")


def _of_px(px: PxResult | None) -> Iterator[Standing]:
    figures: dict[str, Figure] = {"px": "px", "recommendation": "recommendation", "nps": "nps"}
    for score in px.scores if px is not None else ():
        if score.weighting == "vote" and score.measure in figures:
            shown = release(score.estimate, hidden=score.reading == "hidden")
            yield Standing(figures[score.measure], "partner", score.channel_id, shown, score.hidden_because)


def _of_conflict(conflict: ConflictBelief | None) -> Iterator[Standing]:
    names: dict[str, Figure] = {"vertical": "tension", "horizontal": "clash"}
    for one in conflict.levels if conflict is not None else ():
        if one.weighting == "vote" and one.kind in names:
            level = one.level
            yield Standing(names[one.kind], "partner", one.channel_id, level.estimate, level.hidden_because)


def _cells(table: MeasureTable, figure: Figure, side: Side, key: str = "") -> Iterator[Standing]:
    for cell in table.cells:
        if cell.key == key and cell.weighting == "vote":
            yield Standing(figure, side, cell.domain, cell.estimate, cell.hidden_because)
