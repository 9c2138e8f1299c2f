"""PX by role and size of the partner: one programme does not suit all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import polars as pl

from tramite.beliefs.px.estimates import items_of
from tramite.beliefs.px.firms import interview_table
from tramite.beliefs.px.result import PxResult
from tramite.kernel.method import Method
from tramite.kernel.wording import Language, say
from tramite.voices.asking.bank import PILLARS
from tramite.voices.disclosure.screening import ALL, conceal, screen
from tramite.voices.estimation.measure_table import Measure, MeasureCell, measure_table
from tramite.voices.estimation.study import Study
from tramite.voices.estimation.weighed import Weighed

SIZES = ("large", "small")
_BOUNDARY = "\x1f"  # between role and size in the name of a domain: no id holds it


@dataclass(frozen=True, slots=True)
class PxGroup:
    """One role and size: the index and its pillars, one vote each; ``weakest`` pillar where they are shown."""

    role: str
    size: str
    cells: Mapping[str, MeasureCell]
    weakest: str | None

    @property
    def shown(self) -> bool:
        """Whether its numbers may be shown."""
        return not any(cell.hidden_because for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class PxGroups:
    """PX by role and size. ``limits``: role → revenue from which a partner is large."""

    groups: tuple[PxGroup, ...]
    limits: Mapping[str, float]

    def to_frame(self) -> pl.DataFrame:
        """Return one row per group and measure."""
        rows = [
            {"role": group.role, "size": group.size, "measure": name, **cell.estimate.to_row(),
             "hidden_because": cell.hidden_because}
            for group in self.groups
            for name, cell in group.cells.items()
        ]  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)

    def say(self, language: Language = "en") -> str:
        """Write a line per group."""
        return "\n".join(
            f"{group.role}, {say(f'relationship.size_{group.size}', language)}: {group.cells['px'].say(language)}"
            for group in self.groups
        )

    def __str__(self) -> str:
        return self.say()


def px_groups(study: Study, px: PxResult) -> PxGroups | None:
    """Estimate PX and its pillars by role and size of the partner.

    Large are the partners that, the largest first, together make half of the revenue of their role in the frame;
    small are the others. Two classes, as interviews that are split further cannot be shown. Paradigms are not
    crossed here: they are told by the partner's own answers.

    The groups cut across channels, whose PX is shown elsewhere: cells of channel × group, groups and channels are
    judged as one table, and if a channel that is shown would have to be hidden for it, no group is.

    Returns: ``None`` where nobody has a PX, revenue is not known, or groups would only repeat «all».
    Source: METHOD §1 R72, §3.2, §3.3.
    """
    people = study.voices("partner").weighed.people
    roles = study.frame.select("unit_id", "role")
    placed = people.join(roles, on="unit_id").with_columns(pl.col("domain").alias("channel"))
    known = placed.filter(pl.col("revenue") > 0)
    limits = {role: _limit(part["revenue"]) for (role,), part in sorted(known.group_by("role"), key=_first)}
    grouped = placed.with_columns(pl.format(f"{{}}{_BOUNDARY}{{}}", "role", _size(limits)).alias("group"))
    names = [role + _BOUNDARY + size for role, size in product(limits, SIZES)]
    names = [name for name in names if name in set(grouped["group"])]
    if len(names) < 2:
        return None
    table = interview_table(study)
    firms = table.filter(pl.col("px").is_not_null()).select("unit_id").unique()
    if firms.is_empty():
        return None
    tables = _tables(study, grouped, table)
    hidden = _hidden(grouped.join(firms, on="unit_id").select("channel", "group"), px, study.method)
    groups = [_group(name, tables, hidden) for name in names]
    return PxGroups(tuple(groups), limits)


def _first(item: tuple[tuple[object, ...], pl.DataFrame]) -> str:
    return str(item[0][0])


def _size(limits: Mapping[str, float]) -> pl.Expr:
    """Tell large from small; who has no known revenue is of neither, but would be what others leave of «all»."""
    revenue = pl.col("revenue")
    large = revenue >= pl.col("role").replace_strict(limits, default=None)
    return pl.when((revenue > 0) & large).then(pl.lit(SIZES[0])).when(revenue > 0).then(
        pl.lit(SIZES[1])
    ).otherwise(pl.lit("unknown"))  # fmt: skip


def _limit(revenue: pl.Series) -> float:
    """Return the revenue of the smallest of those that make half of the sum."""
    amounts = np.sort(revenue.to_numpy())[::-1]
    return float(amounts[np.searchsorted(np.cumsum(amounts), amounts.sum() / 2)])


def _tables(study: Study, grouped: pl.DataFrame, table: pl.DataFrame) -> dict[str, dict[str, MeasureCell]]:
    """Estimate each measure by group; within a group the strata of the draw of each channel stay apart."""
    voices = study.voices("partner")
    stratum = pl.format(f"{{}}{_BOUNDARY}{{}}", "channel", pl.col("stratum").fill_null(""))
    people = grouped.with_columns(pl.col("group").alias("domain"), stratum.alias("stratum"))
    weighed = Weighed(people.select("unit_id", "domain", "stratum", "revenue"), method=study.method)
    found = {}
    for name in ("px", *PILLARS):
        values = table.select("interview_id", pl.lit("").alias("key"), pl.col(name).alias("value"))
        measure = Measure(name, items_of(name, study.bank), (0.0, 100.0), "score")
        made = measure_table(
            values.filter(pl.col("value").is_not_null()), voices.interviews, measure=measure, weighed=weighed,
            method=study.method, weightings=("vote",), simulated=study.simulated,
        )  # fmt: skip
        found[name] = {cell.domain: cell for cell in made.cells}
    return found


def _hidden(heard: pl.DataFrame, px: PxResult, method: Method) -> set[str]:
    """Judge channel × group, channels, groups and all together.

    Args:
        heard: firms that have a PX: ``channel``, ``group``.
    """
    counted = [
        heard.with_columns(pl.lit(ALL).alias(key) for key in whole).group_by("channel", "group").len("n")
        for whole in ((), ("channel",), ("group",), ("channel", "group"))
    ]
    cells = pl.concat(counted).cast({"n": pl.Int64}).sort("channel", "group")
    judged = screen(cells, method=method, margins=("channel", "group"))
    published = {score.channel_id for score in px.scores if score.measure == "px" and not score.hidden_because}
    clash = judged.filter((pl.col("group") == ALL) & ~pl.col("shown") & pl.col("channel").is_in(published))
    groups = judged.filter((pl.col("channel") == ALL) & (pl.col("group") != ALL))
    return set((groups if clash.height else groups.filter(~pl.col("shown")))["group"])


def _group(name: str, tables: Mapping[str, Mapping[str, MeasureCell]], hidden: set[str]) -> PxGroup:
    cells = {measure: table[name] for measure, table in tables.items()}
    if name in hidden or any(cell.hidden_because for cell in cells.values()):
        cells = {measure: _hide(cell) for measure, cell in cells.items()}
    shown = [(value, pillar) for pillar in PILLARS if (value := cells[pillar].estimate.value) is not None]
    weakest = min(shown)[1] if len(shown) == len(PILLARS) else None
    role, size = name.split(_BOUNDARY)
    return PxGroup(role, size, cells, weakest)


def _hide(cell: MeasureCell) -> MeasureCell:
    return replace(cell, estimate=conceal(cell.estimate), reading="hidden",
                   hidden_because=cell.hidden_because or "residual", mean=None)  # fmt: skip
