"""Which levers the vendor's own people call blocked, in which channel, and by what (item VO01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.estimate import Estimate
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.study import Study

ITEM: Final = "VO01"
CAUSES: Final = ("law", "market", "customers", "partners", "organisation")
_CAUSE: Final = ".cause"  # ends the key under which the cause of a blocked lever is kept


@dataclass(frozen=True, slots=True)
class BlockedLevers:
    """What the vendor's people say, after disclosure control.

    Attributes:
        said: share of those asked about a channel who call each lever blocked; ``key``: code of the lever.
        causes: share who call it blocked by each cause; ``key``: ``<lever>.<cause>``. Nobody has to name one.
    """

    said: MeasureTable
    causes: MeasureTable

    @property
    def readable(self) -> bool:
        """Whether anything of any one channel may be shown."""
        return any(cell.domain != ALL and not cell.hidden_because for cell in self.said.cells)

    def share(self, channel_id: str, lever: str) -> Estimate | None:
        """Return the share who call a lever blocked; ``None`` where nobody was asked, or it may not be shown."""
        return _shown(self.said, channel_id, lever)

    def by(self, channel_id: str, lever: str) -> Mapping[str, Estimate]:
        """Return what blocks a lever, and the share who name it, most named first."""
        found = {cause: _shown(self.causes, channel_id, f"{lever}.{cause}") for cause in CAUSES}
        named = {cause: share for cause, share in found.items() if share is not None and share.value}
        return dict(sorted(named.items(), key=lambda each: -(each[1].value or 0.0)))


def blocked_levers(study: Study) -> BlockedLevers | None:
    """Estimate which levers are called blocked, by channel, one vote each.

    Returns: ``None`` if nobody was asked.
    Source: METHOD §3.11.1, §3.9 (B14).
    """
    said = study.table(ITEM, "vendor")
    if not said.cells:
        return None
    asked = item_values(study.responses, item=study.bank.item(ITEM), bank=study.bank)
    keys = [f"{lever}.{cause}" for lever in sorted(set(asked["key"])) for cause in CAUSES]
    named = study.responses.filter(
        (pl.col("item_id") == ITEM) & pl.col("key").str.ends_with(_CAUSE) & pl.col("text").is_in(CAUSES)
    ).select(
        "interview_id", key=pl.col("key").str.strip_suffix(_CAUSE) + "." + pl.col("text"), named=pl.lit(1.0)
    ).unique()  # fmt: skip
    everyone = asked.select("interview_id").unique().join(pl.DataFrame({"key": keys}), how="cross")
    values = everyone.join(named, on=["interview_id", "key"], how="left").select(
        "interview_id", "key", value=pl.col("named").fill_null(0.0)
    ).sort("interview_id", "key")  # fmt: skip
    measure = Measure("blocked_by", (ITEM,), (0.0, 1.0), "share", "share")
    return BlockedLevers(said, study.measure(values, measure, "vendor"))


def _shown(table: MeasureTable, channel_id: str, key: str) -> Estimate | None:
    found = (cell for cell in table.cells if (cell.domain, cell.key) == (channel_id, key))
    cell = next((cell for cell in found if not cell.hidden_because), None)
    return None if cell is None or cell.estimate.value is None else cell.estimate
