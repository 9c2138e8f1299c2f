"""What may be shown: the gate that every page, sheet, table and chart of a dossier goes through (METHOD §3.3)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tramite.beliefs.px.index import PxScore
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.shares import SideHeard
from tramite.books.overlap import CustomerOverlap, Seller
from tramite.books.reach import CustomerReach, Reach
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method
from tramite.voices.disclosure.screening import ALL as WHOLE
from tramite.voices.disclosure.screening import screen


def may_show(estimate: Estimate, *, method: Method) -> bool:
    """Tell whether an estimate may be shown: heard in interviews, it needs ``disclosure_k`` answers."""
    heard = any(source.kind == "interviews" for source in estimate.evidence)
    return not (heard and 0 < estimate.n < method.disclosure_k)


def may_show_score(score: PxScore, *, method: Method) -> bool:
    """Tell whether a score of the PX index may be shown."""
    return score.reading != "hidden" and may_show(score.estimate, method=method)


def may_show_belief(belief: DiversionBelief, *, method: Method) -> bool:
    """Tell whether a posterior of diversion may be shown: what few answers said would be told by it."""
    return not belief.heard or WHOLE in _shown(belief, method)


def shown_sides(belief: DiversionBelief, *, method: Method) -> tuple[SideHeard, ...]:
    """Return the sides whose shares may be shown beside the posterior.

    The posterior is a weighted sum of the sides: a hidden side could be found by subtraction, so that the rule of
    residuals holds between them as between a whole and its parts (METHOD §3.3). A side that does not count in
    the posterior has no shares to show.
    """
    shown = _shown(belief, method)
    return tuple(side for side in belief.sides if side.item_id in shown and side.weight)


def _shown(belief: DiversionBelief, method: Method) -> set[str]:
    counted = [side for side in belief.sides if side.weight]
    cells = pl.DataFrame({
        "side": [*(side.item_id for side in counted), WHOLE], "n": [*(side.n for side in counted), belief.heard]
    })  # fmt: skip
    screened = screen(cells, method=method, margins=["side"])
    return set(screened.filter(pl.col("shown"))["side"])


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two sellers and how many end customers they have in common, where that many may be told."""

    one: Seller
    other: Seller
    customers: int
    of_one: int
    of_other: int


def shown_pairs(overlap: CustomerOverlap, *, method: Method) -> tuple[tuple[ShownPair, ...], int]:
    """Return the pairs of sellers whose common customers may be counted, and the number of pairs left out.

    These are other firms' customers: a pair is shown only from ``disclosure_k`` customers up, and without amounts,
    since what a partner earns with a handful of accounts is its own affair (METHOD §3.3).
    """
    totals = {cell.one: cell.customers for cell in overlap.cells if cell.one == cell.other}
    pairs = [
        ShownPair(cell.one, cell.other, cell.customers, totals[cell.one], totals[cell.other])
        for cell in overlap.cells
        if cell.one < cell.other
    ]
    shown = [pair for pair in pairs if may_show_pair(pair, method=method)]
    shown.sort(key=lambda pair: (-pair.customers, pair.one, pair.other))
    return tuple(shown), len(pairs) - len(shown)


def may_show_pair(pair: ShownPair, *, method: Method) -> bool:
    """Tell whether the customers that two sellers share may be counted: they, and those they do not share."""
    return all(_many(pair.customers, whole, method.disclosure_k) for whole in (pair.of_one, pair.of_other))


def shown_reach(reach: CustomerReach, *, method: Method) -> tuple[Reach, ...]:
    """Return the partners whose reach may be told, the largest first; amounts are left to the partner.

    Customers of a partner alone, and those who also buy elsewhere, add up to all of its customers: if one of the
    two is a handful, the other would tell it. A count of none names nobody (METHOD §3.3).
    """
    k = method.disclosure_k
    shown = [
        r for r in reach.partners if r.customers >= k and (not r.only_here or _many(r.only_here, r.customers, k))
    ]
    return tuple(sorted(shown, key=lambda r: (-r.customers, r.partner_id)))


def _many(part: int, whole: int, k: int) -> bool:
    """Tell whether neither a part nor what is left of its whole is a handful."""
    return part >= k and (part == whole or whole - part >= k)
