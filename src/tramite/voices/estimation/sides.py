"""The three sides of the market, each with its voices and the population that they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import PARTNER_ROLES, Item, ItemBank
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.weighed import Weighed

Side = Literal["partner", "customer", "vendor"]
SIDES: tuple[Side, ...] = get_args(Side)
SEVERAL = "several"  # domain of the vendor's people who were asked about more channels than one
ROLES_OF: Mapping[Side, tuple[str, ...]] = {
    "partner": PARTNER_ROLES, "customer": ("customer",), "vendor": ("vendor",)
}  # fmt: skip
_MADE_UP = 10_000  # units in all that channels weigh: shares are kept to a hundredth of a per cent
_PEOPLE = {"unit_id": pl.String, "domain": pl.String, "stratum": pl.String, "revenue": pl.Float64,
           "potential": pl.Float64}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SideVoices:
    """Who was heard on one side.

    Attributes:
        interviews: those that count: ``interview_id``, ``unit_id`` and the rest of the contract.
        weighed: their weights, and the population.
        counted: whether N is a population that was counted; the vendor's people stand for nobody else.
    """

    side: Side
    interviews: pl.DataFrame
    weighed: Weighed
    counted: bool


def sides_asked(item: Item) -> tuple[Side, ...]:
    """Return the sides that an item asks."""
    return tuple(side for side in SIDES if set(ROLES_OF[side]) & set(item.roles))


def side_mirrored(item: Item, bank: ItemBank) -> Side | None:
    """Return the side whose answers an item of the vendor guesses; ``None`` if it guesses nobody's."""
    return next((side for mirror in bank.mirrors_of(item.id) for side in sides_asked(mirror)), None)


def voices_of(
    side: Side,
    interviews: pl.DataFrame,
    frame: pl.DataFrame,
    *,
    method: Method,
    guessing: Side | None = None,
) -> SideVoices:
    """Choose the interviews of a side that count, and the population they stand for, by channel.

    Partners and customers: the active units of the frame, statements on today's population. The vendor's people
    speak **about** a channel, which their interview names, not for those who work in it: nobody counted who could
    have been asked, so that there is no N and no finite-population correction. A guess of what another side says
    weighs each channel as that side does in the frame, or the two could not be compared; who speaks of a channel
    without that side guesses nobody. Other answers of the vendor's people count once each.

    Args:
        interviews, frame: contracts INTERVIEWS, FRAME.
        guessing: side that the vendor's people guess.

    Source: METHOD §2.5, §3.2.1–3, §4.1.
    """
    heard = usable_interviews(interviews, roles=ROLES_OF[side])
    people = _people(frame.filter(pl.col("role").is_in(ROLES_OF[side]) & (pl.col("status") == "active")))
    heard = heard.join(people.select("unit_id"), on="unit_id", how="semi")
    if side != "vendor":
        return SideVoices(side, heard, Weighed(people, method=method), True)
    spoken_of = heard.group_by("unit_id", maintain_order=True).agg(
        pl.when(pl.col("channel_id").n_unique() == 1).then(pl.col("channel_id").first()).otherwise(pl.lit(SEVERAL))
        .fill_null(SEVERAL).first().alias("domain")
    )  # fmt: skip
    people = people.drop("domain").join(spoken_of, on="unit_id", how="inner").with_columns(
        pl.lit("").alias("stratum"), pl.lit(None, pl.Float64).alias("revenue"),
        pl.lit(None, pl.Float64).alias("potential"),
    ).select(list(_PEOPLE))  # fmt: skip
    if guessing is not None:
        others = _of_side(guessing, frame)
        people = people.filter(pl.col("domain").is_in([*others["channel_id"].unique(), SEVERAL]))
        people = pl.concat([people, _made_up(people, others)])
    return SideVoices(side, heard, Weighed(people, method=method, enumerative=False), False)


def _of_side(side: Side, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("role").is_in(ROLES_OF[side]) & (pl.col("status") == "active"))


def _people(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        "unit_id", pl.col("channel_id").alias("domain"), "stratum",
        pl.col("revenue").cast(pl.Float64), pl.col("potential").cast(pl.Float64),
    )  # fmt: skip


def _made_up(people: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Return units that nobody asked, so that each channel weighs what it does among the others."""
    sizes = dict(others.group_by("channel_id").len().iter_rows())
    heard = dict(people.group_by("domain").len().iter_rows())
    whole = sum(sizes.get(domain, 0) for domain in heard)
    rows = [
        (f"\0{domain}\0{place}", domain, "", None, None)
        for domain, n in sorted(heard.items())
        for place in range(round(_MADE_UP * sizes.get(domain, 0) / whole) - n if whole else 0)
    ]
    return pl.DataFrame(rows, schema=_PEOPLE, orient="row")
