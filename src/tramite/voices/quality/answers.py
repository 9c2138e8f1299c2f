"""Checks of the answers of one interview: straight lines, shares, «don't know», questions of another role."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.asking.item_shape import shape_of
from tramite.voices.quality.result import Evidence, Figures, Finding

_RATED = {"0-10": "0-10", "grid-0-10": "0-10", "1-5": "1-5"}
_SHARED = ("share100", "grid-share")
_LISTED = 6  # items named in a sentence; more are counted


def flat_answers(
    interviews: pl.DataFrame, responses: pl.DataFrame, *, bank: ItemBank, method: Method
) -> Iterator[Finding]:
    """Find straight lines: standard deviation s < 0.5 points of one scale, over 10 ratings or more.

    s is that of the answers as given, s² = Σ(x − x̄)²/(n − 1): a reversed item is not turned, since who ticks the
    same place does not read it. Answers from 0 to 10 (rows of grids too) and from 1 to 5 are judged apart; the
    flatter of the two counts.

    Source: METHOD §4.6.
    """
    scales = {item.id: _RATED[item.scale] for item in bank.items if item.scale in _RATED}
    rated = responses.filter(
        pl.col("item_id").is_in(list(scales)) & pl.col("number").is_not_null() & pl.col("missing").is_null()
    ).with_columns(pl.col("item_id").replace_strict(scales, return_dtype=pl.String).alias("scale"))
    ratings = rated.filter(_is_rating(pl.col("key").fill_null(""), pl.col("item_id"), bank))
    spread = (
        ratings.group_by("interview_id", "scale", maintain_order=True)
        .agg(pl.len().alias("n"), pl.col("number").std().alias("sd"), pl.col("number").mean().alias("mean"))
        .filter(pl.col("n") >= method.flat_min_items)
        .sort("interview_id", "sd", "scale")
        .group_by("interview_id", maintain_order=True)
        .first()
    )
    known = {row["interview_id"]: row for row in spread.iter_rows(named=True)}
    for interview_id in interviews["interview_id"]:
        row = known.get(interview_id)
        if row is None:
            yield Finding(interview_id, "flat", "unknown")
        elif row["sd"] < method.flat_sd:
            numbers: Figures = (
                ("n", row["n"], "count"),
                ("sd", row["sd"], "ratio"),
                ("mean", row["mean"], "score"),
            )
            evidence = Evidence("found_flat", numbers, (("scale", row["scale"]),))
            yield Finding(interview_id, "flat", "raised", row["sd"], evidence)
        else:
            yield Finding(interview_id, "flat", "clear", row["sd"])


def shares_off(
    interviews: pl.DataFrame, responses: pl.DataFrame, *, bank: ItemBank, method: Method
) -> Iterator[Finding]:
    """Find shares that do not sum to 100, or a part outside 0–100, in any question or row of a grid.

    A blank part is nothing beside others that were said; what was not answered at all is not judged.

    Source: METHOD §4.6.
    """
    items = {item.id: item for item in bank.items if item.scale in _SHARED}
    given = responses.filter(
        pl.col("item_id").is_in(list(items)) & pl.col("number").is_not_null() & pl.col("missing").is_null()
    )
    sums: dict[str, dict[str, list[float]]] = {}
    for interview_id, item_id, key, number in given.select("interview_id", "item_id", "key", "number").iter_rows():
        place = _share_place(items[item_id], key or "")
        if place is not None:
            sums.setdefault(interview_id, {}).setdefault(place, []).append(number)
    for interview_id in interviews["interview_id"]:
        mine = sums.get(interview_id)
        if mine is None:
            if _asked_shares(interview_id, responses, items):
                yield Finding(interview_id, "shares", "unknown")
            continue
        off = {
            place: sum(parts)
            for place, parts in sorted(mine.items())
            if abs(sum(parts) - 100) > method.share_tolerance or not all(0 <= part <= 100 for part in parts)
        }
        if off:
            worst = max(off.values(), key=lambda total: abs(total - 100))
            words = (("places", _listed([f"{place} = {total:g}" for place, total in off.items()])),)
            yield Finding(interview_id, "shares", "raised", worst, Evidence("found_shares", (), words))
        else:
            yield Finding(interview_id, "shares", "clear")


def unknown_answers(interviews: pl.DataFrame, responses: pl.DataFrame, *, method: Method) -> Iterator[Finding]:
    """Find who does not know: «don't know» to more than 30% of the items that concern them.

    An item counts once; it is not known if a «don't know» and no answer stands there. «Not applicable» and items
    that were not put do not count.

    Source: METHOD §4.6.
    """
    reason = pl.col("missing").fill_null("")
    by_item = responses.group_by("interview_id", "item_id").agg(
        (reason == "").any().alias("answered"),
        (reason == "dk").any().alias("dk"),
        (reason == "ref").any().alias("ref"),
    )
    counted = (
        by_item.filter(pl.col("answered") | pl.col("dk") | pl.col("ref"))
        .group_by("interview_id")
        .agg(pl.len().alias("asked"), (pl.col("dk") & ~pl.col("answered")).sum().alias("dk"))
    )
    known = {row["interview_id"]: row for row in counted.iter_rows(named=True)}
    for interview_id in interviews["interview_id"]:
        row = known.get(interview_id)
        if row is None:
            yield Finding(interview_id, "unknown", "unknown")
            continue
        share = row["dk"] / row["asked"]
        if share > method.unknown_share:
            numbers: Figures = (
                ("dk", row["dk"], "count"),
                ("asked", row["asked"], "count"),
                ("share", share, "share"),
            )
            yield Finding(interview_id, "unknown", "raised", share, Evidence("found_unknown", numbers))
        else:
            yield Finding(interview_id, "unknown", "clear", share)


def answers_not_for_role(
    interviews: pl.DataFrame, responses: pl.DataFrame, *, bank: ItemBank
) -> Iterator[Finding]:
    """Find answers to items that this respondent type is not asked: wrong form, or a question that is barred.

    Continuity and pressure (PR09, PR06) are never asked of employees.

    Source: METHOD §2, §4.9.
    """
    roles = [(item.id, role) for item in bank.items for role in item.roles]
    allowed = pl.DataFrame(roles, schema={"item_id": pl.String, "role": pl.String}, orient="row")
    answered = (
        responses.filter((pl.col("missing").fill_null("") != "na") & pl.col("item_id").is_in(bank.ids))
        .select("interview_id", "item_id")
        .unique()
    )
    known = set(answered["interview_id"])
    with_role = answered.join(interviews.select("interview_id", "role"), on="interview_id")
    wrong = with_role.join(allowed, on=["item_id", "role"], how="anti").sort("interview_id", "item_id")
    items: dict[str, list[str]] = {}
    for interview_id, item_id in wrong.select("interview_id", "item_id").iter_rows():
        items.setdefault(interview_id, []).append(item_id)
    for interview_id in interviews["interview_id"]:
        mine = items.get(interview_id)
        if mine:
            evidence = Evidence(
                "found_not_for_role", (("count", len(mine), "count"),), (("items", _listed(mine)),)
            )
            yield Finding(interview_id, "not_for_role", "raised", float(len(mine)), evidence)
        else:
            yield Finding(interview_id, "not_for_role", "clear" if interview_id in known else "unknown")


def _is_rating(key: pl.Expr, item: pl.Expr, bank: ItemBank) -> pl.Expr:
    """Tell ratings from what goes with them: the code of a follow-up, how sure one is."""
    grids = [found.id for found in bank.items if found.scale == "grid-0-10"]
    return pl.when(item.is_in(grids)).then(key != "").otherwise(key == "")


def _share_place(item: Item, key: str) -> str | None:
    """Return the question, or the row of a grid, that a part belongs to; ``None`` for a second question."""
    if item.scale == "grid-share":
        row, _, party = key.rpartition(".")
        return f"{item.id} {row}" if row and party else None
    shape = shape_of(item)
    beside = key in shape.extra_numbers or "." in key or not key
    return None if beside else item.id


def _asked_shares(interview_id: str, responses: pl.DataFrame, items: dict[str, Item]) -> bool:
    put = (pl.col("interview_id") == interview_id) & pl.col("item_id").is_in(list(items))
    return responses.filter(put & (pl.col("missing").fill_null("") != "na")).height > 0


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown}, … (+{len(names) - _LISTED})"
