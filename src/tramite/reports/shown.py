"""What may be shown: the gate that every page, sheet, table and chart of a dossier goes through (METHOD §3.3)."""

from __future__ import annotations

import polars as pl

from tramite.beliefs.diversion import DiversionBelief, SideHeard
from tramite.beliefs.px import PxScore
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method
from tramite.voices.disclosure import ALL as WHOLE
from tramite.voices.disclosure import screen


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
